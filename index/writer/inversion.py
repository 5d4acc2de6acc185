"""Inverts tokens: from reading order to postings in the order of terms."""

from __future__ import annotations

import sys
from collections.abc import Iterable

import numpy as np

from fabula.index.array_types import I32, I64, U32

# The places of the lower and the upper 32 bits of a 64-bit number in memory.
_LOWER, _UPPER = (0, 1) if sys.byteorder == "little" else (1, 0)


def invert(terms: Iterable[I32], positions: U32, vocabulary: int) -> tuple[U32, I64]:
    """Group positions by term.

    terms      int32[n] in pieces, 0 to `vocabulary` - 1. No piece is kept.
    positions  uint32[n], ascending; overwritten with the result, as each array here is as large as the whole segment
               will be.

    Returns uint32[n], the positions of term 0, then of term 1 …, each ascending, and int64[vocabulary + 1], where
    those of each term begin.

    One sort of 64-bit numbers, term above position, for which numpy uses the processor's widest registers: 0.1 s for
    7 M tokens, where a stable argsort of runs that fit the cache, scattered by a pointer for each term, takes 0.2 s.
    """
    keys = np.empty(len(positions), np.uint64)
    halves = keys.view(np.uint32)
    halves[_LOWER::2] = positions
    at = 0
    for piece in terms:
        halves[2 * at + _UPPER : 2 * (at + len(piece)) : 2] = piece
        at += len(piece)
    keys.sort()
    starts = np.searchsorted(keys, np.arange(vocabulary + 1, dtype=np.uint64) << np.uint64(32))
    np.copyto(positions, halves[_LOWER::2])
    return positions, starts
