"""Numbers in ascending order, and each once."""

from __future__ import annotations

from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from .budget import check

T = TypeVar("T", bound=np.generic)

# A million take 15 ms.
_SORTED_AT_ONCE = 1 << 20
# One number in so many says where the others are.
_SAMPLED_ONE_IN = 1 << 10


def in_order(numbers: NDArray[T]) -> NDArray[T]:
    """The numbers, a row of any order, ascending; with a check of the time before each million.

    Each million is sorted by itself. Then those between two bounds are brought together from all of these pieces; the
    bounds are a sample of them (Frazer and McKellar, "Samplesort", 1970).
    """
    if len(numbers) <= _SORTED_AT_ONCE:
        return np.sort(numbers)
    pieces = []
    for begin in range(0, len(numbers), _SORTED_AT_ONCE):
        check()
        pieces.append(np.sort(numbers[begin : begin + _SORTED_AT_ONCE]))
    sample = np.sort(np.concatenate([piece[::_SAMPLED_ONE_IN] for piece in pieces]))
    bounds = sample[:: _SORTED_AT_ONCE // _SAMPLED_ONE_IN][1:]
    edges = [[0, *piece.searchsorted(bounds).tolist(), len(piece)] for piece in pieces]
    ordered = np.empty_like(numbers)
    filled = 0
    for part in range(len(bounds) + 1):
        check()
        between = np.concatenate([piece[at[part] : at[part + 1]] for piece, at in zip(pieces, edges, strict=True)])
        # The stable sort merges what is in order already.
        between.sort(kind="stable")
        ordered[filled : filled + len(between)] = between
        filled += len(between)
    return ordered


def sorted_unique(numbers: NDArray[T]) -> NDArray[T]:
    """The numbers, a row of any order, ascending and each once.

    np.unique does the same, but hashes: of 9,000 neighbours it takes 0.95 ms, where sorting them takes 0.06; and it
    loads numpy.ma, 10 ms of a command.
    """
    found = in_order(numbers)
    if len(found) < 2:
        return found
    first = np.empty(len(found), bool)
    first[0] = True
    np.not_equal(found[1:], found[:-1], out=first[1:])
    return found.compress(first)
