"""How similar are two words: the same, forms of one word, or spelt alike?"""

from __future__ import annotations

from collections.abc import Sequence, Set

import numpy as np
from numpy.typing import NDArray

# Another form of the word: "chose" for "choose".
FORM_SIMILARITY = 0.92
# Spelt less alike than this, it is another word.
_MIN_SPELLING_SIMILARITY = 0.7
# Short spoken forms that stand for several words, and so are words of their own.
_SPOKEN_FORMS = frozenset(
    {("d", "would"), ("d", "had"), ("s", "is"), ("s", "has"), ("of", "have"), ("em", "them"), ("gonna", "going")}
)


def similarity(query: Sequence[str], text: Sequence[str], forms: Set[tuple[str, str]]) -> NDArray[np.float32]:
    """float32[query, text]: 1 for the same word, `FORM_SIMILARITY` for a form of it, less for a like spelling, else 0.

    forms  pairs of a word of the query and one of the text that are known to share a stem.
    """
    # Together 14 ms, saved where every passage is the same word for word.
    from rapidfuzz import process
    from rapidfuzz.distance import Indel

    grid: NDArray[np.float32] = process.cdist(
        query, text, scorer=Indel.normalized_similarity, score_cutoff=_MIN_SPELLING_SIMILARITY, dtype=np.float32
    )
    # Alike in spelling is less than the same: "now" and "know" share most letters.
    grid *= 0.9 * grid
    columns: dict[str, int] = {word: column for column, word in enumerate(text)}
    rows: dict[str, list[int]] = {}
    for row, word in enumerate(query):
        rows.setdefault(word, []).append(row)
    for word, rows_of_word in rows.items():
        if word in columns:
            grid[rows_of_word, columns[word]] = 1.0
    both_ways = [pair[::step] for pair in _SPOKEN_FORMS for step in (1, -1)]
    for queried, other in (*both_ways, *forms):
        if queried != other and queried in rows and other in columns:
            grid[rows[queried], columns[other]] = FORM_SIMILARITY
    return grid
