"""Kernels over positions in ascending order: membership, ranges, the next one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fabula.index.array_types import I64, U32, Mask
from fabula.index.sorted_arrays import sorted_unique

Positions = U32 | I64
"""uint32 as they are unpacked, int64 as they are computed."""

_EMPTY: I64 = np.empty(0, np.int64)


def union_sorted(pieces: Sequence[I64]) -> I64:
    """int64[...], ascending, distinct: the numbers in any of the pieces, each of which is ascending and distinct."""
    nonempty = [piece for piece in pieces if len(piece)]
    if len(nonempty) > 1:
        return sorted_unique(np.concatenate(nonempty))
    return nonempty[0] if nonempty else _EMPTY


def gather_ranges(positions: U32, begin: I64, end: I64) -> I64:
    """int64[...]: positions[begin[i]:end[i]] for each i, one range after the other."""
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
        index = wanted.searchsorted(positions)
        mask = np.zeros(len(wanted), bool)
        mask[index[wanted.take(index, mode="clip") == positions]] = True
        return mask
    is_in: Mask = positions.take(positions.searchsorted(wanted), mode="clip") == wanted
    return is_in


def next_positions(positions: Positions, queries: I64, reach: int, beyond: int) -> I64:
    """int64[len(queries)]: the first of `positions` after each query if it is at most `reach` further, else `beyond`.

    Positions and queries are ascending and below `beyond`.
    """
    following = np.full(len(queries), beyond, np.int64)
    # One dtype for both, or numpy would copy all positions to the wider one.
    index = np.searchsorted(positions, queries.astype(np.uint32), side="right")
    exists = index < len(positions)
    following[exists] = positions[index[exists]]
    following[following - queries > reach] = beyond
    return following


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
