"""The text of a cursor: any that was made is read as it was, and nothing else is read."""

from __future__ import annotations

from dataclasses import dataclass, field
from types import MappingProxyType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.errors import OptionError
from fabula.index.store.commit_name import CommitName
from fabula.search import SearchOptions, Sort
from fabula.search.cursors import Cursor, question_of

CURSORS = st.builds(
    Cursor,
    st.builds(CommitName, st.integers(0, 2**64 - 1), st.binary(min_size=8, max_size=8)),
    st.binary(min_size=6, max_size=6),
    st.integers(0, 2**32 - 1),
)


@given(CURSORS)
def test_a_cursor_is_read_as_it_was_written(cursor: Cursor) -> None:
    """36 letters that stand in an address as they are, and that no command takes for an option."""
    text = cursor.encode()
    assert Cursor.decode(text) == cursor
    assert len(text) == 36 and text[0] == "A" and all(letter.isalnum() or letter in "-_" for letter in text)


@given(st.text() | st.text("ABC_-019", min_size=36, max_size=36) | CURSORS.map(lambda cursor: cursor.encode()[:-1]))
def test_other_text_is_refused_or_a_cursor(text: str) -> None:
    """With OptionError and no other error; what is read is written in the same way again."""
    try:
        cursor = Cursor.decode(text)
    except OptionError as error:
        assert error.hint and len(str(error)) < 100
    else:
        assert cursor.encode() == text


@pytest.mark.parametrize(
    "text", ["", "o10", "A" * 37, "A" * 36, "B" * 1_000_000, "AQ" + "é" * 34, "AQ" + "A" * 34 + "\n"]
)
def test_made_up_cursors_are_refused(text: str) -> None:
    """Also one of another version."""
    with pytest.raises(OptionError):
        Cursor.decode(text)


@dataclass(frozen=True)
class Chosen:
    """Options with values of every kind."""

    limit: int = 1
    filters: object = field(default_factory=dict)
    names: tuple[str, ...] = ()
    kinds: frozenset[str] = frozenset()


def test_a_question_is_its_view_its_text_and_what_selects_items() -> None:
    """What differs only in the size of the page, its facets or its time is the same question."""
    options = SearchOptions(filters={"author": "Poe", "lang": "en"})
    question = question_of("search", "raven", options)
    same = SearchOptions(
        5, "x", filters=MappingProxyType({"lang": "en", "author": "Poe"}), facets=("lang",), remembered=True, timeout=1
    )
    assert question_of("search", "raven", same) == question
    others = [
        question_of("lines", "raven", options),
        question_of("search", "ravens", options),
        question_of("search", "raven\ud800", options),
        question_of("search", "raven", SearchOptions(filters={"author": "Poe"})),
        question_of("search", "raven", SearchOptions(filters={"author": "Poe", "lang": "en"}, sort=Sort.DATE)),
        question_of("search", "raven", SearchOptions(filters={"author": "Poe", "lang": "en"}, fold=False)),
        question_of("search", "raven", SearchOptions(exclude={"author": "Poe", "lang": "en"})),
    ]
    assert len({question, *others}) == len(others) + 1


def test_sets_are_in_one_order() -> None:
    """Their order in memory differs from process to process."""
    names = [f"name {number}" for number in range(50)]
    assert question_of("x", "", Chosen(kinds=frozenset(names))) == question_of(
        "x", "", Chosen(kinds=frozenset(names[::-1]))
    )
    assert question_of("x", "", Chosen(names=("a", "b"))) != question_of("x", "", Chosen(names=("b", "a")))
