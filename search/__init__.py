"""A query to ranked, highlighted scenes, and the Python API. Imports neither Flask nor NLTK."""

from .engine import FACETS
from .library import Library
from .results import (
    Explanation,
    FacetCount,
    Hit,
    MatchKind,
    Missing,
    Results,
    SearchOptions,
    Snippet,
    Sort,
    Span,
)

__all__ = [
    "FACETS",
    "Explanation",
    "FacetCount",
    "Hit",
    "Library",
    "MatchKind",
    "Missing",
    "Results",
    "SearchOptions",
    "Snippet",
    "Sort",
    "Span",
]
