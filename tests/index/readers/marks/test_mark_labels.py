"""Labels of pages and notes, and words that look like them."""

from __future__ import annotations

import pytest

from fabula.index.readers.marks.mark_labels import (
    PageLabel,
    is_bracketed,
    is_note_label,
    is_way_back,
    names_page,
    page_label,
)


@pytest.mark.parametrize(
    "text",
    ["7", " 12 ", "[12]", "p. 12", "[Pg 12]", "PAGE 7", "page vii", "Seite 12", "Side 3", "Sida 9", "strona 5",
     "12. oldal", "Página 3", "pág. 3", "стр. 44", "σελ. 8", "ص 12", "หน้า 3", "第十二頁", "12頁", "３", "١٢", "12a",
     "– 12 –", "12/300", "Page 3 of 12", ""],
)  # fmt: skip
def test_pages(text: str) -> None:
    """Numbers, with or without the word for a page, in many languages and scripts."""
    assert page_label(text) is PageLabel.SURE


@pytest.mark.parametrize(
    "text",
    ["But", "‘But", "The", "7th", "1st of May", "Page turned", "sixty", "Vi", "civil", "did", "a", "12 men", "第一章",
     "p. turned", "x" * 50, "IIIIIII", "page mild"],
)  # fmt: skip
def test_no_pages(text: str) -> None:
    """Words stay, also those of the letters of numerals."""
    assert page_label(text) is PageLabel.NONE


def test_numerals_may_be_words() -> None:
    """A bare numeral is not sure, and an id or a title may say that it is one."""
    assert {page_label(text) for text in ("I", "vi", "xiv", "[ix]", "mix")} == {PageLabel.NUMERAL}
    assert names_page("page-xiv", "[xiv]") and names_page("14", "xiv") and names_page("p014", "xiv")
    assert not names_page("pg5", "I") and not names_page("", "I") and not names_page("mixed", "mix")


@pytest.mark.parametrize(
    "text", ["1", "[12]", "(3)", "*", "**", "†", "‡ ", "1,2", "1–3", "12a", "〔3〕", "※1", "1.", "1)"]
)
def test_notes(text: str) -> None:
    """Numbers and signs, in brackets or not."""
    assert is_note_label(text)


@pytest.mark.parametrize(
    "text", ["a", "[b]", "iv", "note 3", "[Note 12]", "fn. 2", "注1", "註", "прим. 4", "Anm. 3", "nota 7"]
)
def test_surely_notes(text: str) -> None:
    """Letters and words are labels only where markup says that it is a note."""
    assert not is_note_label(text)
    assert is_note_label(text, surely_note=True)


@pytest.mark.parametrize("text", ["th", "er", "the heron", "note three", "12th", "x" * 50])
def test_no_notes(text: str) -> None:
    """Words are never labels."""
    assert not is_note_label(text, surely_note=True)


def test_brackets_and_ways_back() -> None:
    """Brackets of any kind; arrows, labels and a few words lead back."""
    assert is_bracketed("[3]") and is_bracketed(" (a) ") and is_bracketed("［3］") and not is_bracketed("3]")
    assert all(map(is_way_back, ("↩", "↑", "[back]", "Back to text", "1", "[a]", "назад", "戻る", "←")))
    assert not is_way_back("Back home") and not is_way_back("the harbour")
