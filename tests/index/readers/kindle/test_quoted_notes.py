"""Notes of several paragraphs become one quote block."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.kindle.quoted_notes import merge_quoted_notes
from ....growth import grows_evenly


@given(st.lists(st.sampled_from(["<blockquote>", "</blockquote>", "Notes", " ", "x", "<p>", "<mbp:pagebreak/>"])))
def test_no_word_is_lost_with_the_quotes(parts: list[str]) -> None:
    """However they are nested, only quote blocks change."""
    data = "".join(parts).encode()
    changed = merge_quoted_notes(data)
    for sign in (b"x", b"Notes", b"<mbp:pagebreak/>"):
        assert changed.count(sign) == data.count(sign)


@pytest.mark.parametrize(
    "unit", ["<blockquote>", "<blockquote>x", "</blockquote>", "Notes<blockquote>", "<blockquote "]
)
def test_hostile_quotes_are_read_in_bounded_time(unit: str) -> None:
    """Quote blocks that never close, or never open, do not blow up."""
    assert grows_evenly(lambda times: merge_quoted_notes(unit.encode() * times), 50_000)
