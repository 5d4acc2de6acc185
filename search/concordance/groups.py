"""How often does each word stand in a place near the matches?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from fabula.index.array_types import I64
from fabula.index.codec.segment import Segment
from fabula.index.sorted_arrays import sorted_unique
from .candidates import Candidates, words_at
from .order import MAX_READ
from .places import Place
from .results import WordGroup
from .words_in_order import by_word


def group_by_words(candidates: Candidates, places: Sequence[Place], segments: Sequence[Segment]) -> list[WordGroup]:
    """The words (several for the words of a match, parted by blanks), those with most matches first, then by letters.

    The counts add up to the number of candidates.
    """
    counts: Counter[str] = Counter()
    if len(candidates.places) <= MAX_READ:
        counts.update(map(_joined, words_at(candidates, places, segments)))
    elif len(places) == 1 or (candidates.firsts == candidates.lasts).all():
        counts = _counts_at(candidates, places[0], segments)
    else:
        counts = _counts_of_runs(candidates, places, segments)
    return [WordGroup(word, count) for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _joined(words: tuple[str, ...]) -> str:
    return " ".join(filter(None, words))


def _counts_at(candidates: Candidates, place: Place, segments: Sequence[Segment]) -> Counter[str]:
    """How often each word stands in one place."""
    lacking, stretches = by_word(candidates, place, segments)
    counts = Counter({"": len(lacking)} if len(lacking) else {})
    for stretch in stretches:
        counts.update(dict(zip(stretch.words, stretch.counts.tolist(), strict=True)))
    return counts


def _counts_of_runs(candidates: Candidates, places: Sequence[Place], segments: Sequence[Segment]) -> Counter[str]:
    """How often words stand in several places together: the words of one after the other get numbers, then the runs
    of these numbers."""
    names: list[str] = [""]
    runs = np.zeros(len(candidates.places), np.int64)
    for place in places:
        words, numbers = _words_in(candidates, place, segments)
        if len(words) == 1:
            # No match has so many words.
            break
        pairs = runs * len(words) + numbers
        known = sorted_unique(pairs)
        runs = known.searchsorted(pairs)
        names = [_joined((names[pair // len(words)], words[pair % len(words)])) for pair in known.tolist()]
    return Counter(dict(zip(names, np.bincount(runs, minlength=len(names)).tolist(), strict=True)))


def _words_in(candidates: Candidates, place: Place, segments: Sequence[Segment]) -> tuple[list[str], I64]:
    """Words, "" first, and int64[n]: the one in the place of each candidate, as an index into them."""
    _, stretches = by_word(candidates, place, segments)
    words = [""]
    numbers = np.zeros(len(candidates.places), np.int64)
    for stretch in stretches:
        of_words = np.arange(len(words), len(words) + len(stretch.words))
        numbers[stretch.members()] = np.repeat(of_words, stretch.counts)
        words += stretch.words
    return words, numbers
