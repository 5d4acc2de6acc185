"""Words for chapters and numbers."""

from __future__ import annotations

import doctest

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.headings import chapter_words
from fabula.index.readers.headings.chapter_words import parse_number_words


def test_examples_in_the_documentation_hold() -> None:
    """The examples of the docstrings are true."""
    assert doctest.testmod(chapter_words).failed == 0


@given(st.integers(1, 99))
def test_numbers_of_east_asian_chapters(number: int) -> None:
    """Every number to 99, written as it is spoken, is read."""
    digits = "零一二三四五六七八九"
    tens, unit = divmod(number, 10)
    spoken = (digits[tens] if tens > 1 else "") * bool(tens) + "十" * bool(tens) + (digits[unit] if unit else "")
    assert parse_number_words(spoken) == number
