"""Runs of text become a paragraph."""

from __future__ import annotations

import pytest

from fabula.index.readers.styled.open_paragraph import OpenParagraph


@pytest.mark.parametrize(
    ("runs", "is_bold"),
    [
        ([("The ", True), ("Lamp", True)], True),
        ([("The ", True), ("Lamp", False)], False),
        ([("The", True), (" — ", False)], True),
        ([("* * *", True)], False),
        ([], False),
    ],
)
def test_a_paragraph_is_bold_if_all_of_its_letters_are(runs: list[tuple[str, bool]], is_bold: bool) -> None:
    """Signs and spaces do not count; a paragraph without letters is not bold."""
    opened = OpenParagraph()
    for text, run_is_bold in runs:
        opened.add(text, is_bold=run_is_bold)
    paragraph = opened.finish()
    assert (paragraph.text, paragraph.is_bold) == ("".join(text for text, _ in runs), is_bold)
