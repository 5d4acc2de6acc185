"""Tokens in reading order to postings in the order of terms."""

from __future__ import annotations

import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["invert"]

# Which of the two 32-bit halves of a number is the lower one in memory.
_LOWER, _UPPER = (0, 1) if sys.byteorder == "little" else (1, 0)


def invert(terms: NDArray[np.int32], positions: NDArray[np.uint32], vocabulary: int) -> tuple[NDArray[Any], ...]:
    """Group positions by term.

    terms      int32[n], 0 to `vocabulary` - 1, each occurring.
    positions  uint32[n], ascending.

    Returns uint32[n], the positions of term 0, then of term 1 …, each ascending, and int64[vocabulary + 1], where
    those of each term begin.

    One sort of 64-bit numbers, term above position, for which numpy uses the processor's widest registers: 0.1 s for
    7 M tokens, where a stable argsort of runs that fit the cache, scattered by a pointer for each term, takes 0.2 s.
    """
    starts = np.concatenate([[0], np.cumsum(np.bincount(terms, minlength=vocabulary))]).astype(np.int64)
    keys = np.empty(len(terms), np.uint64)
    halves = keys.view(np.uint32)
    halves[_LOWER::2], halves[_UPPER::2] = positions, terms
    keys.sort()
    return halves[_LOWER::2].copy(), starts
