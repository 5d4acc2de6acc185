"""A query's words are looked for as words, in scripts with spaces and without."""

from __future__ import annotations

import pytest
from hypothesis import given

from fabula.index.analysis import words
from fabula.search.planning.word_units import word_units
from ...index.analysis.scripts import MIXED


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the old map the", ["the", "old", "map"]),
        ("don’t", ["do", "not"]),
        # A short run is a word; a long one is a sentence, of which each piece is looked for.
        ("แมว", ["แ ม ว"]),
        ("แมวดำตัวหนึ่ง", ["แ ม ว ดํา", "ม ว ดํา ตั", "ว ดํา ตั ว", "ดํา ตั ว ห", "ตั ว ห นึ่", "ว ห นึ่ ง"]),
        ("图书馆", ["图 书", "书 馆"]),
        ("ラーメン", ["ラ ー", "ー メ", "メ ン"]),
        ("本 map 本", ["本", "map"]),
        # Spaces part words where they are typed, also those that are not seen.
        ("ឆ្មា ខ្មៅ", ["ឆ្មា", "ខ្មៅ"]),
        ("ឆ្មា\u200bខ្មៅ", ["ឆ្មា", "ខ្មៅ"]),
        ("မြန်မာ", ["မြ န် မာ"]),
        # Scripts with spaces, and emoji, are as they stand.
        ("책을 हिन्दी كتاب", ["책을", "हिन्दी", "كتاب"]),
        ("🔥🔥❤️", ["🔥", "❤"]),
        ("…", []),
    ],
)
def test_units(text: str, expected: list[str]) -> None:
    """Each unit is a word, or the letters of one."""
    assert word_units(text) == [tuple(unit.split()) for unit in expected]


def test_a_page_of_text_has_few_units() -> None:
    """A long query takes no longer than a sentence: its pieces are from all of it. Words with spaces are all there."""
    page = "".join(chr(0x4E00 + n) for n in range(4_000))
    units = word_units(f"{page} map")
    assert len(units) <= 65 and units[-1] == ("map",)
    assert units[-2][0] > chr(0x4E00 + 3_900)


@given(MIXED)
def test_units_hold_all_words(text: str) -> None:
    """Oracle: the terms in units are those of the text, and each unit stands in it."""
    found = words(text)
    units = word_units(text)
    assert {term for unit in units for term in unit} == set(found)
    assert all(any(tuple(found[at : at + len(unit)]) == unit for at in range(len(found))) for unit in units)
