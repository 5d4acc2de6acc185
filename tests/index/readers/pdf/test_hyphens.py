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
    ],
)
def test_hyphens_at_line_ends(before: str, after: str, elsewhere: str, expected: str) -> None:
    """The words of the document decide; else whether it hyphenates at all."""
    hyphenated = [Line("x", 0, 1, 1, 1, is_hyphenated=True)] * 5
    assert Hyphens([*hyphenated, Line(elsewhere, 0, 1, 1, 1)]).between(before, after) == expected
    assert Hyphens([]).between("said the ex", "brute") == "-"
