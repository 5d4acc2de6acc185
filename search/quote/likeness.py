"""How much is one word like another: the same, another form of it, or spelt like it?"""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np
from numpy.typing import NDArray

__all__ = ["FORM", "likeness"]

# Another form of the word: "chose" for "choose".
FORM = 0.92
# What is spelt less alike than this is another word.
_LEAST = 0.7
# Short ways to say what has several readings, and so are words of their own.
_SPOKEN = frozenset(
    {("d", "would"), ("d", "had"), ("s", "is"), ("s", "has"), ("of", "have"), ("em", "them"), ("gonna", "going")}
)


def likeness(query: Sequence[str], text: Sequence[str], forms: Set[tuple[str, str]]) -> NDArray[np.float32]:
    """float32[query, text]: 1 for the same word, `FORM` for a form of it, less for a like spelling, else 0.

    forms  pairs of a word of the query and one of the text that are known to share a stem.
    """
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    grid: NDArray[np.float32] = process.cdist(
        query, text, scorer=Indel.normalized_similarity, score_cutoff=_LEAST, dtype=np.float32
    )
    columns: dict[str, int] = {word: place for place, word in enumerate(text)}
    # Alike in spelling is less than the same: "now" and "know" share most letters.
    grid *= 0.9 * grid
    rows: dict[str, list[int]] = {}
    for place, word in enumerate(query):
        rows.setdefault(word, []).append(place)
    for word, places in rows.items():
        if word in columns:
            grid[places, columns[word]] = 1.0
    for pair in _SPOKEN:
        for one, other in (pair, pair[::-1]):
            if one in rows and other in columns:
                grid[rows[one], columns[other]] = FORM
    for one, other in forms:
        if one != other and one in rows and other in columns:
            grid[rows[one], columns[other]] = FORM
    return grid
