"""Where phrases end that have other words or emoji among their words."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.search import ConcordanceOptions, Library
from fabula.search.engine.matches import phrase_ends


def test_examples_run() -> None:
    """Those in the docstrings give what they say."""
    results = doctest.testmod(phrase_ends, extraglobs={"np": __import__("numpy")})
    assert results.attempted > 0 and results.failed == 0


@pytest.mark.parametrize(
    ("query", "matches"),
    [
        ('"my choice now"', ["my 🙂 choice 🙂🙂 now", "my choice now"]),
        ('"my choice"', ["my 🙂 choice", "my choice"]),
        ('"choice now"~1', ["choice now"]),
        ('"choice now"~2', ["choice 🙂🙂 now", "choice now"]),
        ('="My choice"', []),
        ('="my choice"', ["my choice"]),
        ('="choice now!"', ["choice now!"]),
        ("🙂", ["🙂", "🙂", "🙂"]),
    ],
)
def test_emoji_among_the_words(
    make_work: Callable[..., Work], make_library: Callable[..., Path], query: str, matches: list[str]
) -> None:
    """A phrase runs over emoji and ends with its last word; as written it has the signs that were typed."""
    folder = make_library(make_work("She is my 🙂 choice 🙂🙂 now. He was my choice now! Who?"))
    with Library.open(folder) as library:
        assert [line.match for line in library.concordance(query, ConcordanceOptions(limit=9))] == matches
