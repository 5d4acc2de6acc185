"""The page of a concordance that is sorted by words near the matches."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import U32
from fabula.index.codec.segment import Segment
from .candidates import Candidates, words_at
from .places import Place
from .words_in_order import by_word

# So many matches are sorted by their texts, which takes 0.2 ms each: to go through all words takes longer.
MAX_READ = 1_000


def sorted_places(
    candidates: Candidates, keys: Sequence[Place], segments: Sequence[Segment], low: int, high: int
) -> U32:
    """uint32[...]: of the candidates in the order of the keys, those from `low` to before `high`, by reading order.

    Candidates with the same word in the place of the first key are ordered by the next one. That is a radix sort from
    the first key on, of which only the part is done that the page is in.
    """
    size = len(candidates.places)
    low, high = max(0, low), min(high, size)
    if low >= high:
        return candidates.places[:0]
    if not keys:
        return np.sort(candidates.places)[low:high]
    if size <= MAX_READ:
        return _sorted_by_texts(candidates, keys, segments)[low:high]
    pieces = [
        sorted_places(group.candidates, keys[1:], segments, low - group.before, high - group.before)
        for group in _groups(candidates, keys[0], segments, low, high)
    ]
    return np.concatenate([candidates.places[:0], *pieces])


class _Group(NamedTuple):
    """Candidates with the same word in a place; so many others come `before` them."""

    candidates: Candidates
    before: int


def _groups(candidates: Candidates, key: Place, segments: Sequence[Segment], low: int, high: int) -> Iterator[_Group]:
    """The groups that reach into the page from `low` to before `high`, in order."""
    lacking, stretches = by_word(candidates, key, segments)
    without_word = len(lacking)
    before = 0
    if without_word and not key.descending:
        if low < without_word:
            yield _Group(candidates.chosen(lacking), 0)
        before = without_word
    while before < high and (stretch := next(stretches, None)) is not None:
        bounds = before + np.concatenate([[0], np.cumsum(stretch.counts)])
        inside = np.flatnonzero((bounds[1:] > low) & (bounds[:-1] < high))
        members = stretch.members() if len(inside) else lacking
        for group in inside.tolist():
            of_group = members[bounds[group] - before : bounds[group + 1] - before]
            yield _Group(candidates.chosen(np.sort(of_group)), int(bounds[group]))
        before = int(bounds[-1])
    if without_word and key.descending and before < high:
        yield _Group(candidates.chosen(lacking), before)


def _sorted_by_texts(candidates: Candidates, keys: Sequence[Place], segments: Sequence[Segment]) -> U32:
    """uint32[n]: all of a few candidates in the order of the keys."""
    found = words_at(candidates, keys, segments)
    order = np.argsort(candidates.places, kind="stable").tolist()
    for number in range(len(keys) - 1, -1, -1):
        order.sort(key=lambda index: found[index][number], reverse=keys[number].descending)
    in_order: U32 = candidates.places[order]
    return in_order
