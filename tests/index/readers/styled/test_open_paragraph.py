"""Runs of text become a paragraph."""

from __future__ import annotations

import pytest

from fabula.index.readers.styled.open_paragraph import OpenParagraph
from fabula.index.readers.styled.paragraph import Continuation, StyledParagraph


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


def test_a_paragraph_is_torn_off_at_the_end_of_a_page() -> None:
    """What follows has the same style, and is nothing by itself."""
    opened = OpenParagraph(StyledParagraph(level=1, notes=["a"]))
    opened.add("She left", is_bold=True)
    torn = opened.tear_off()
    assert (torn.text, torn.level, torn.notes, torn.continuation) == ("She left", 1, ["a"], Continuation.SENTENCE)
    assert opened.is_remnant and not opened.has_content
    opened.add("Noon", is_bold=False)
    rest = opened.finish()
    assert (rest.text, rest.level, rest.notes, rest.is_bold) == ("Noon", 1, [], False)
    assert rest.continuation is Continuation.NEVER and opened.has_content
