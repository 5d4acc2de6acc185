"""The dearest queries that a search over the grammar finds in a few seconds, for a server to be asked."""

from __future__ import annotations

import random
from pathlib import Path

from fabula.index.errors import QueryError
from fabula.search import Library
from .query_grammar import Question, question, words_of

__all__ = ["dearest_queries"]

_SEED = 7
_TRIES, _PIECES = 3, 512
# The kinds of which `worst_queries` found one of half a second and more.
_KINDS = (
    "phrases as written",
    "wildcards anywhere",
    "interrupted speech",
    "what somebody says",
    "a remembered line",
    "words that are nowhere",
    "prose of common words",
    "phrases in any form",
    "no near words",
    "near words",
    "near words, all",
    "phrases",
)


def dearest_queries(address: Path) -> list[str]:
    """For each of the dear kinds the dearest of some long questions, as the library estimates them."""
    rng = random.Random(_SEED)
    with Library.open(address) as library:
        words = words_of(library, rng)
        best = (
            max(
                (question(kind, words, rng, _PIECES) for _ in range(_TRIES)),
                key=lambda asked: _estimate(library, asked),
            )
            for kind in _KINDS
        )
        return [asked.query for asked in best]


def _estimate(library: Library, asked: Question) -> float:
    """Seconds; 0 for a query that is refused."""
    try:
        return library.cost(asked.query).seconds
    except QueryError:
        return 0.0
