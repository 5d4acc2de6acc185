"""Tells the tables of a story from those that only lay out its pages."""

from __future__ import annotations

from collections.abc import Sequence

from .paragraph import StyledParagraph


def forget_layout_tables(paragraphs: Sequence[StyledParagraph]) -> None:
    """Take the paragraphs out of their cells, if more of the text stands in cells than outside of them.

    Such tables lay out pages, as those of letters and of pages saved from the web do. In any other table a short line
    is a word or a number ("Strength", "12"), neither a heading nor a blank line.
    """
    letters = sum(len(paragraph.text) for paragraph in paragraphs)
    in_cells = sum(len(paragraph.text) for paragraph in paragraphs if paragraph.cell)
    if 2 * in_cells > letters:
        for paragraph in paragraphs:
            paragraph.cell = 0
