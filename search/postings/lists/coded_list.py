"""A posting list that may get a term code: then one byte per position answers."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.index.array_types import I64, Mask
from fabula.search.plan import Level
from fabula.search.postings.segment_view import SegmentView
from fabula.search.postings.sorted_positions import Positions
from fabula.search.postings.term_codes import are_windows_cheap, codes_between, next_codes
from fabula.search.postings.term_ranges import TermRanges
from .decoded_list import DecodedList
from .posting_list import PostingList

# A list gets a code after it was asked for the positions in so many scenes: a page has ten.
_MANY_REQUESTS = 30


class CodedList(DecodedList):
    """A common term, or the rest of the forms of one stem; a decoded list until it has its code.

    Only lists that share no position with any other CodedList of the segment may be one: a position has one code.
    """

    __slots__ = ("code",)

    def __init__(self, view: SegmentView, ranges: TermRanges, level: Level, frequency: int) -> None:
        super().__init__(view, ranges, level, frequency)
        self.code = 0

    def get_code(self) -> int:
        """Its code, written if it has none yet; 0 if there is no code left, or no room."""
        if not self.code and not self._view.term_codes.full:
            self.code = self._view.term_codes.term_code(self._ranges, self._decode)
        return self.code

    @property
    def is_fast(self) -> bool:
        return bool(self.code) or not self._view.term_codes.full

    @property
    def by_code(self) -> tuple[Sequence[int], Sequence[PostingList]]:
        return ((self.code,), ()) if self.code else ((), (self,))

    def contains_at(self, positions: Positions) -> Mask:
        if self.code or (self._requests and self.get_code()):
            mask: Mask = self._view.term_codes.codes.take(positions, mode="clip") == self.code
            return mask
        return super().contains_at(positions)

    def contains(self, position: int) -> bool:
        if self.code:
            return self._view.term_codes.view[position] == self.code
        return super().contains(position)

    def next_after(self, positions: I64, reach: int, queries: int = 0) -> I64:
        is_cheap = are_windows_cheap(max(queries, len(positions)), reach, self.frequency)
        if is_cheap and not self._is_decoded and self.get_code():
            return next_codes(self._view.term_codes.codes, (self.code,), positions, reach)
        return super().next_after(positions, reach, queries)

    def between(self, low: I64, high: I64) -> I64:
        width = int(high[0] - low[0]) + 1 if len(low) else 0
        if are_windows_cheap(len(low), width, self.frequency) and self.get_code():
            return codes_between(self._view.term_codes.codes, (self.code,), low, high)
        return super().between(low, high)

    def positions_in(self, scene: int) -> I64:
        if self.code or (self._requests >= _MANY_REQUESTS and self.get_code()):
            begin, end = self._view.segment.scene_starts[scene : scene + 2].tolist()
            # np.flatnonzero, which calls this by three others, takes 3 µs more: a page asks some thirty times.
            places: I64 = (self._view.term_codes.codes[begin:end] == self.code).nonzero()[0]
            return places
        return super().positions_in(scene)
