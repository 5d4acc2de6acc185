"""Where any of some words stands in a segment, by whichever way is cheapest at the moment."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from functools import reduce
from typing import TYPE_CHECKING

import numpy as np

from fabula.index.array_types import I64, U8, U32, Mask
from fabula.index.codec.packing import BLOCK
from fabula.index.sorted_arrays import sorted_unique
from fabula.search.plan import Level

from .places import Places, Ranges, gather_ranges, isin_sorted, ranges_of

if TYPE_CHECKING:
    from .lookup import SegmentPostings

__all__ = ["PostingList"]

# One word in so many is a common one: some 200 of English (of 77 MB of novels 199).
_COMMON = 2_000
# What is left of the forms of a common stem is one list in so many: 33 of the same novels, so that the 255 codes of
# `Forward` suffice for both.
_RARER = 8_000
# Longer lists are unpacked in part again and again rather than kept whole: some would push all others out.
_MOST_KEPT = 500_000
# So many positions are unpacked in the time that it takes to find those of one scene, 0.1 ms.
_SOON_UNPACKED = 30_000
# A common word that was looked for in so many scenes gets a code: those of a page are ten.
_OFTEN = 30
# So many places after another are looked at one by one.
_WINDOW = 64

Codes = Sequence[int]
_NOWHERE: I64 = np.empty(0, np.int64)


class PostingList:
    """Where any of some words, or of the forms of some stems, stands in a segment.

    frequency  how often, deleted scenes included.
    common     True if that is one word in `_COMMON` or more.
    """

    __slots__ = (
        "_asked",
        "_by_code",
        "_codable",
        "_code",
        "_key",
        "_level",
        "_numbers",
        "_parts",
        "_postings",
        "_ranges",
        "_scene_frequency",
        "common",
        "frequency",
    )

    def __init__(self, postings: SegmentPostings, ranges: Ranges, level: Level, *, whole: bool = False) -> None:
        """Of terms by their numbers; what a word and a stem have the same is kept once.

        whole  True if the terms are all those of one stem.
        """
        self._postings = postings
        self._key = (postings.number, ranges)
        self._level = level
        segment = postings.segment
        self._ranges = ranges
        self.frequency = sum(segment.frequency(low, high) for low, high in self._ranges)
        self.common = self.frequency * _COMMON > postings.end
        self._numbers: list[int] | None = None
        self._code = 0
        self._asked = 0
        self._scene_frequency = -1
        self._codable = self.common and len(ranges) == 1 and ranges[0][1] - ranges[0][0] == 1
        self._parts = self._parted(whole) if self.common else []
        # The codes of its parts, and the parts that have none, once that is known; set at once, as threads share them.
        self._by_code: tuple[list[int], list[PostingList]] | None = None

    def _parted(self, whole: bool) -> list[PostingList]:
        """The common ones of several terms, each by itself, and the others together.

        A position holds one term, so that lists of single ones may share a `Forward`, and with them what is left of
        the forms of one stem: those of "say" without "said" and "say" still stand in 5,000 places. Others may not.
        """
        postings = self._postings
        terms = [term for low, high in self._ranges for term in range(low, high)]
        common = [term for term in terms if postings.segment.frequency(term, term + 1) * _COMMON > postings.end]
        if len(terms) < 2 or not common:
            return []
        rare = sorted({*terms}.difference(common))
        parts = [postings.of_terms(((term, term + 1),)) for term in common]
        if rare:
            rest = postings.of_terms(ranges_of(rare))
            rest._codable = rest._codable or (whole and rest.frequency * _RARER > postings.end)
            parts.append(rest)
        return parts

    @property
    def numbers(self) -> list[int]:
        """The numbers in the segment of its words, or of its stems."""
        if self._numbers is None:
            terms = [term for low, high in self._ranges for term in range(low, high)]
            by_surface = self._level is Level.SURFACE
            self._numbers = terms if by_surface else self._postings.segment.stems_of_terms(terms)
        return self._numbers

    def is_same(self, other: PostingList) -> bool:
        """True if it stands where the other does: the forms of "of" are "of" alone."""
        return self._ranges == other._ranges

    def positions(self) -> U32:
        """uint32[frequency], ascending."""
        return self._postings.cache.get(self._key, self._decoded)

    def _decoded(self) -> U32:
        segment = self._postings.segment
        pieces = [segment.positions_between(low, high) for low, high in self._ranges]
        if not pieces:
            return np.empty(0, np.uint32)
        found = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
        if len(pieces) > 1 or self._ranges[0][1] - self._ranges[0][0] > 1:
            # Each position holds one term, so that nothing is there twice.
            found.sort()
        return found

    def among(self, places: Places) -> Mask:
        """bool[len(places)]: at which of the places (ascending, distinct, all in the segment) it stands."""
        if self._code:
            coded: Mask = self._codes.take(places, mode="clip") == self._code
            return coded
        if self._parts:
            return self._among_parts(places)
        if not self.frequency:
            return np.zeros(len(places), bool)
        # What is asked for once may never be again; a command asks once.
        self._asked += 1
        if self._codable and self._asked > 1 and self._coded():
            return self.among(places)
        positions = self._postings.cache.peek(self._key)
        if positions is None:
            once = self._asked == 1 or self.frequency > _MOST_KEPT
            if once and len(places) * BLOCK < self.frequency // 2:
                return self._among_blocks(places)
            positions = self.positions()
        return isin_sorted(positions, places)

    def holds(self, place: int) -> bool:
        """True if it stands at the place: `among` for one, in 0.3 µs where that takes 3."""
        if self._code:
            return self._postings.forward.view[place] == self._code
        if self._by_code is not None:
            coded, uncoded = self._by_code
            if coded and self._postings.forward.view[place] in coded:
                return True
            return any(part.holds(place) for part in uncoded)
        positions = None if self._parts else self._postings.cache.peek(self._key)
        if positions is None:
            return bool(self.among(np.array([place], np.uint32))[0])
        ascending = positions.data
        at = bisect_left(ascending, place)
        return at < len(ascending) and ascending[at] == place

    def _among_parts(self, places: Places) -> Mask:
        """As `among`. The code at a place, which is seldom in the processor's cache, is read once for all parts."""
        self._asked += 1
        coded, uncoded = self._divided() if self._asked > 1 else ((), self._parts)
        found = _any_of(coded, self._codes.take(places, mode="clip")) if coded else np.zeros(len(places), bool)
        for part in uncoded:
            found |= part.among(places)
        return found

    def _divided(self) -> tuple[Codes, Sequence[PostingList]]:
        """As `by_code`, after what can have a code has got one."""
        if not self._parts:
            self._coded()
        elif self._by_code is None:
            # What gets no code now never will. All have theirs before any is read.
            uncoded = [part for part in self._parts if not part._coded()]
            self._by_code = [part._code for part in self._parts if part._code], uncoded
        return self.by_code

    def following(self, places: I64, reach: int) -> I64:
        """int64[len(places)]: the first position after each of the places (ascending), if it is among the next `reach`.

        Else a number beyond the segment.
        """
        beyond = self._postings.end
        found = np.full(len(places), beyond, np.int64)
        codes, lists = self._divided() if reach <= _WINDOW else ((), self._parts or (self,))
        if codes:
            window = places[:, None] + np.arange(1, reach + 1)
            if len(places) and places[-1] + reach >= beyond:
                window = np.minimum(window, beyond - 1)
            stands = _any_of(codes, self._codes[window])
            some = stands.any(axis=1)
            found[some] = places[some] + 1 + stands[some].argmax(axis=1)
        for own in lists:
            np.minimum(found, own._next(places, reach), out=found)
        return found

    def _next(self, places: I64, reach: int) -> I64:
        """As `following`, by a search in the positions. For what has no parts."""
        beyond = self._postings.end
        found = np.full(len(places), beyond, np.int64)
        positions = self.positions()
        # Of one type, or numpy would copy all positions to the wider one.
        index = np.searchsorted(positions, places.astype(np.uint32), side="right")
        some = index < len(positions)
        found[some] = positions[index[some]]
        found[found - places > reach] = beyond
        return found

    def between(self, low: I64, high: I64) -> I64:
        """int64[...], ascending, distinct: the positions in any of the ranges low[i] to high[i], both ends included.

        All ranges are equally long, and ascend.
        """
        reach = int(high[0] - low[0]) + 1 if len(low) else 0
        codes, lists = self._divided() if 0 < reach <= _WINDOW else ((), self._parts or (self,))
        pieces = [own._within(low, high) for own in lists]
        if codes:
            window = low[:, None] + np.arange(reach)
            if low[0] < 0 or high[-1] >= self._postings.end:
                window = window[(window >= 0) & (window < self._postings.end)]
            pieces.append(window[_any_of(codes, self._codes[window])])
        found = pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
        # Ranges may overlap.
        return found if (found[1:] > found[:-1]).all() else sorted_unique(found)

    def _within(self, low: I64, high: I64) -> I64:
        """As `between`, by a search in the positions. For what has no parts."""
        positions = self.positions()
        begin = np.searchsorted(positions, np.maximum(low, 0).astype(np.uint32))
        end = np.searchsorted(positions, np.maximum(high, 0).astype(np.uint32), side="right")
        end[high < 0] = 0
        # Ranges that overlap are one: each begins where those before have ended.
        begin[1:] = np.maximum(begin[1:], np.maximum.accumulate(end)[:-1])
        return gather_ranges(positions, begin, np.maximum(begin, end))

    def inside(self, scenes: I64) -> I64:
        """int64[...], ascending: the positions in any of the scenes (ascending)."""
        positions, starts = self.positions(), self._postings.segment.scene_starts
        return gather_ranges(
            positions, positions.searchsorted(starts[scenes]), positions.searchsorted(starts[scenes + 1])
        )

    @property
    def quick(self) -> bool:
        """True if it can be asked for by a byte a place."""
        if self._code or self._by_code is not None:
            return True
        if self._parts:
            return all(part.quick for part in self._parts if part.common)
        return self._codable and not self._postings.forward.full

    @property
    def _codes(self) -> U8:
        return self._postings.forward.codes

    def _coded(self) -> bool:
        """True if it has a code of its own, from now on at the latest."""
        if not self._code and not self._parts and self.quick:
            self._code = self._postings.forward.code(self._ranges, self._decoded)
        return bool(self._code)

    def _among_blocks(self, places: Places) -> Mask:
        """As `among`, from the blocks around the places alone."""
        segment = self._postings.segment
        found = np.zeros(len(places), bool)
        for low, high in self._ranges:
            for term in range(low, high):
                found |= isin_sorted(segment.positions_around(term, places), places)
        return found

    @property
    def by_code(self) -> tuple[Codes, Sequence[PostingList]]:
        """Codes in the segment's `forward`, and lists of others: together they stand where it does."""
        if self._code:
            return (self._code,), ()
        return self._by_code or ((), self._parts or (self,))

    def places_in(self, scene: int) -> I64:
        """int64[...], ascending: where it stands in one scene, counted from the scene's first word."""
        segment = self._postings.segment
        begin, end = segment.scene_starts[scene : scene + 2].tolist()
        if self._code:
            return np.flatnonzero(self._codes[begin:end] == self._code)
        if self._parts:
            found = np.concatenate([part.places_in(scene) for part in self._parts])
            found.sort()
            return found
        positions = self._postings.cache.peek(self._key)
        if positions is None:
            self._asked += 1
            if self.frequency <= _SOON_UNPACKED:
                positions = self.positions()
            elif self._asked > _OFTEN and self._coded():
                return self.places_in(scene)
            else:
                terms = [term for low, high in self._ranges for term in range(low, high)]
                positions = np.sort(np.concatenate([segment.positions_in(term, scene) for term in terms]))
        ascending = positions.data
        low = bisect_left(ascending, begin)
        if low == len(ascending) or ascending[low] >= end:
            return _NOWHERE
        places: I64 = positions[low : bisect_left(ascending, end, low)].astype(np.int64) - begin
        return places

    def counts(self) -> U32:
        """uint32[scenes]: how often it stands in each scene. Not to be changed."""
        return self._postings.cache.get((*self._key, "counts"), self._counted)

    def _counted(self) -> U32:
        positions = self._postings.cache.peek(self._key)
        if positions is None:
            if self._parts:
                # What is only counted need not be brought into one order.
                return reduce(np.add, [part._counted() for part in self._parts])
            # Not kept: of a common word the counts are what is asked for again.
            positions = self._decoded()
        # Looking up the scenes in the positions and not the other way round: as many steps as there are scenes.
        starts = self._postings.segment.scene_starts
        return np.diff(np.searchsorted(positions, starts)).astype(np.uint32)

    def counts_in(self, scenes: I64) -> I64:
        """int64[len(scenes)]: how often it stands in each of a few scenes."""
        if self.common:
            # They were needed to find the scenes, and are kept.
            return self.counts()[scenes].astype(np.int64)
        positions = self.positions()
        starts = self._postings.segment.scene_starts
        return np.searchsorted(positions, starts[scenes + 1]) - np.searchsorted(positions, starts[scenes])

    def scenes(self) -> I64:
        """int64[...], ascending: the scenes where it stands."""
        if self.common:
            return np.flatnonzero(self.holding())
        found: I64 = self._postings.segment.scenes_of(self.positions())
        return sorted_unique(found)

    @property
    def scene_frequency(self) -> int:
        """How many living scenes hold it. A number is kept, where an array is not."""
        if self._scene_frequency < 0:
            self._scene_frequency = int(np.count_nonzero(self.holding() & self._postings.alive))
        return self._scene_frequency

    def holding(self) -> Mask:
        """bool[scenes]: where it stands."""
        postings = self._postings
        if self.frequency < len(postings) // 8:
            return postings.scenes(self.positions())
        return postings.cache.get((*self._key, "holding"), lambda: self.counts() > 0)


def _any_of(codes: Codes, found: U8) -> Mask:
    """bool, of the shape of `found`: where it is any of the codes."""
    first, *others = codes
    stands: Mask = found == first
    for code in others:
        stands |= found == code
    return stands
