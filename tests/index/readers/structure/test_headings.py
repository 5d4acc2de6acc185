"""Headings of plain texts, in many languages."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.readers.structure.heading_text import drop_doubled_label, join_heading, number_key
from fabula.index.readers.structure.headings import Rank, parse_heading


@pytest.mark.parametrize(
    ("line", "rank", "number"),
    [
        ("CHAPTER THE TWENTY-SEVENTH", Rank.CHAPTER, "27"), ("Chapter Thirty-Two", Rank.CHAPTER, "32"),
        ("Ch. 4", Rank.CHAPTER, "4"), ("The Second Part", Rank.PART, "2"), ("BOOK THE FIRST", Rank.PART, "1"),
        ("Chapitre premier", Rank.CHAPTER, "1"), ("Chapitre XII : La fuite", Rank.CHAPTER, "12"),
        ("CHAPITRE VINGT ET UN", Rank.CHAPTER, "21"), ("Première partie", Rank.PART, "1"),
        ("Kapitel 3", Rank.CHAPTER, "3"), ("Erstes Kapitel", Rank.CHAPTER, "1"), ("I. Kapitel", Rank.CHAPTER, "1"),
        ("Einundzwanzigstes Kapitel.", Rank.CHAPTER, "21"), ("Zweiter Teil", Rank.PART, "2"),
        ("Capítulo primero", Rank.CHAPTER, "1"), ("CAPÍTULO XIV", Rank.CHAPTER, "14"),
        ("Capítulo treinta y dos", Rank.CHAPTER, "32"), ("Capítulo Décimo", Rank.CHAPTER, "10"),
        ("Capitolo undicesimo", Rank.CHAPTER, "11"), ("Parte seconda", Rank.PART, "2"),
        ("Глава одиннадцатая", Rank.CHAPTER, "11"), ("Глава двадцать первая", Rank.CHAPTER, "21"),
        ("ГЛАВА XII", Rank.CHAPTER, "12"), ("Часть вторая", Rank.PART, "2"), ("Первая глава", Rank.CHAPTER, "1"),
        ("Hoofdstuk een", Rank.CHAPTER, "1"), ("Hoofdstuk 12: De brug", Rank.CHAPTER, "12"),
        ("Rozdział pierwszy", Rank.CHAPTER, "1"), ("12. fejezet", Rank.CHAPTER, "12"), ("3. Bölüm", Rank.CHAPTER, "3"),
        ("Första kapitlet", None, ""), ("Kapitel ett", Rank.CHAPTER, "1"), ("Розділ 5", Rank.CHAPTER, "5"),
        ("第一章", Rank.CHAPTER, "1"), ("第十二章 初遇", Rank.CHAPTER, "12"), ("第３話：出会い", Rank.CHAPTER, "3"),
        ("第二卷", Rank.PART, "2"), ("제5장", Rank.CHAPTER, "5"),
    ],
)  # fmt: skip
def test_labels_of_chapters_in_many_languages(line: str, rank: Rank | None, number: str) -> None:
    """The word for a chapter and its number, in digits, numerals or words, head a chapter wherever they stand."""
    found = parse_heading(line, 1)
    assert (found.rank if found else None) is rank
    assert number_key(line) == number


@pytest.mark.parametrize(
    "line",
    [
        "Part One of the plan was done.", "One letter came.", "Second book of the series", "Act one way or the other.",
        "Partie de cartes", "Del mar", "Band of brothers", "Часть дороги осталась позади.", "Erst das Kapitel, dann",
        "第一章我已经读完了，真是太好看了，你一定要去看看这本书才行，我等你的消息。", "Letter to a friend", "Том ушёл.",
    ],
)  # fmt: skip
def test_sentences_with_such_words_are_no_headings(line: str) -> None:
    """A sentence that begins with a word for a chapter, or a number, stays story."""
    assert parse_heading(line, 1) is None


@given(st.text(max_size=80), st.integers(0, 4))
def test_any_line_is_a_heading_or_not(line: str, gap: int) -> None:
    """No line makes the search for headings fail, and a heading is never empty."""
    found = parse_heading(line, gap)
    assert found is None or found.text
    assert drop_doubled_label(line).strip() or not line.strip()
    assert isinstance(join_heading([line, line]), str) and isinstance(number_key(line), str)
