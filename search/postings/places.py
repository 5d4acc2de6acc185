"""Places in ascending order, with numpy: which of some are among others, which lie in ranges."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fabula.index.array_types import I64, U32, Mask
from fabula.index.sorted_arrays import sorted_unique

__all__ = ["Places", "Ranges", "gather_ranges", "isin_sorted", "ranges_of", "union_sorted"]

_NOWHERE: I64 = np.empty(0, np.int64)
Places = U32 | I64
"""Positions: uint32 as they are unpacked, int64 as they are worked out."""
Ranges = tuple[tuple[int, int], ...]
"""Terms by their numbers, as half-open ranges, ascending and disjoint."""


def union_sorted(pieces: Sequence[I64]) -> I64:
    """int64[...], ascending, distinct: what is in any of the pieces, each of which is both."""
    some = [own for own in pieces if len(own)]
    if len(some) > 1:
        return sorted_unique(np.concatenate(some))
    return some[0] if some else _NOWHERE


def gather_ranges(positions: U32, begin: I64, end: I64) -> I64:
    """int64[...]: those from begin[i] to before end[i], range after range."""
    lengths = end - begin
    before = np.cumsum(lengths) - lengths
    index = np.arange(int(lengths.sum())) + np.repeat(begin - before, lengths)
    found: I64 = positions[index].astype(np.int64)
    return found


def isin_sorted(positions: U32, places: Places) -> Mask:
    """bool[len(places)]: which of the places are among `positions`; both are ascending and distinct."""
    if not len(positions):
        return np.zeros(len(places), bool)
    # Of one type, or numpy would copy all positions to the wider one.
    wanted = places.astype(np.uint32, copy=False)
    # The fewer are looked up in the more: of "but" and "buts" the latter stands in 42 places, and 10,000 may be asked
    # for. What lies behind the last is compared with the last, which it does not equal.
    if len(positions) < len(wanted):
        index = wanted.searchsorted(positions)
        found = np.zeros(len(wanted), bool)
        found[index[wanted.take(index, mode="clip") == positions]] = True
        return found
    among: Mask = positions.take(positions.searchsorted(wanted), mode="clip") == wanted
    return among


def ranges_of(terms: list[int]) -> Ranges:
    """Neighbouring terms as half-open ranges: the surfaces of a stem are decoded in one go."""
    ranges: list[tuple[int, int]] = []
    for term in terms:
        if ranges and ranges[-1][1] == term:
            ranges[-1] = (ranges[-1][0], term + 1)
        else:
            ranges.append((term, term + 1))
    return tuple(ranges)
