"""Lines that repeat on page after page are no text."""

from __future__ import annotations

from fabula.index.readers.pdf.lines import Line
from fabula.index.readers.pdf.running_heads import without_running_heads


def test_chapter_numbers_at_the_heads_of_pages_stay() -> None:
    """ "Chapter 7" is at the same height in every chapter, but its number does not count with the pages."""
    pages = [[Line(f"Chapter {n}", 0, 9, 600, 12), Line(f"Of {n * n} lamps.", 0, 9, 300, 12)] for n in (1, 3, 4, 7)]
    assert without_running_heads(pages) == (pages, [])


def test_running_heads_and_page_numbers_are_removed() -> None:
    """The same words at the same height, and numbers that count with the pages, in figures or in roman numerals."""
    pages = [
        [Line("THE LAMP", 0, 9, 600, 12), Line(f"{n * n} lamps.", 0, 9, 300, 12), Line(number, 0, 9, 30, 10)]
        for n, number in enumerate(["7", "8", "9", "10"])
    ]
    cleaned = without_running_heads(pages)
    assert cleaned.heads == ["THE LAMP", "7", "THE LAMP", "8", "THE LAMP", "9", "THE LAMP", "10"]
    assert [[line.text for line in page] for page in cleaned.pages] == [
        ["0 lamps."], ["1 lamps."], ["4 lamps."], ["9 lamps."],
    ]  # fmt: skip
    roman = [
        [Line(f"{n * n} lamps.", 0, 9, 300, 12), Line(text, 0, 9, 30, 10)] for n, text in enumerate(["iii", "iv", "v"])
    ]
    assert all(len(page) == 1 for page in without_running_heads(roman).pages)


def test_the_turkish_dotless_letter_is_no_numeral() -> None:
    """A dotless ı alone at the edge of a page is a word: Python takes it for a small I where case is ignored."""
    pages = [
        [Line(f"Kat ı {word}", 0, 9, 600, 12), Line(f"Lamba {word}.", 0, 9, 300, 12)] for word in ("bir", "iki", "sır")
    ]
    assert without_running_heads(pages) == (pages, [])
