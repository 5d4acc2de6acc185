"""A query to ranked, highlighted scenes, and the Python API. Imports neither Flask nor NLTK."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .duplicates.results import DuplicateGroup, DuplicateKind, Duplicates, DuplicateWork, TextPart
    from .engine.cost import Cost
    from .engine.protocol import FACETS
    from .library import Library
    from .match_kind import MatchKind
    from .results import (
        Copy,
        Difference,
        Explanation,
        FacetCount,
        Hit,
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

# Each is imported on first use: a command that writes shows its receipt in the words of `results`, and needs no engine,
# which takes as long to import as all else that an update without changes does.
_MODULES = {
    "duplicates.results": "DuplicateGroup DuplicateKind Duplicates DuplicateWork TextPart",
    "engine.cost": "Cost",
    "engine.protocol": "FACETS",
    "library": "Library",
    "match_kind": "MatchKind",
    "results": "Copy Difference Explanation FacetCount Hit Missing Op QuoteResults ReadAs Results "
    "SearchOptions Snippet Sort Span",
}


def __getattr__(name: str) -> Any:
    for module, names in _MODULES.items():
        if name in names.split():
            return getattr(import_module(f"{__name__}.{module}"), name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
