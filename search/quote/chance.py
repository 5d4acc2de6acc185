"""Which words of an aligned passage are those of the quote, and which stand there by chance?

An alignment takes what it gets: a "the" five words beyond the passage, or "as" where the quote has "was". Neither is a
reason why the passage was found, so neither is marked.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import F64
from fabula.search.engine.alignment import Pair
from .similarity import FORM_SIMILARITY

# Of shorter words many are spelt alike and have nothing to do with each other.
_MIN_MISSPELT_LETTERS = 4
# Words that stand so far from all others are by themselves; then they must weigh as much as an average word.
_MIN_GAP_WORDS = 3


def meant(path: Sequence[Pair], query: Sequence[str], grid: NDArray[np.float32], weights: F64) -> list[Pair]:
    """The pairs of `path` in which the text has a word of the quote on purpose, in their order.

    query    the folded words of the quote.
    grid     float32[query, text]: similarities.
    weights  float64[query].
    """
    alike = [pair for pair in path if min(pair) >= 0 and _is_alike(pair, query, grid)]
    if not alike:
        return []
    average = float(weights.mean())
    groups: list[list[Pair]] = [[alike[0]]]
    for pair in alike[1:]:
        if abs(pair.text - groups[-1][-1].text) <= _MIN_GAP_WORDS:
            groups[-1].append(pair)
        else:
            groups.append([pair])
    heavy = [group for group in groups if sum(weights[pair.query] for pair in group) >= average]
    return [pair for group in heavy or groups for pair in group]


def _is_alike(pair: Pair, query: Sequence[str], grid: NDArray[np.float32]) -> bool:
    similarity = float(grid[pair.query, pair.text])
    if similarity >= np.float32(FORM_SIMILARITY):
        return True
    return similarity > 0 and len(query[pair.query]) >= _MIN_MISSPELT_LETTERS
