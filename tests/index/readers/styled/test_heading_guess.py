"""Headings are guessed in a document without heading styles."""

from __future__ import annotations

import pytest

from fabula.index.readers.styled.heading_guess import guess_headings, guess_title, name_in_byline
from fabula.index.readers.styled.paragraph import StyledParagraph

PROSE = [StyledParagraph(f"She walked along the shore for the {n}th time, and nobody spoke to her.") for n in range(6)]


def bold(text: str) -> StyledParagraph:
    return StyledParagraph(text, is_bold=True)


def test_bold_lines_are_headings() -> None:
    """Two or more short bold lines head the paragraphs below; the line above "by NAME" is the title of the work."""
    paragraphs = [bold("The Lamp"), StyledParagraph("by Mara Vell"), bold("Noon"), *PROSE, bold("Night"), *PROSE]
    guess = guess_headings(paragraphs)
    assert (guess.title, guess.bylines, guess.authors) == (0, {1}, ["Mara Vell"])
    assert sorted(guess.levels) == [2, 9]
    assert len(set(guess.levels.values())) == 1


def test_labelled_headings_leave_no_others() -> None:
    """Where chapters are labelled, other bold lines are signs and letters."""
    paragraphs = [bold("Chapter 1"), *PROSE, bold("No Entry"), *PROSE, bold("Chapter 2"), *PROSE]
    assert sorted(guess_headings(paragraphs).levels) == [0, 14]


def test_if_most_paragraphs_are_bold_none_stands_out() -> None:
    """Bold letters mean nothing then."""
    paragraphs = [bold(text) for text in ("Noon", "Night", "She left.", "He stayed.", "It rained.", "Nobody came.")]
    assert guess_headings(paragraphs).levels == {}


def test_the_title_above_styled_headings() -> None:
    """A document with heading styles may have none on its title."""
    heading = StyledParagraph("Noon", level=1)
    assert guess_title([bold("The Lamp"), heading, *PROSE]).title == 0
    assert guess_title([heading, *PROSE]).title == -1


@pytest.mark.parametrize(
    ("line", "name"),
    [("by Mara Vell", "Mara Vell"), ("A story by: Odo", "Odo"), ("By 1892 it was gone", ""), ("She stood by Mara", "")],
)
def test_bylines(line: str, name: str) -> None:
    """The name in a line below a title."""
    assert name_in_byline(line) == name
