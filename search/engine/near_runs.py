"""Where in one segment do words follow one another with a few others among them? A merge of sorted positions."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U32
from fabula.index.budget import check
from fabula.index.codec.layout import GAP
from fabula.search.postings.sorted_positions import Positions, next_positions

NextAfter = Callable[[I64, int, int], I64]
"""A word's next position after each of some positions (ascending) if it is within reach, or one beyond all.

The last argument is how many positions are asked for in all, in pieces: what is quickest for many is not for few.
"""

# The arrays of so many starts stay in the processor's cache: 770,000 take 14 ms so, and 38 all at once.
_STARTS_AT_ONCE = 1 << 16

_EMPTY: I64 = np.empty(0, np.int64)


class _Runs(NamedTuple):
    """Runs that have only their first words yet: int64[runs] each, `first` and `last` of them, and the last `limit`
    that the last word of all may have."""

    first: I64
    last: I64
    limit: I64


def near_runs(first: Positions, words: Sequence[NextAfter], reach: int, scene_starts: U32) -> I64:
    """int64[...], ascending: the positions in `first` from which all next words follow within `reach`, in one scene.

    scene_starts  uint32[scenes + 1], ascending: where each scene begins, and the end of the segment.

    Only the nearest next words after each position of the first word are checked, as they end soonest.
    """
    pieces = [
        _begun(first[begin : begin + _STARTS_AT_ONCE].astype(np.int64), reach, scene_starts)
        for begin in range(0, len(first), _STARTS_AT_ONCE)
    ]
    for to_come, next_after in zip(range(len(words) - 1, -1, -1), words, strict=True):
        pieces = [piece for piece in pieces if len(piece.first)]
        queries = sum(len(piece.first) for piece in pieces)
        pieces = [_continued(piece, next_after, reach, to_come, queries) for piece in pieces]
    return np.concatenate([_EMPTY, *(piece.first for piece in pieces)])


def _begun(first: I64, reach: int, scene_starts: U32) -> _Runs:
    limit = first + reach
    if reach > GAP:
        end = int(scene_starts[-1])
        limit = np.minimum(limit, next_positions(scene_starts, first, end, end) - 1)
    return _Runs(first, first, limit)


def _continued(runs: _Runs, next_after: NextAfter, reach: int, to_come: int, queries: int) -> _Runs:
    """The runs that have the next word, too, with room for as many words as are still to come.

    A run that is too long only grows. Of a long phrase of common words little is left after a few of them.
    """
    check()
    last = next_after(runs.last, reach, queries)
    fits = last <= runs.limit - to_come
    return _Runs(runs.first[fits], last[fits], runs.limit[fits])
