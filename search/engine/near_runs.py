"""Where in one segment do words follow one another with a few others among them? A merge of sorted positions."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from fabula.index.array_types import I64, U32
from fabula.index.budget import check
from fabula.index.codec.layout import GAP
from fabula.search.postings.sorted_positions import Positions, next_positions

NextAfter = Callable[[I64, int], I64]
"""A word's next position after each of some positions (ascending) if it is within reach, or one beyond all."""

# The arrays of so many starts stay in the processor's cache: 770,000 take 14 ms so, and 38 all at once.
_STARTS_AT_ONCE = 1 << 16

_EMPTY: I64 = np.empty(0, np.int64)


def near_runs(first: Positions, words: Sequence[NextAfter], reach: int, scene_starts: U32) -> I64:
    """int64[...], ascending: the positions in `first` from which all next words follow within `reach`, in one scene.

    scene_starts  uint32[scenes + 1], ascending: where each scene begins, and the end of the segment.

    Only the nearest next words after each position of the first word are checked, as they end soonest.
    """
    pieces = [
        _near_runs(first[begin : begin + _STARTS_AT_ONCE].astype(np.int64), words, reach, scene_starts)
        for begin in range(0, len(first), _STARTS_AT_ONCE)
    ]
    return np.concatenate(pieces) if pieces else _EMPTY


def _near_runs(first: I64, words: Sequence[NextAfter], reach: int, scene_starts: U32) -> I64:
    last = first
    for next_after in words:
        if not len(first):
            break
        check()
        last = next_after(last, reach)
        # A run that is too long only grows. Of a long phrase of common words little is left after a few of them.
        is_near = last - first <= reach
        first, last = first[is_near], last[is_near]
    if reach > GAP:
        end = int(scene_starts[-1])
        first = first[last < next_positions(scene_starts, first, end, end)]
    return first
