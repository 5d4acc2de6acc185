"""XML of books to a flow of blocks: what FictionBook and TEI have in common, sections with headings and notes."""

from __future__ import annotations

from fabula.index.model import Chapter
from fabula.index.readers.description import Description
from fabula.index.readers.html.head import PageMetadata
from fabula.index.readers.html.markup import Page
from fabula.index.readers.html.page_story import story_and_header
from fabula.index.readers.structure.block_builder import BlockBuilder
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.heading_chapters import chapters_by_headings

__all__ = ["Sectioned", "finished"]

_DEEPEST_HEADING = 6


class Sectioned:
    """A flow, how deep the sections are, and the notes that wait for their paragraph's end."""

    def __init__(self) -> None:
        self.flow = BlockBuilder()
        self.depth = 0
        self.pending: list[str] = []

    def flush(self) -> None:
        """End the open paragraph, and let the notes that it calls follow it."""
        self.flow.end_paragraph()
        pending, self.pending = self.pending, []
        for text in pending:
            self.note(text)

    def note(self, text: str) -> None:
        """A note of its own."""
        self.flow.open_elements.notes += 1
        self.flow.add_text(text)
        self.flow.end_paragraph()
        self.flow.open_elements.notes -= 1

    def heading(self, lines: list[str]) -> None:
        """A heading of the section that is open."""
        self.flush()
        # An ornament in a heading's place is no heading.
        level = 0 if len(lines) == 1 and is_break(lines[0]) else min(max(self.depth, 1), _DEEPEST_HEADING)
        self.flow.open_elements.heading = level
        for number, line in enumerate(lines):
            if number:
                self.flow.add_line_break()
            self.flow.add_text(line)
        self.flow.end_paragraph()
        self.flow.open_elements.heading = 0


def finished(sectioned: Sectioned, described: Description) -> tuple[Description, tuple[Chapter, ...]]:
    """What the text and its header say, the header first, and the chapters."""
    sectioned.flush()
    page = Page(sectioned.flow.finish(), {}, PageMetadata(), has_navigation=False, holds_text=True)
    blocks, said = story_and_header(page)
    described = described.filled_from(said)
    return described, chapters_by_headings(blocks, described)
