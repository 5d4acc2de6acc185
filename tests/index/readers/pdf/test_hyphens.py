"""The printer's hyphens go, the author's stay."""

from __future__ import annotations

import pytest

from fabula.index.readers.pdf.hyphens import Hyphens
from fabula.index.readers.pdf.lines import Line


@pytest.mark.parametrize(
    ("before", "after", "elsewhere", "expected"),
    [
        ("an exam", "ple of", "one example", ""),
        ("her half", "brother", "a half-brother", "-"),
        ("her half", "Brother", "", "-"),
        ("a quix", "otic", "", ""),
        ("his nine-year", "old son", "", "-"),
        ("his nine", "year-old son", "", "-"),
        ("the jack-in-the", "box", "", "-"),
        ("das Nord‑Süd", "Gefälle", "", "-"),
        ("un arc-en", "ciel", "", "-"),
        ("a well-estab", "lished house", "an established one", ""),
        ("a self", "estab-lished one", "one selfestab", ""),
        ("the red", "haired man", "a red‐haired woman", "-"),
        ("the mid", "dle-aged man", "the middle", ""),
    ],
)
def test_hyphens_at_line_ends(before: str, after: str, elsewhere: str, expected: str) -> None:
    """The words of the document decide; else whether it hyphenates at all."""
    hyphenated = [Line("x", 0, 1, 1, 1, is_hyphenated=True)] * 5
    assert Hyphens([*hyphenated, Line(elsewhere, 0, 1, 1, 1)]).between(before, after) == expected
    assert Hyphens([]).between("said the ex", "brute") == "-"


def test_pieces_at_line_ends_are_no_words() -> None:
    """ "estab" and "lished" stand in a document that parts the word twice, and it has neither of them."""
    parted = [Line("a well-estab", 0, 1, 2, 1, is_hyphenated=True), Line("lished house", 0, 1, 1, 1)] * 3
    assert Hyphens([*parted, Line("established", 0, 1, 1, 1)]).between("well-estab", "lished") == ""
    assert Hyphens(parted).between("the estab", "lished") == ""
