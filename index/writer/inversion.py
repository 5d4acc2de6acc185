"""Tokens in reading order to postings in the order of terms."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

__all__ = ["invert"]

# Terms are sorted by numbers of 16 bits, for which numpy has a radix sort; in runs that fit the processor's cache.
_TERMS = 1 << 16
_RUN = 1 << 14


def invert(terms: NDArray[np.int32], positions: NDArray[np.uint32], vocabulary: int) -> tuple[NDArray[Any], ...]:
    """Group positions by term.

    terms      int32[n], 0 to `vocabulary` - 1, each occurring.
    positions  uint32[n], ascending.

    Returns uint32[n], the positions of term 0, then of term 1 …, each ascending, and int64[vocabulary + 1], where
    those of each term begin.

    Runs are sorted by term, then scattered by a pointer for each term: 0.33 s for 14 M tokens, where one stable argsort
    takes 2.5 s and one sort of 64-bit numbers 1.2 s.
    """
    counts = np.bincount(terms, minlength=vocabulary)
    starts = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    pointer = starts[:-1].copy()
    out = np.empty(len(terms), np.uint32)
    for base in range(0, len(terms), _RUN):
        run, at = terms[base : base + _RUN], positions[base : base + _RUN]
        if vocabulary <= _TERMS:
            _scatter(run.astype(np.uint16), at, pointer, out)
            continue
        for low in range(0, vocabulary, _TERMS):
            chosen = np.flatnonzero((run >= low) & (run < low + _TERMS))
            if len(chosen):
                _scatter((run[chosen] - low).astype(np.uint16), at[chosen], pointer[low : low + _TERMS], out)
    return out, starts


def _scatter(
    run: NDArray[np.uint16], positions: NDArray[np.uint32], pointer: NDArray[np.int64], out: NDArray[np.uint32]
) -> None:
    """Put each position where the pointer of its term stands, which then moves on."""
    order = run.argsort(kind="stable")
    found = run.take(order)
    first = np.flatnonzero(np.concatenate([[True], found[1:] != found[:-1]]))
    owners = found[first]
    lengths = np.diff(first, append=len(found))
    moved = np.repeat(pointer[owners] - first, lengths)
    moved += np.arange(len(run))
    out[moved] = positions.take(order)
    pointer[owners] += lengths
