"""Turns the paragraphs of a word processor's document, of any format, into a description and chapters.

Styles mark the headings; in a document without heading styles they are guessed (heading_guess.py). The document then
becomes a page like any other: the same flow makes its blocks, and the same rules find headers and chapters.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain

from fabula.index.model import Chapter
from fabula.index.readers.description import Description
from fabula.index.readers.html.page_story import story_and_header
from fabula.index.readers.metadata.document_properties import DocumentProperties
from fabula.index.readers.plain_text.plain_story import PlainText
from fabula.index.readers.structure.collapsing import collapse_whitespace
from fabula.index.readers.structure.heading_chapters import chapters_by_headings
from fabula.index.readers.structure.text_layout import LineStyle, learn_layout
from .continuation import join_torn
from .heading_guess import guess_headings, guess_title
from .paragraph import StyledParagraph
from .styled_page import styled_page
from .table_cells import forget_layout_tables

# Two in three lines of a wrapped text begin with a small letter.
_MIN_LOWER_STARTS = 0.3


def styled_story(
    paragraphs: Sequence[StyledParagraph], properties: DocumentProperties
) -> tuple[Description, tuple[Chapter, ...]]:
    """The description of the work in a document, and its chapters."""
    paragraphs = join_torn(paragraphs)
    forget_layout_tables(paragraphs)
    has_levels = any(paragraph.level and not paragraph.is_blank for paragraph in paragraphs)
    if not has_levels and (text := _wrapped_text(paragraphs)):
        plain = PlainText(text)
        return properties.complete(plain.description), plain.chapters()
    guess = guess_title(paragraphs) if has_levels else guess_headings(paragraphs)
    blocks, description = story_and_header(styled_page(paragraphs, guess))
    description = properties.complete(description.filled_from(Description("", tuple(guess.authors))))
    return description, chapters_by_headings(blocks, description)


def _wrapped_text(paragraphs: Sequence[StyledParagraph]) -> str:
    """The text of a document that has one paragraph for every line of a hard-wrapped text; "" for any other."""
    lines = [collapse_whitespace(line) for paragraph in paragraphs for line in paragraph.text.split("\n")]
    # Paragraphs of nearly equal length look wrapped, but do not begin in the middle of sentences.
    lower_starts = sum(line[:1].islower() for line in lines)
    filled = sum(line != "" for line in lines)
    if lower_starts < _MIN_LOWER_STARTS * filled or learn_layout("\n".join(lines)).line_style is not LineStyle.WRAPPED:
        return ""
    notes = chain.from_iterable(paragraph.notes for paragraph in paragraphs)
    return "\n".join(chain(lines, (f"\n[Footnote: {' '.join(note.split())}]" for note in notes)))
