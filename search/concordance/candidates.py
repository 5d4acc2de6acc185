"""Matches that are sorted or grouped, as arrays over all segments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np

from fabula.index.analysis import words
from fabula.index.array_types import I64, U16, U32, Mask
from fabula.index.budget import check, checked
from fabula.index.codec.segment import Segment
from fabula.index.errors import QueryTooDear
from fabula.search.matches.in_reading_order import Matches
from .places import Place

# 22 bytes each, and as many again while they are sorted.
MAX_CANDIDATES = 4_000_000


class Candidates(NamedTuple):
    """Some matches, ascending by segment, then by position: [n] each.

    segments       uint16: the number of the segment of each.
    firsts, lasts  uint32: the positions there of its first and its last word.
    begins, ends   uint32: those of the words of its scene.
    places         uint32: its place in reading order.
    """

    segments: U16
    firsts: U32
    lasts: U32
    begins: U32
    ends: U32
    places: U32

    @classmethod
    def of(cls, matches: Matches) -> Self:
        """All of the matches. Raises QueryTooDear for more than `MAX_CANDIDATES`."""
        if matches.total > MAX_CANDIDATES:
            raise QueryTooDear(
                f"{matches.total:,} matches are too many to be sorted or counted; {MAX_CANDIDATES:,} are possible.",
                "Ask for rarer words, or within an author or a fandom.",
            )
        segments = [np.empty(0, np.uint16)]
        columns = [[np.empty(0, np.uint32)] * 5]
        for number, indices in enumerate(matches.indices()):
            check()
            found = matches.by_segment[number]
            firsts, lasts = found.firsts[indices].astype(np.uint32), found.lasts[indices].astype(np.uint32)
            segment = found.view.segment
            starts = segment.scene_starts
            counts = np.diff(firsts.searchsorted(starts))
            begins = np.repeat(starts[:-1], counts)
            ends = begins + np.repeat(segment.scene_lengths, counts)
            segments.append(np.full(len(indices), number, np.uint16))
            columns.append([firsts, lasts, begins, ends, matches.places(number, indices).astype(np.uint32)])
        return cls(np.concatenate(segments), *[np.concatenate(column) for column in zip(*columns, strict=True)])

    def chosen(self, which: I64 | Mask) -> Candidates:
        return Candidates(self.segments[which], *[column[which] for column in self[1:]])

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
