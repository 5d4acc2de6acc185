"""`? LINE` is a line; a question mark elsewhere is one."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.syntax import remembered


@pytest.mark.parametrize("query", ["? you would", "  ?  you would", "？ you would"])
def test_a_question_mark_before_a_space_begins_a_line(query: str) -> None:
    """A full-width one too."""
    assert remembered(query) == "you would"


@pytest.mark.parametrize("query", ["?", "? ", "?you would", "you would?", "what? you would", "", "wom?n"])
def test_other_question_marks_are_none(query: str) -> None:
    """Those of prose, of a wildcard, and one by itself."""
    assert remembered(query) is None


@given(st.text(max_size=40))
def test_any_text_is_one_or_the_other(query: str) -> None:
    """A line that is found is the end of the query."""
    line = remembered(query)
    assert line is None or (line and query.endswith(line))
