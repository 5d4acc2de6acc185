"""Sentences end where a reader would say so, well enough to cut a snippet there."""

from __future__ import annotations

import pytest

from fabula.search.highlight import sentences
from ...growth import grows_evenly


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One. Two! Three?", ["One.", "Two!", "Three?"]),
        ("“Go!” he said. She went.", ["“Go!” he said.", "She went."]),
        ("Mr. Bennet met Dr. A. Smith. All was well.", ["Mr. Bennet met Dr. A. Smith.", "All was well."]),
        ("It was I. You knew.", ["It was I.", "You knew."]),
        ("A heading\n\nThe text… goes on.", ["A heading", "The text… goes on."]),
        ("Wait . . . what?", ["Wait . . . what?"]),
        ("日本語。「次の文。」終わり！", ["日本語。", "「次の文。」", "終わり！"]),
        ("He left... Then…! She came.", ["He left...", "Then…!", "She came."]),
        ("", []),
        (" \n ", []),
    ],
)
def test_sentences(text: str, expected: list[str]) -> None:
    """Abbreviations, initials and speech in mid-sentence end nothing."""
    assert [text[start:end] for start, end in sentences(text)] == expected


@pytest.mark.parametrize(
    ("start", "unit", "end"),
    [("", ".", "x"), ("", "!", " Yes." * 10), ("", "One. ", ""), ("", ". ", ""), ("a.", "  ", "")],
)
def test_long_rows_are_passed_once(start: str, unit: str, end: str) -> None:
    """A row of dots, and a paragraph of a hundred thousand sentences, take no minutes."""
    assert grows_evenly(lambda times: sentences(start + unit * times + end), 100_000)
