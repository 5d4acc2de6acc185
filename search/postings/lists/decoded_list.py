"""A posting list that searches its decoded positions, or the few blocks on disk that can hold what is asked for."""

from __future__ import annotations

from bisect import bisect_left

import numpy as np

from fabula.index.array_types import I64, Mask
from fabula.index.codec.packing import BLOCK
from fabula.search.postings.sorted_positions import Positions, isin_sorted, next_positions, positions_between
from fabula.search.postings.term_ranges import terms_in
from .posting_list import PostingList

# Longer lists are unpacked in part again and again, not cached whole: a few of them would push all others out.
_MAX_CACHED_POSITIONS = 500_000
# Unpacking so many positions takes as long as finding those of one term in one scene: 60 µs. A wildcard has a thousand
# terms, and a page ten scenes.
_QUICK_POSITIONS = 3_000
# Few terms are worth unpacking, though, as they are likely to be asked for again.
_MAX_QUICK_POSITIONS = 30_000

_EMPTY: I64 = np.empty(0, np.int64)


class DecodedList(PostingList):
    """Positions as one sorted array, made on demand and kept in the cache."""

    __slots__ = ()

    def contains_at(self, positions: Positions) -> Mask:
        if not self.frequency:
            return np.zeros(len(positions), bool)
        self._requests += 1
        decoded = self._view.cache.peek(self._key)
        if decoded is None:
            # Do not cache on the first request: a command-line search asks only once.
            uncached = self._requests == 1 or self.frequency > _MAX_CACHED_POSITIONS
            if uncached and len(positions) * BLOCK < self.frequency // 2:
                return self._contains_in_blocks(positions)
            decoded = self.positions()
        return isin_sorted(decoded, positions)

    def _contains_in_blocks(self, positions: Positions) -> Mask:
        """As `contains_at`, from the blocks around the positions alone."""
        segment = self._view.segment
        mask = np.zeros(len(positions), bool)
        for term in terms_in(self._ranges):
            mask |= isin_sorted(segment.positions_around(term, positions), positions)
        return mask

    def contains(self, position: int) -> bool:
        decoded = self._view.cache.peek(self._key)
        if decoded is None:
            return bool(self.contains_at(np.array([position], np.uint32))[0])
        ascending = decoded.data
        index = bisect_left(ascending, position)
        return index < len(ascending) and ascending[index] == position

    def next_after(self, positions: I64, reach: int, queries: int = 0) -> I64:
        return next_positions(self.positions(), positions, reach, self._view.end)

    def between(self, low: I64, high: I64) -> I64:
        return positions_between(self.positions(), low, high)

    def positions_in(self, scene: int) -> I64:
        segment = self._view.segment
        begin, end = segment.scene_starts[scene : scene + 2].tolist()
        positions = self._view.cache.peek(self._key)
        if positions is None:
            self._requests += 1
            terms = terms_in(self._ranges)
            if self.frequency <= max(_MAX_QUICK_POSITIONS, len(terms) * _QUICK_POSITIONS):
                positions = self.positions()
            else:
                positions = np.sort(np.concatenate([segment.positions_in(term, scene) for term in terms]))
        ascending = positions.data
        low = bisect_left(ascending, begin)
        if low == len(ascending) or ascending[low] >= end:
            return _EMPTY
        inside: I64 = positions[low : bisect_left(ascending, end, low)].astype(np.int64) - begin
        return inside
