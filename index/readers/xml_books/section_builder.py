"""Builds the blocks of sections with headings and notes: the common part of FictionBook and TEI."""

from __future__ import annotations

from fabula.index.model import Chapter
from fabula.index.readers.description import Description
from fabula.index.readers.html.head import PageMetadata
from fabula.index.readers.html.left_out_text import LeftOutText
from fabula.index.readers.html.page import Page
from fabula.index.readers.html.page_story import story_and_header
from fabula.index.readers.structure.block_builder import BlockBuilder
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.heading_chapters import chapters_by_headings

_MAX_HEADING_LEVEL = 6


class SectionBuilder:
    """The blocks, the depth of the open section, the notes that wait for the end of their paragraph.

    `left_out`: what the readers of the formats leave out, by rule.
    """

    def __init__(self) -> None:
        self.blocks = BlockBuilder()
        self.depth = 0
        self.pending_notes: list[str] = []
        self.left_out = LeftOutText()

    def end_paragraph(self) -> None:
        """End the open paragraph. The notes that it refers to follow it."""
        self.blocks.end_paragraph()
        notes, self.pending_notes = self.pending_notes, []
        for text in notes:
            self.add_note(text)

    def add_note(self, text: str) -> None:
        self.blocks.open_elements.notes += 1
        self.blocks.add_text(text)
        self.blocks.end_paragraph()
        self.blocks.open_elements.notes -= 1

    def add_heading(self, lines: list[str]) -> None:
        """Add a heading of the open section."""
        self.end_paragraph()
        # An ornament in place of a heading is a break.
        level = 0 if len(lines) == 1 and is_break(lines[0]) else min(max(self.depth, 1), _MAX_HEADING_LEVEL)
        self.blocks.open_elements.heading = level
        for number, line in enumerate(lines):
            if number:
                self.blocks.add_line_break()
            self.blocks.add_text(line)
        self.blocks.end_paragraph()
        self.blocks.open_elements.heading = 0


def make_story(builder: SectionBuilder, description: Description) -> tuple[Description, tuple[Chapter, ...]]:
    """The `description` of the header, filled from that in the text, and the chapters."""
    builder.end_paragraph()
    page = Page(builder.blocks.finish(), {}, PageMetadata(), has_navigation=False, holds_text=True)
    blocks, in_text = story_and_header(page)
    description = description.filled_from(in_text)
    return description, chapters_by_headings(blocks, description, in_sections=True)
