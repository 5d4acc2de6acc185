"""Matches that are sorted or grouped, as arrays over all segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np

from fabula.index.analysis import words
from fabula.index.array_types import I64, Mask
from fabula.index.budget import check, checked
from fabula.index.codec.segment import Segment
from fabula.search.matches.in_reading_order import Matches
from .places import Place


class Candidates(NamedTuple):
    """Some matches: int64[n] each, ascending by segment, then by position.

    segments       the number of the segment of each.
    firsts, lasts  the positions there of its first and its last word.
    begins, ends   those of the words of its scene.
    places         its place in reading order.
    """

    segments: I64
    firsts: I64
    lasts: I64
    begins: I64
    ends: I64
    places: I64

    @classmethod
    def of(cls, matches: Matches) -> Self:
        columns: list[tuple[I64, ...]] = []
        for number, indices in enumerate(matches.indices()):
            check()
            found = matches.by_segment[number]
            firsts, lasts = found.firsts[indices].astype(np.int64), found.lasts[indices].astype(np.int64)
            segment = found.view.segment
            starts = segment.scene_starts.astype(np.int64)
            counts = np.diff(firsts.searchsorted(starts))
            begins = np.repeat(starts[:-1], counts)
            ends = begins + np.repeat(segment.scene_lengths.astype(np.int64), counts)
            places = matches.places(number, indices)
            columns.append((np.full(len(indices), number), firsts, lasts, begins, ends, places))
        return cls(*[np.concatenate([np.empty(0, np.int64), *column]) for column in zip(*columns, strict=True)])

    def chosen(self, which: I64 | Mask) -> Candidates:
        return Candidates(*[column[which] for column in self])

    def positions(self, place: Place) -> I64:
        """int64[n]: where the word in a place of each stands in its segment; -1 where there is none."""
        return place.positions(self.firsts, self.lasts, self.begins, self.ends)


def words_at(candidates: Candidates, places: Sequence[Place], segments: Sequence[Segment]) -> list[tuple[str, ...]]:
    """For each of a few candidates the folded words in these places, "" where there is none; from their texts."""
    found: list[tuple[str, ...]] = []
    known: tuple[int, int] = (-1, -1)
    scene_words: list[str] = []
    rows = zip(*[column.tolist() for column in candidates[:5]], strict=True)
    for segment, first, last, begin, end in checked(rows, every=16):
        if known != (segment, begin):
            known = segment, begin
            scene = int(segments[segment].scenes_of(np.array([begin]))[0])
            (text,) = segments[segment].scene_texts([scene])
            scene_words = words(text)
        # An index of older rules may have counted more words than the text has by today's.
        size = min(end - begin, len(scene_words))
        at = [place.position(first - begin, last - begin, size) for place in places]
        found.append(tuple(scene_words[position] if position >= 0 else "" for position in at))
    return found
