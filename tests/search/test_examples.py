"""The examples in the docstrings of the search API run, over a library of one work."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula import search
from fabula.index import Work
from fabula.search import (
    Concordance,
    ConcordanceOptions,
    Hit,
    Library,
    Results,
    SearchOptions,
    Suggestions,
    Words,
    WordsOptions,
    WorkList,
    WorkListOptions,
)
from fabula.search.stored_library import StoredLibrary
from fabula.search.studied_library import StudiedLibrary

FERRY = (
    "The river was the colour of old pewter, and the ferryman would not look at her.\n\n"
    "“You would have been my choice,” said Mary."
)


@pytest.mark.parametrize(
    "documented",
    [
        Library,
        StoredLibrary,
        SearchOptions,
        Results,
        Hit,
        Concordance,
        ConcordanceOptions,
        Suggestions,
        Words,
        WordsOptions,
        WorkList,
        WorkListOptions,
    ],
    ids=lambda kind: kind.__name__,
)
def test_examples(documented: type, make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Each example gives what it says, and every public method of a library has one."""
    folder = make_library(make_work(FERRY, title="The Ferry", authors=("Ann Lee",)))
    with Library.open(folder) as library:
        names = {name: getattr(search, name) for name in search.__all__}
        examples = doctest.DocTestFinder().find(
            documented,
            documented.__name__,
            module=False,
            globs={**names, "StoredLibrary": StoredLibrary, "folder": folder, "library": library},
        )
        runner = doctest.DocTestRunner()
        for example in examples:
            runner.run(example)
    assert runner.summarize().failed == 0
    with_example = {example.name.rpartition(".")[2] for example in examples if example.examples}
    assert documented.__name__ in with_example
    if documented in (Library, StudiedLibrary, StoredLibrary):
        assert with_example >= {name for name in vars(documented) if not name.startswith("_")}
