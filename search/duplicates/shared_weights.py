"""Which works share keys (scenes, or numbers of sketches), and how much of each that is, in nearly linear time."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U64, Mask
from fabula.index.budget import check

# A key that more works have (a banner, a phrase of the language) is compared with the longest of them only: thirty
# uploads of one story are still found, through that one, and 10,000 works with one banner are not 50 million pairs.
MAX_COMPARED_WORKS = 32
_HALF = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


class SharedWeights(NamedTuple):
    """Pairs of works that share keys, ascending, each once.

    larger, smaller       int64[pairs]  larger < smaller.
    of_larger, of_smaller int64[pairs]  the weights of the shared keys in each.
    """

    larger: I64
    smaller: I64
    of_larger: I64
    of_smaller: I64


def shared_weights(keys: I64 | U64, works: I64, weights: I64) -> SharedWeights:
    """The pairs of works that have keys in common.

    keys     int64 or uint64[n], any order; a work may have a key several times.
    works    int64[n], below 2**32; the lower the number, the longer the work.
    weights  int64[n], of the key in the work.
    """
    check()
    order = np.lexsort((works, keys))
    keys, works, weights = keys[order], works[order], weights[order]
    # Each key of each work once.
    starts = np.flatnonzero(changes(keys) | changes(works))
    keys, works = keys[starts], works[starts]
    weights = np.add.reduceat(weights, starts) if len(starts) else weights
    # The works of one key are a run.
    firsts = np.flatnonzero(changes(keys))
    lengths = np.diff(np.append(firsts, len(keys)))
    first_of = np.repeat(firsts, lengths)
    is_common = np.repeat(lengths > MAX_COMPARED_WORKS, lengths)

    behind = np.flatnonzero(is_common & (first_of != np.arange(len(keys))))
    parts = [_sum_by_pair(works[first_of[behind]], works[behind], weights[first_of[behind]], weights[behind])]
    for step in range(1, min(MAX_COMPARED_WORKS, len(keys))):
        check()
        left = np.flatnonzero((keys[step:] == keys[:-step]) & ~is_common[step:])
        if not len(left):
            break
        right = left + step
        # Summed step by step: works share many keys, so that there are far fewer pairs than shared keys.
        parts.append(_sum_by_pair(works[left], works[right], weights[left], weights[right]))
    columns = (np.concatenate(column) for column in zip(*parts, strict=True))
    return _sum_by_pair(*columns)


def changes(values: I64 | U64) -> Mask:
    """bool[n]: True where a value differs from the one before."""
    is_other = np.ones(len(values), bool)
    np.not_equal(values[1:], values[:-1], out=is_other[1:])
    return is_other


def pair_keys(larger: I64, smaller: I64) -> U64:
    """uint64[pairs]: a number for each pair of works, in the order of the pairs."""
    keys: U64 = larger.astype(np.uint64) << _HALF | smaller.astype(np.uint64)
    return keys


def pairs_of(keys: U64) -> tuple[I64, I64]:
    """The larger and the smaller works that `pair_keys` made numbers of."""
    return (keys >> _HALF).astype(np.int64), (keys & _LOW).astype(np.int64)


def _sum_by_pair(larger: I64, smaller: I64, of_larger: I64, of_smaller: I64) -> SharedWeights:
    """Each pair once, ascending, with the sums of its weights."""
    pairs = pair_keys(larger, smaller)
    order = np.argsort(pairs, kind="stable")
    pairs = pairs[order]
    starts = np.flatnonzero(changes(pairs))
    if not len(starts):
        return SharedWeights(larger, smaller, of_larger, of_smaller)
    sums = (np.add.reduceat(weights[order], starts) for weights in (of_larger, of_smaller))
    return SharedWeights(*pairs_of(pairs[starts]), *sums)
