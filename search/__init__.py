"""A query to ranked, highlighted scenes, and the Python API. Imports neither Flask nor NLTK."""

from .duplicates.results import DuplicateGroup, DuplicateKind, Duplicates, DuplicateWork, TextPart
from .engine.cost import Cost
from .engine.protocol import FACETS
from .library import Library
from .results import (
    Copy,
    Difference,
    Explanation,
    FacetCount,
    Hit,
    MatchKind,
    Missing,
    Op,
    QuoteResults,
    ReadAs,
    Results,
    SearchOptions,
    Snippet,
    Sort,
    Span,
)

__all__ = [
    "FACETS", "Copy", "Cost", "Difference", "DuplicateGroup", "DuplicateKind", "DuplicateWork", "Duplicates",
    "Explanation", "FacetCount", "Hit", "Library", "MatchKind", "Missing", "Op", "QuoteResults", "ReadAs", "Results",
    "SearchOptions", "Snippet", "Sort", "Span", "TextPart",
]  # fmt: skip
