"""Pins the public names."""

from __future__ import annotations

import doctest
import importlib
import subprocess
import sys

import pytest

import fabula.index
import fabula.search

INDEX = {
    "Block",
    "BlockKind",
    "ChangeKind",
    "Chapter",
    "CheckReport",
    "Damage",
    "Comparison",
    "FabulaError",
    "KeptGeneration",
    "LeftOut",
    "LibraryPattern",
    "LostText",
    "Metadata",
    "NoStory",
    "PartlyRead",
    "ProcessorTime",
    "Progress",
    "Reader",
    "RebuildOptions",
    "Receipt",
    "RepairReport",
    "RunWarning",
    "Scene",
    "SceneKind",
    "SkipKind",
    "Skipped",
    "Source",
    "SourceNote",
    "SourceState",
    "SourcesReport",
    "State",
    "UnreadableSource",
    "UpdateOptions",
    "WarningKind",
    "WatchNotice",
    "Work",
    "WorkChange",
    "WorkRecord",
    "add_works",
    "build",
    "check",
    "check_sources",
    "compare_reports",
    "library_patterns",
    "library_sources",
    "read_report",
    "kept_generations",
    "rebuild",
    "restore",
    "remove",
    "repair",
    "update",
    "watch",
}
SEARCH = {
    "ChapterSpread",
    "Dispersion",
    "DispersionOptions",
    "QuerySpread",
    "WorkOrder",
    "WorkResults",
    "WorkSpread",
    "Concordance",
    "ConcordanceOptions",
    "ConcordanceLine",
    "WordGroup",
    "Copy",
    "Cost",
    "Difference",
    "DuplicateGroup",
    "DuplicateKind",
    "DuplicateWork",
    "Duplicates",
    "Explanation",
    "FACETS",
    "FacetCount",
    "Facets",
    "FoundWork",
    "Hit",
    "Library",
    "Line",
    "Lines",
    "MatchKind",
    "Missing",
    "Op",
    "QuoteResults",
    "ReadAs",
    "Results",
    "SearchOptions",
    "Snippet",
    "Sort",
    "Span",
    "Speaker",
    "Speakers",
    "SpokenWork",
    "StoredLibrary",
    "StudiedLibrary",
    "Suggestion",
    "SuggestionKind",
    "Suggestions",
    "TextPart",
    "WordRow",
    "Words",
    "WordsKind",
    "WordsMeasure",
    "WordsOptions",
    "WorkList",
    "WorkListOptions",
    "at_most",
}


def test_public_names() -> None:
    """The names are exactly these, and each can be imported."""
    assert set(fabula.index.__all__) == INDEX
    assert set(fabula.search.__all__) == SEARCH
    for module in (fabula.index, fabula.search):
        assert all(hasattr(module, name) for name in module.__all__)


@pytest.mark.parametrize(
    "name", ["index.analysis.tokens", "index.analysis.folding", "index.analysis.stemming", "index.identity.address"]
)
def test_examples_in_docstrings(name: str) -> None:
    """Each of these modules has a doctest, and all pass."""
    results = doctest.testmod(importlib.import_module(f"fabula.{name}"))
    assert results.attempted > 0 and results.failed == 0


@pytest.mark.parametrize(
    ("module", "absent"),
    [("fabula.search", "numpy"), ("fabula.search.library", "flask nltk rich click"), ("fabula.web", "flask")],
)
def test_imports_are_light(module: str, absent: str) -> None:
    """An import of the API loads no web framework, no stemmer and no terminal library."""
    script = f"import sys, {module}; print(*[n for n in {absent.split()!r} if n in sys.modules])"
    process = subprocess.run([sys.executable, "-c", script], check=True, capture_output=True, text=True)
    assert process.stdout.strip() == ""
