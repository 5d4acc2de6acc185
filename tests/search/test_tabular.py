"""Answers are rows for a DataFrame, and safe tables in a notebook."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.search import Library

HOSTILE = '<script>alert("x")</script> & <b>Ann</b>'


@pytest.fixture
def library(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> Iterator[Library]:
    text = f"“You would have been my choice {HOSTILE},” said Ann.\n\n“And you mine,” said Ben."
    works = make_work(text, title=HOSTILE, authors=(HOSTILE,)), make_work(text + " Yes.", title="Other")
    with Library.open(make_library(*works)) as library:
        yield library


def answers(library: Library) -> list[object]:
    return [
        library.search("choice"),
        library.quote("you would have been my choice"),
        library.speakers(),
        library.lines("ann"),
    ]


def test_rows_have_the_same_keys(library: Library) -> None:
    """All rows of an answer have the same keys, and there is one for each of its items."""
    for answer in answers(library):
        rows = answer.to_dicts()  # type: ignore[attr-defined]
        assert len(rows) == len(answer) > 0  # type: ignore[arg-type]
        assert len({tuple(row) for row in rows}) == 1


def test_tables_are_escaped(library: Library) -> None:
    """No title and no text becomes markup; only matches are marked."""
    for answer in answers(library):
        table = answer._repr_html_()  # type: ignore[attr-defined]
        assert table.startswith("<table>")
        assert set(re.findall(r"<(/?\w+)", table)) <= {
            f"{slash}{tag}" for slash in ("", "/") for tag in "table caption thead tbody tr th td mark p br".split()
        }
    assert "<mark>choice</mark>" in library.search("choice")._repr_html_()


def test_an_empty_answer_says_so(library: Library) -> None:
    """Without rows there is a sentence and no table."""
    assert library.search("pewter")._repr_html_() == "<p>0 scenes for pewter</p>"
    assert library.lines("Nemo")._repr_html_() == "<p>Nobody called Nemo is known to speak.</p>"
