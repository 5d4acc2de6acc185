"""A query to ranked, highlighted scenes, and the Python API. Imports neither Flask nor NLTK."""

from __future__ import annotations

from typing import TYPE_CHECKING

from fabula.index.budget import at_most
from fabula.index.lazy_names import lazy_names

if TYPE_CHECKING:
    from .by_work.results import FoundWork, WorkResults
    from .concordance.results import Concordance, ConcordanceLine, ConcordanceOptions, WordGroup
    from .dispersion.results import ChapterSpread, Dispersion, DispersionOptions, QuerySpread, WorkOrder, WorkSpread
    from .duplicates.results import DuplicateGroup, DuplicateKind, Duplicates, DuplicateWork, TextPart
    from .engine.cost import Cost
    from .engine.protocol import FACETS
    from .facets.results import Facets
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
    from .speakers.results import Line, Lines, Speaker, Speakers, SpokenWork
    from .stored_library import StoredLibrary
    from .studied_library import StudiedLibrary
    from .suggest.results import Suggestion, SuggestionKind, Suggestions
    from .words.results import WordRow, Words, WordsKind, WordsMeasure, WordsOptions
    from .works.results import WorkList, WorkListOptions

__all__ = [
    "FACETS", "ChapterSpread", "Concordance", "ConcordanceLine", "ConcordanceOptions", "Copy", "Cost", "Difference",
    "Dispersion", "DispersionOptions", "DuplicateGroup", "DuplicateKind", "DuplicateWork", "Duplicates",
    "Explanation", "FacetCount", "Facets", "FoundWork", "Hit", "Library", "Line", "Lines", "MatchKind", "Missing",
    "Op", "QuerySpread", "QuoteResults", "ReadAs", "Results", "SearchOptions", "Snippet", "Sort", "Span", "Speaker",
    "Speakers", "SpokenWork", "StoredLibrary", "StudiedLibrary", "Suggestion", "SuggestionKind", "Suggestions",
    "TextPart", "WordGroup", "WordRow", "Words", "WordsKind", "WordsMeasure", "WordsOptions", "WorkList",
    "WorkListOptions", "WorkOrder", "WorkResults", "WorkSpread", "at_most",
]  # fmt: skip

# Each is imported on first use: a command that writes shows its receipt in the words of `results`, and needs no engine,
# which takes as long to import as all else that an update without changes does.
_LAZY_NAMES = {
    "by_work.results": "FoundWork WorkResults",
    "concordance.results": "Concordance ConcordanceOptions ConcordanceLine WordGroup",
    "dispersion.results": "ChapterSpread Dispersion DispersionOptions QuerySpread WorkOrder WorkSpread",
    "duplicates.results": "DuplicateGroup DuplicateKind Duplicates DuplicateWork TextPart",
    "engine.cost": "Cost",
    "engine.protocol": "FACETS",
    "facets.results": "Facets",
    "library": "Library",
    "stored_library": "StoredLibrary",
    "studied_library": "StudiedLibrary",
    "match_kind": "MatchKind",
    "results": "Copy Difference Explanation FacetCount Hit Missing Op QuoteResults ReadAs Results "
    "SearchOptions Snippet Sort Span",
    "speakers.results": "Line Lines Speaker Speakers SpokenWork",
    "suggest.results": "Suggestion SuggestionKind Suggestions",
    "words.results": "WordRow Words WordsKind WordsMeasure WordsOptions",
    "works.results": "WorkList WorkListOptions",
}

__getattr__ = lazy_names(__name__, _LAZY_NAMES)
