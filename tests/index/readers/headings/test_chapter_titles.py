"""Titles that say which chapter they head."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.headings import chapter_titles
from fabula.index.readers.headings.chapter_titles import is_bare_number, says_its_number


def test_examples_in_the_documentation_hold() -> None:
    """The examples of the docstrings are true."""
    assert doctest.testmod(chapter_titles).failed == 0


def test_numbers_are_known_in_many_spellings() -> None:
    """Digits, roman numerals and words, before and after the label, in any language with a word for a chapter."""
    titles = (
        "Chapter 3", "CHAPTER III. The Ferry", "Chapter the Last", "Chapitre premier", "Erstes Kapitel", "ГЛАВА XII",
        "Глава третья", "Ch12", "chapter.001 Rain", "The Second Part", "3) Rain", "[4] Rain", "IV – Rain",
        "877화. 문", "プロローグ", "บทที่ 3", "الفصل الخامس", "Letter 4",
    )  # fmt: skip
    assert [title for title in titles if not says_its_number(title, 3)] == []
    others = ("Letters Home", "Of Part and Whole", "I Am Born", "30 Days", "1984", "Chapter and Verse", "MIX", "")
    assert [title for title in others if says_its_number(title, 3)] == []


@given(st.text(alphabet="IVXLCDM. 12 chapterone第三章", max_size=20), st.integers(1, 99))
def test_any_title_is_one_or_not(title: str, number: int) -> None:
    """No title makes the question fail."""
    assert says_its_number(title, number) in (True, False)
    assert is_bare_number(title, number) in (True, False)


@pytest.mark.parametrize("digit", ["9", "\u0661", "\u4e00", "X", "(", "- ", "million ", "twenty-", "Chapter "])
def test_titles_of_any_length_are_read(digit: str) -> None:
    """Ten thousand digits, signs or words are no number and no error."""
    for title in (digit * 10_000, f"{digit * 10_000} x", f"Chapter {digit * 10_000}"):
        for number in (1, 2**63 - 1):
            assert is_bare_number(title, number) in (True, False) and says_its_number(title, number) in (True, False)
