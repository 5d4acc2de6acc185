"""Examples are made from the library, and each finds something."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from fabula.index import Work
from fabula.search import Library
from fabula.web.pages.examples import Examples


def test_an_empty_library_has_none(make_library: Callable[..., Path]) -> None:
    """There is nothing to show."""
    with Library.open(make_library()) as library:
        assert Examples().of(library) == ()


def test_a_spoken_line_is_offered(make_library: Callable[..., Path], make_work: Callable[..., Work]) -> None:
    """A line of speech becomes a phrase; the title and the author become conditions."""
    work = make_work("She waited. “The tide will not wait for us,” he said, buttoning his overcoat.")
    with Library.open(make_library(work)) as library:
        queries = [example.query for example in Examples().of(library)]
        assert queries == [
            '"The tide will not wait for us"',
            "waited overcoat",
            'title:"A Tale"',
            'author:"Ann Author"',
        ]
        assert all(library.search(query).total for query in queries)


def test_works_without_examples(make_library: Callable[..., Path], make_work: Callable[..., Work]) -> None:
    """Without speech, long words or a usable name there are fewer examples, and still none that finds nothing."""
    work = make_work("a b c", title='"', authors=())
    with Library.open(make_library(work)) as library:
        examples = Examples().of(library)
        assert [example.query for example in examples] == ['"a b c"']
