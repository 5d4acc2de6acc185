"""Notes and the story are searched apart; an empty answer says in which of them the words are."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.search import Library


@pytest.fixture
def with_notes(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> Iterator[Library]:
    noted = make_work("A/N: thanks for reading about the zebra!", "The lion slept.", "The lion woke up at last.")
    with Library.open(make_library(noted)) as opened:
        yield opened


@pytest.mark.parametrize("query", ["zebra", '"the zebra"', '="the zebra!"', "zeb*", "zebar~", "zebra AND reading"])
def test_what_stands_only_in_notes_is_said_to(with_notes: Library, query: str) -> None:
    """No word is called missing that a note has, and the way to see it is given; no look-alike is offered for it."""
    results = with_notes.search(query)
    assert results.total == 0
    for gap in results.explanation.missing:
        assert gap.reason == "it is only found in notes; add in:notes to see them"
        assert gap.nearest == ()
    assert results.explanation.missing


def test_what_stands_only_in_the_story_is_said_to(with_notes: Library) -> None:
    """The other way round for in:notes."""
    (gap,) = with_notes.search('in:notes "lion slept"').explanation.missing
    assert gap.reason == "it is only found in the story; leave out in:notes to see it"


@pytest.mark.parametrize("query", ["-lion", "NOT lion", "lion -lion", "NOT lang:en", "-words:>0"])
def test_an_answer_emptied_by_not_says_so(with_notes: Library, query: str) -> None:
    """Nothing is missing where what was found was ruled out."""
    (gap,) = with_notes.search(query).explanation.missing
    assert gap.reason == "every scene that could match was ruled out by NOT"


@pytest.mark.parametrize(
    ("query", "total"),
    [
        ("-in:notes lion", 2),
        ("NOT in:notes", 2),
        ("-in:story zebra", 1),
        ("NOT in:story", 1),
        ("lion -in:story", 0),
        ("in:all the", 3),
    ],
)
def test_where_to_look_may_be_negated(with_notes: Library, query: str, total: int) -> None:
    """Not in the notes is in the story, and the other way round."""
    assert with_notes.search(query).total == total
