"""Whatever a script gives by mistake, the error is one of our own and says what to give."""

from __future__ import annotations

import dataclasses
import inspect
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from fabula.index import FabulaError, add_works
from fabula.index.errors import LibraryClosed, OptionError
from fabula.search import ConcordanceOptions, DispersionOptions, Library, SearchOptions, WordsOptions, WorkListOptions
from .spoken_stories import assign_speakers, spoken_work

JUNK = (None, 5, -1, 1.5, True, "x", "", b"x", [], ["x"], [5], (), {}, {"x": 5}, {"author": 5}, object(), float("nan"))
OPTIONS = (SearchOptions, ConcordanceOptions, DispersionOptions, WordsOptions, WorkListOptions)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("types") / "library"
    add_works(folder, [spoken_work(1)])
    assign_speakers(folder)
    return folder


@pytest.fixture(scope="module")
def library(folder: Path) -> Iterator[Library]:
    with Library.open(folder) as opened:
        yield opened


def _methods() -> list[str]:
    names = [name for name, _ in inspect.getmembers(Library, inspect.isfunction) if not name.startswith("_")]
    return [name for name in names if name not in ("close", "refresh", "share_commits")]


def _arguments(library: Library, name: str) -> dict[str, Any]:
    """Arguments with which the method answers."""
    work = library.works()[0].id
    known = {
        "query": "you", "queries": "you", "text": "you would have been", "prefix": "you", "speaker": "Lexa",
        "kind": "frequencies", "work_id": work, "scene_id": library.scenes(work)[1].id, "fields": ("author",),
    }  # fmt: skip
    parameters = inspect.signature(getattr(Library, name)).parameters.values()
    return {each.name: known[each.name] for each in parameters if each.name in known}


def _answered(answer: Callable[[], object]) -> None:
    """The answer, all of it, or an error of our own with a hint."""
    try:
        found = answer()
        if isinstance(found, Iterator):
            list(found)
    except FabulaError as refused:
        assert refused.hint


@pytest.mark.parametrize("name", _methods())
def test_every_argument_of_every_method_is_checked(library: Library, name: str) -> None:
    """With anything in place of each argument in turn."""
    arguments = _arguments(library, name)
    for parameter in inspect.signature(getattr(Library, name)).parameters:
        if parameter in ("self", "wait"):
            continue
        for junk in JUNK:
            _answered(partial(getattr(library, name), **{**arguments, parameter: junk}))


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("search", SearchOptions), ("hits", SearchOptions), ("cost", SearchOptions), ("speakers", SearchOptions),
        ("lines", SearchOptions), ("concordance", ConcordanceOptions), ("concordance_lines", ConcordanceOptions),
        ("dispersion", DispersionOptions), ("dispersion_works", DispersionOptions), ("words", WordsOptions),
        ("work_list", WorkListOptions),
    ],
)  # fmt: skip
def test_every_option_is_checked(library: Library, name: str, kind: Any) -> None:
    """With anything in place of each option in turn."""
    arguments = _arguments(library, name)
    for field in dataclasses.fields(kind):
        for junk in JUNK:
            options = kind(**{field.name: junk})
            _answered(partial(getattr(library, name), **{**arguments, "options": options}))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (SearchOptions(facets="author"), "facets has to be several texts"),  # type: ignore[arg-type]
        (SearchOptions(facets=(5,)), "facets has to be a text"),  # type: ignore[arg-type]
        (SearchOptions(limit="10"), "limit has to be a whole number"),  # type: ignore[arg-type]
        (SearchOptions(limit=True), "limit has to be a whole number"),
        (SearchOptions(cursor=10), "cursor has to be a text"),  # type: ignore[arg-type]
        (SearchOptions(timeout="1"), "timeout has to be a number"),  # type: ignore[arg-type]
        ({"limit": 10}, "SearchOptions"),
    ],
)
def test_errors_say_what_to_give(library: Library, options: Any, message: str) -> None:
    """Which option, and of which type it has to be."""
    with pytest.raises(OptionError, match=message):
        library.search("you", options)


def test_a_list_is_no_query(library: Library) -> None:
    with pytest.raises(OptionError, match="The query has to be a text, and not of the type list"):
        library.search(["you", "would"])  # type: ignore[arg-type]


@pytest.mark.parametrize("name", [name for name in _methods() if name not in ("growth", "work_dates")])
def test_a_closed_library_says_so(folder: Path, name: str) -> None:
    """Whatever is asked of it; and closing it again does nothing."""
    with Library.open(folder) as library:
        arguments = _arguments(library, name)
        if name == "hits":
            hits = library.hits("you")
    library.close()
    with pytest.raises(LibraryClosed) as refused:
        getattr(library, name)(**arguments)
    assert refused.value.hint
    if name == "hits":
        assert next(hits).rank == 1  # what was answered before can be read
