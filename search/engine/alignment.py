"""How well does a quote lie on a window of text, word by word, in order?

Global in the quote, local in the text (Gotoh, "An improved algorithm for matching biological sequences", 1982): what
surrounds a passage costs nothing, words put into it cost something for the first and little for the next, so that a
"she said" in its midst is cheap. Rows are arrays over all windows at once; a compiled aligner for tokens that also
weighs them does not exist.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import F64

__all__ = ["Pair", "aligned", "path_of"]

# In weights of an average word: what the first word put in costs, and each of them.
_OPEN = 0.2
_EACH = 0.08
# What it is worth that some word stands where the quote has another one: enough to call it changed, not left out.
_INSTEAD = 0.02


class Pair(NamedTuple):
    """A word of the quote and one of the window, by their places; -1 for none."""

    query: int
    text: int


def aligned(grid: NDArray[Any], weights: F64) -> tuple[F64, F64]:
    """The score of the best alignment of each window, and all rows for `path_of`.

    grid  float[windows, words, places], 0 to 1: how much a word of the quote is like the one at a place of the window.
    """
    windows, words, places = grid.shape
    usual = float(weights.mean()) if words else 0.0
    each = _EACH * usual
    slope = each * np.arange(places + 1)
    rows = np.zeros((2, words + 1, windows, places + 1))
    before = rows[1, 0]
    for word in range(words):
        base = rows[0, word + 1]
        base[:] = before
        gain = before[:, :-1] + weights[word] * grid[:, word] + _INSTEAD * usual
        np.maximum(base[:, 1:], gain, out=base[:, 1:])
        full = rows[1, word + 1]
        full[:] = base
        reached = np.maximum.accumulate(base + slope, axis=1)[:, :-1] - slope[1:] - _OPEN * usual
        np.maximum(full[:, 1:], reached, out=full[:, 1:])
        before = full
    # No word is put in after the last.
    return rows[0, words].max(axis=1), rows


def path_of(rows: F64, grid: NDArray[Any], weights: F64, window: int) -> list[Pair]:
    """The best alignment of one window: every word of the quote once, and every one of the text from first to last."""
    base, full = rows[0, :, window], rows[1, :, window]
    usual = float(weights.mean())
    word = len(weights)
    place = int(base[word].argmax())
    found: list[Pair] = []
    while word:
        if full[word, place] > base[word, place]:
            # Back to where the words put in begin, whichever place gives this score.
            wanted = full[word, place]
            starts = np.arange(place)
            costs = _OPEN * usual + _EACH * usual * (place - starts)
            start = int(np.abs(base[word, :place] - costs - wanted).argmin())
            found += [Pair(-1, at) for at in range(place - 1, start - 1, -1)]
            place = start
        gain = (
            full[word - 1, place - 1] + weights[word - 1] * grid[window, word - 1, place - 1] + _INSTEAD * usual
            if place
            else -np.inf
        )
        if gain >= full[word - 1, place] - 1e-12:
            found.append(Pair(word - 1, place - 1))
            place -= 1
        else:
            found.append(Pair(word - 1, -1))
        word -= 1
    return found[::-1]
