"""`=VALUE` asks for a whole value, and every value can be asked for."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.syntax import Field, exact_filter, filter_field, parse

VALUES = st.text("aZé =:\"“”«»„()-*~'", min_size=1, max_size=8)


@given(VALUES)
def test_every_value_survives_a_filter(value: str) -> None:
    """Quote marks, equals signs and spaces of a value are its own."""
    assert filter_field("author", exact_filter(value)) == Field("author", value, exact=True)


@given(VALUES)
def test_every_value_survives_the_query_language(value: str) -> None:
    """A condition is written so that it is read as itself, unless the value has quote marks of every kind."""
    field = Field("author", value, exact=True)
    if set('"“”') & set(value) and "«" in value and "»" in value:
        return
    assert parse(f"lamp {field}").fields == (field,)


@pytest.mark.parametrize(
    ("query", "value"),
    [
        ('author:="Mark Twain"', "Mark Twain"),
        ("author:=“Mark Twain”", "Mark Twain"),
        ("author:=Twain", "Twain"),
        ("rating:=“ Mature”", " Mature"),
        ("lang:=en", "en"),
        ('tag:=«a "quoted" tag»', 'a "quoted" tag'),
        ("title:=三国演义", "三国演义"),
        ("series:=!!!", "!!!"),
    ],
)
def test_typed_values(query: str, value: str) -> None:
    """With or without quote marks, in any script, and without a letter."""
    name = query.partition(":")[0]
    assert parse(f"lamp {query}").fields == (Field(name, value, exact=True),)


@pytest.mark.parametrize("query", ["words:=5", "date:=2015", "in:=notes", "speaker:=Mary", "author:=", 'author:=""'])
def test_what_has_no_exact_value(query: str) -> None:
    """Ranges, scopes and names of speakers have none; such a chunk is prose, as every chunk that is no condition."""
    assert parse(f"lamp {query}").fields == ()


def test_a_filter_without_equals_sign_asks_for_words() -> None:
    assert filter_field("author", "Mark Twain") == Field("author", "Mark Twain")
    assert filter_field("words", "=5") == Field("words", "=5")
