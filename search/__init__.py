"""A query to ranked, highlighted scenes, and the Python API. Imports neither Flask nor NLTK."""

from .engine import FACETS
from .library import Library
from .results import (
    Copy,
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
    "Copy",
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
