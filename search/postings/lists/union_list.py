"""A posting list of several terms, some of them common: each of those by itself, and the others together."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from fabula.index.array_types import I64, U32, Mask
from fabula.index.budget import checked
from fabula.search.plan import Level
from fabula.search.postings.segment_view import SegmentView
from fabula.search.postings.sorted_positions import Positions, next_positions, positions_between, union_sorted
from fabula.search.postings.term_codes import are_windows_cheap, codes_between, has_code, next_codes
from fabula.search.postings.term_ranges import TermRanges
from .coded_list import CodedList
from .posting_list import PostingList

# A wildcard has hundreds of parts: to search each of them takes longer than to merge them once.
_MAX_SEARCHED_PARTS = 16


class UnionList(PostingList):
    """Parts that share no position. Each part's positions are decoded, and coded, once for all unions that have it."""

    __slots__ = ("_by_code", "_parts")

    def __init__(
        self, view: SegmentView, ranges: TermRanges, level: Level, frequency: int, parts: Sequence[PostingList]
    ) -> None:
        super().__init__(view, ranges, level, frequency)
        self._parts = parts
        # The codes of the parts, and the parts that have none, once that is known. One assignment: threads share it.
        self._by_code: tuple[Sequence[int], Sequence[PostingList]] | None = None

    @property
    def by_code(self) -> tuple[Sequence[int], Sequence[PostingList]]:
        return self._by_code or ((), self._parts)

    def _get_codes(self) -> tuple[Sequence[int], Sequence[PostingList]]:
        """As `by_code`, after every part that can have a code has got one."""
        if self._by_code is None:
            # A part that gets no code now never will. All codes are written before any is read.
            codes = [part.get_code() if isinstance(part, CodedList) else 0 for part in self._parts]
            uncoded = [part for part, code in zip(self._parts, codes, strict=True) if not code]
            self._by_code = [code for code in codes if code], uncoded
        return self._by_code

    @property
    def is_fast(self) -> bool:
        return self._by_code is not None or all(part.is_fast for part in self._parts if part.common)

    def contains_at(self, positions: Positions) -> Mask:
        """The code at a position, which is seldom in the processor's cache, is read once for all parts."""
        self._requests += 1
        codes, lists = self._get_codes() if self._requests > 1 else ((), self._parts)
        mask = (
            has_code(self._view.term_codes.codes.take(positions, mode="clip"), codes)
            if codes
            else np.zeros(len(positions), bool)
        )
        for part in checked(lists, every=1):
            mask |= part.contains_at(positions)
        return mask

    def contains(self, position: int) -> bool:
        if self._by_code is None:
            return bool(self.contains_at(np.array([position], np.uint32))[0])
        codes, lists = self._by_code
        if codes and self._view.term_codes.view[position] in codes:
            return True
        return any(part.contains(position) for part in lists)

    def next_after(self, positions: I64, reach: int, queries: int = 0) -> I64:
        searched = None if self._is_decoded else self._searched_in(max(queries, len(positions)), reach)
        if searched is None:
            return next_positions(self.positions(), positions, reach, self._view.end)
        codes, lists = searched
        pieces = [part.next_after(positions, reach, queries) for part in checked(lists, every=1)]
        if codes:
            pieces.append(next_codes(self._view.term_codes.codes, codes, positions, reach))
        return reduce(np.minimum, pieces)

    def between(self, low: I64, high: I64) -> I64:
        searched = self._searched_in(len(low), int(high[0] - low[0]) + 1 if len(low) else 0)
        if searched is None:
            return positions_between(self.positions(), low, high)
        codes, lists = searched
        pieces = [part.between(low, high) for part in checked(lists, every=1)]
        if codes:
            pieces.append(codes_between(self._view.term_codes.codes, codes, low, high))
        return union_sorted(pieces)

    def _searched_in(self, windows: int, width: int) -> tuple[Sequence[int], Sequence[PostingList]] | None:
        """The codes and the parts in which so many windows are searched for; None where it takes less time to merge
        the parts, which are unpacked anyway."""
        if are_windows_cheap(windows, width, self.frequency):
            return self._get_codes()
        parts = len(self._parts)
        return ((), self._parts) if parts <= _MAX_SEARCHED_PARTS and windows * parts < self.frequency // 4 else None

    def positions_in(self, scene: int) -> I64:
        positions = np.concatenate([part.positions_in(scene) for part in checked(self._parts, every=16)])
        positions.sort()
        return positions

    def _count(self) -> U32:
        if self._view.cache.peek(self._key) is None:
            # To be counted, the positions of the parts need not be merged.
            return reduce(np.add, [part._count() for part in checked(self._parts, every=1)])
        return super()._count()
