"""Kernels over positions in ascending order: membership, ranges, the next one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64, U32, Mask
from fabula.index.budget import check
from fabula.index.sorted_arrays import sorted_unique

Positions = U32 | I64
"""uint32 as they are unpacked, int64 as they are computed."""

_EMPTY: I64 = np.empty(0, np.int64)
# No call of numpy for so many takes longer than 20 ms. (In a segment of 100 million positions, searching for 2 million
# among 6 took 0.12 s, and gathering 6 million 0.2 s.)
POSITIONS_AT_ONCE = 1 << 18
_MAX_U32 = (1 << 32) - 1
# So many positions are merged in the time of one binary search.
_POSITIONS_A_SEARCH = 4


def in_pieces(positions: NDArray[Any]) -> Iterator[NDArray[Any]]:
    """The positions in pieces of up to `POSITIONS_AT_ONCE`, with a check of the time before each."""
    for begin in range(0, len(positions), POSITIONS_AT_ONCE):
        check()
        yield positions[begin : begin + POSITIONS_AT_ONCE]


def union_sorted(pieces: Sequence[I64]) -> I64:
    """int64[...], ascending, distinct: the numbers in any of the pieces, each of which is ascending and distinct."""
    nonempty = [piece for piece in pieces if len(piece)]
    if len(nonempty) > 1:
        return sorted_unique(np.concatenate(nonempty))
    return nonempty[0] if nonempty else _EMPTY


def gather_ranges(positions: U32, begin: I64, end: I64) -> I64:
    """int64[...]: positions[begin[i]:end[i]] for each i, one range after the other."""
    ends = np.cumsum(end - begin)
    total = int(ends[-1]) if len(ends) else 0
    if total <= POSITIONS_AT_ONCE:
        return _gather_at_once(positions, begin, end)
    cuts = ends.searchsorted(np.arange(POSITIONS_AT_ONCE, total, POSITIONS_AT_ONCE)).tolist()
    pieces = []
    for low, high in pairwise((0, *cuts, len(ends))):
        check()
        pieces.append(_gather_at_once(positions, begin[low:high], end[low:high]))
    return np.concatenate(pieces)


def _gather_at_once(positions: U32, begin: I64, end: I64) -> I64:
    lengths = end - begin
    offsets = np.cumsum(lengths) - lengths
    index = np.arange(int(lengths.sum())) + np.repeat(begin - offsets, lengths)
    gathered: I64 = positions[index].astype(np.int64)
    return gathered


def isin_sorted(positions: U32, queries: Positions) -> Mask:
    """bool[len(queries)]: which of the queries are in `positions`; both are ascending and distinct."""
    if not len(positions):
        return np.zeros(len(queries), bool)
    # One dtype for both, or numpy would copy all positions to the wider one.
    wanted = queries.astype(np.uint32, copy=False)
    # Search for the fewer in the more: "buts" has 42 positions, and there may be 10,000 queries. A number beyond the
    # last element is compared with the last, and differs from it.
    if len(positions) < len(wanted):
        mask = np.zeros(len(wanted), bool)
        for piece in in_pieces(positions):
            index = wanted.searchsorted(piece)
            mask[index[wanted.take(index, mode="clip") == piece]] = True
        return mask
    masks: list[Mask] = [
        positions.take(positions.searchsorted(piece), mode="clip") == piece for piece in in_pieces(wanted)
    ]
    return masks[0] if len(masks) == 1 else np.concatenate([np.empty(0, bool), *masks])


def next_positions(positions: Positions, queries: I64, reach: int, beyond: int) -> I64:
    """int64[len(queries)]: the first of `positions` after each query if it is at most `reach` further, else `beyond`.

    Positions are ascending and distinct, queries ascending, and both below `beyond`.
    """
    following = np.full(len(queries), beyond, np.int64)
    if not len(queries):
        return following
    # One dtype for both, or numpy would copy all positions to the wider one.
    wanted = queries.astype(np.uint32)
    low, high = positions.searchsorted(np.array([wanted[0], min(int(queries[-1]) + reach + 1, _MAX_U32)], np.uint32))
    near = positions[low:high]
    if not len(near):
        return following
    counts_of = counts_by_merging if _is_merging_quicker(len(near), len(wanted), beyond) else counts_by_searching
    candidates = near.take(counts_of(near, wanted), mode="clip")
    # The distance less one. Below zero it wraps to the top, which is the case if nothing follows.
    distances = np.subtract(candidates, wanted, dtype=np.uint32, casting="unsafe")
    distances -= np.uint32(1)
    np.copyto(following, candidates, where=distances < min(reach, _MAX_U32 >> 1))
    return following


def _is_merging_quicker(positions: int, queries: int, beyond: int) -> bool:
    """True where one pass over both takes less time than a binary search for each query. Numbers of 31 bits can be
    merged."""
    return positions < _POSITIONS_A_SEARCH * queries and beyond <= _MAX_U32 >> 1


def counts_by_searching(positions: Positions, queries: U32) -> NDArray[np.intp]:
    """intp[len(queries)]: how many of the positions are at most each query."""
    return positions.searchsorted(queries, side="right")


def counts_by_merging(positions: Positions, queries: U32) -> NDArray[np.intp]:
    """The same by a merge of both: the stable sort of numpy is Timsort, which finds the two ascending runs.

    770,000 queries in 410,000 positions take 8 ms so if there are 65,536 at once, which the processor's cache holds,
    and 19 if all are asked at once; by binary search 20 and 26.
    """
    size = len(positions)
    keys = np.empty(size + len(queries), np.uint32)
    # The lowest bit tells queries from positions, and puts a query behind the position that is its equal.
    np.left_shift(positions, 1, out=keys[:size], casting="unsafe")
    np.left_shift(queries, 1, out=keys[size:])
    keys[size:] |= 1
    keys.sort(kind="stable")
    keys &= 1
    places = np.flatnonzero(keys.astype(bool))
    places -= np.arange(len(places))
    return places


def positions_between(positions: U32, low: I64, high: I64) -> I64:
    """int64[...], ascending, distinct: those of `positions` in any of the ranges low[i] to high[i], both included.

    Both ends ascend. They may be negative; ranges may overlap.
    """
    begin = np.searchsorted(positions, np.maximum(low, 0).astype(np.uint32))
    end = np.searchsorted(positions, np.maximum(high, 0).astype(np.uint32), side="right")
    end[high < 0] = 0
    # Overlapping ranges become one: each begins where those before it have ended.
    begin[1:] = np.maximum(begin[1:], np.maximum.accumulate(end)[:-1])
    return gather_ranges(positions, begin, np.maximum(begin, end))
