"""Aligns a quote with windows of text, word by word, in order.

Global in the quote, local in the text (Gotoh, "An improved algorithm for matching biological sequences", 1982): the
text around a passage costs nothing; words inserted into it cost something for the first and little for the next, so
that a "she said" in its midst is cheap. Rows are arrays over all windows at once; a compiled aligner for tokens that
also weighs them does not exist.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import F64
from fabula.index.budget import check

# In weights of an average word: the cost of opening an insertion, and of each word in it.
_INSERTION_COST = 0.2
_INSERTED_WORD_COST = 0.08
# The gain if any word stands where the quote has another one: enough to call it changed, not left out.
_SUBSTITUTION_GAIN = 0.02


class Pair(NamedTuple):
    """A word of the quote and one of the window, by index; -1 for none."""

    query: int
    text: int


def align_windows(grid: NDArray[Any], weights: F64) -> tuple[F64, F64]:
    """The score of the best alignment of each window, and all rows for `path_of`.

    grid  float[windows, words, positions], 0 to 1: how similar a word of the quote is to the one at a position of the
          window.
    """
    windows, words, positions = grid.shape
    average = float(weights.mean()) if words else 0.0
    slope = _INSERTED_WORD_COST * average * np.arange(positions + 1)
    rows = np.zeros((2, words + 1, windows, positions + 1))
    before = rows[1, 0]
    for word in range(words):
        check()
        base = rows[0, word + 1]
        base[:] = before
        gain = before[:, :-1] + weights[word] * grid[:, word] + _SUBSTITUTION_GAIN * average
        np.maximum(base[:, 1:], gain, out=base[:, 1:])
        full = rows[1, word + 1]
        full[:] = base
        inserted = np.maximum.accumulate(base + slope, axis=1)[:, :-1] - slope[1:] - _INSERTION_COST * average
        np.maximum(full[:, 1:], inserted, out=full[:, 1:])
        before = full
    # No word is inserted after the last.
    return rows[0, words].max(axis=1), rows


def path_of(rows: F64, grid: NDArray[Any], weights: F64, window: int) -> list[Pair]:
    """The best alignment of one window: every word of the quote once, and every one of the text from first to last."""
    base, full = rows[0, :, window], rows[1, :, window]
    average = float(weights.mean())
    word = len(weights)
    position = int(base[word].argmax())
    path: list[Pair] = []
    while word:
        if full[word, position] > base[word, position]:
            # Back to where the insertion begins, whichever position gives this score.
            wanted = full[word, position]
            starts = np.arange(position)
            costs = _INSERTION_COST * average + _INSERTED_WORD_COST * average * (position - starts)
            start = int(np.abs(base[word, :position] - costs - wanted).argmin())
            path += [Pair(-1, at) for at in range(position - 1, start - 1, -1)]
            position = start
        gain = (
            full[word - 1, position - 1]
            + weights[word - 1] * grid[window, word - 1, position - 1]
            + _SUBSTITUTION_GAIN * average
            if position
            else -np.inf
        )
        if gain >= full[word - 1, position] - 1e-12:
            path.append(Pair(word - 1, position - 1))
            position -= 1
        else:
            path.append(Pair(word - 1, -1))
        word -= 1
    return path[::-1]
