"""The layout of a document is learned from its lines."""

from __future__ import annotations

import pytest

from fabula.index.readers.pdf.lines import Line
from fabula.index.readers.pdf.page_layout import PageLayout, ParagraphMark, align_pages, learn_layout

LAYOUT = PageLayout(left=50, right=350, size=10, spacing=14, letter=5)


def page(lefts: list[float], steps: list[float], width: float = 300) -> list[Line]:
    """Lines of 60 letters; `steps` are the distances between them."""
    bases = [600 - sum(steps[:at]) for at in range(len(lefts))]
    return [Line("x" * 60, left, 50 + width, base, 10) for left, base in zip(lefts, bases, strict=True)]


@pytest.mark.parametrize(
    ("lefts", "steps", "mark"),
    [
        ([50.0] * 12, [14.0] * 11, ParagraphMark.SHORT_LINES),
        ([50.0, 50, 50, 65] * 3, [14.0] * 11, ParagraphMark.INDENT),
        ([50.0] * 12, [14.0, 14, 28] * 3 + [14, 14], ParagraphMark.SPACE),
    ],
)
def test_paragraph_marks(lefts: list[float], steps: list[float], mark: ParagraphMark) -> None:
    """Space between lines, indents of first lines, or nothing but short lines."""
    layout = learn_layout([page(lefts, steps)])
    assert (layout.left, layout.right, layout.size, layout.spacing, layout.mark) == (50, 350, 10, 14, mark)


def test_a_line_is_short_if_the_next_word_would_have_fitted() -> None:
    """With two letters to spare; never after a hyphen."""
    after = Line("word and more", 50, 350, 586, 10)
    assert LAYOUT.is_short(Line("x", 50, 310, 600, 10), after)
    assert not LAYOUT.is_short(Line("x", 50, 320, 600, 10), after)
    assert not LAYOUT.is_short(Line("x", 50, 310, 600, 10, is_hyphenated=True), after)
    assert not LAYOUT.is_short(Line("x", 50, 310, 600, 10), after, right=330)


def test_indented_and_centred_lines() -> None:
    """An indent is about a letter to 15 % of the width; a centred line has equal space on both sides."""
    assert [LAYOUT.is_indented(Line("x", left, 350, 0, 10)) for left in (50, 53, 65, 100)] == [
        False,
        False,
        True,
        False,
    ]
    spans = ((150, 250), (150, 300), (50, 350))
    assert [LAYOUT.is_centred(Line("x", left, right, 0, 10)) for left, right in spans] == [True, False, False]
    column = Line("x", 80, 120, 0, 10, column=150)
    assert LAYOUT.is_centred(column)


def test_a_line_of_a_column_is_short_by_the_end_of_its_column() -> None:
    """Not by that of the page."""
    after = Line("word and more", 50, 150, 586, 10, column=150)
    assert not LAYOUT.is_short(Line("x", 50, 140, 600, 10, column=150), after)
    assert LAYOUT.is_short(Line("x", 50, 100, 600, 10, column=150), after)


def test_the_space_around_a_heading_marks_no_paragraphs() -> None:
    """It is the heading's; the indents below it count."""
    heading = [Line("Chapter", 150, 250, 640 - 300 * n, 20) for n in range(2)]
    text = [Line("x" * 60, 65 if row == 2 else 50, 350, 600 - 14 * row, 10) for row in range(5)]
    layout = learn_layout([[heading[0], *text, heading[1]]])
    assert layout.mark is ParagraphMark.INDENT


def test_left_and_right_pages_get_one_margin() -> None:
    """A book's pages alternate between two margins; a short page stays."""
    pages = [page([left] * 12, [14.0] * 11) for left in (50.0, 80.0, 50.0, 80.0)] + [page([70.0], [])]
    assert [aligned[0].left for aligned in align_pages(pages)] == [50, 50, 50, 50, 70]
