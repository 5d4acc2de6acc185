"""Collects the lines of lightly marked text into blocks: the common part of org and AsciiDoc."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from fabula.index.model import Block, BlockKind
from fabula.index.readers.headings.heading_text import join_heading
from fabula.index.readers.structure.breaks import is_break

_MAX_NESTED_MARKS = 3


def without_marks(text: str, marks: str) -> str:
    """`text` without the signs of `marks` around a word or more: *so*, and _*so*_, but not 2*3*4."""
    for _ in range(_MAX_NESTED_MARKS):
        before = text
        for mark in marks:
            if mark in text:
                text = _emphasis(mark).sub(r"\1", text)
        if text == before:
            break
    return text


@cache
def _emphasis(mark: str) -> re.Pattern[str]:
    sign = re.escape(mark)
    # The text within does not contain the mark, so that no search passes a letter twice.
    return re.compile(rf"(?<![\w\\{sign}]){sign}([^\s{sign}](?:[^{sign}]{{0,2000}}[^\s{sign}])?){sign}(?![\w{sign}])")


class Inline(NamedTuple):
    """A piece of text without its marks, and the footnotes in it."""

    text: str
    notes: tuple[str, ...] = ()


class MarkupBlocks:
    """Collects blocks: `add_line` adds to the open paragraph, all others end it. `inline` removes the marks of a text.

    These formats ignore blank lines, but many who write stories in them do not: `gap` counts them.
    """

    def __init__(self, inline: Callable[[str], Inline]) -> None:
        self.blocks: list[Block] = []
        self.is_note = False  # the next blocks are no story
        self._inline = inline
        self._lines: list[str] = []
        self._hard_ends = 0
        self._gap = 0

    @property
    def has_lines(self) -> bool:
        """True if a paragraph is open."""
        return bool(self._lines)

    def add_line(self, text: str, *, is_hard: bool = False) -> None:
        """Add a line to the paragraph; `is_hard` if the author wants its end kept."""
        self._lines.append(text)
        self._hard_ends += is_hard

    def add_blank_line(self) -> None:
        self.end_paragraph()
        self._gap += 1

    def end_paragraph(self, *, is_verse: bool = False) -> None:
        """Make a paragraph of the open lines, or verse if all of their ends are hard."""
        lines, self._lines = self._lines, []
        hard_ends, self._hard_ends = self._hard_ends, 0
        if not lines:
            return
        if is_verse or (len(lines) > 1 and hard_ends >= len(lines) - 1):
            verses = [self._inline(line.rstrip()) for line in lines]
            self._add(BlockKind.VERSE, "\n".join(verse.text for verse in verses).strip("\n"))
            notes = [note for verse in verses for note in verse.notes]
        else:
            text, paragraph_notes = self._inline(" ".join(line.strip() for line in lines))
            if len(lines) == 1 and is_break(lines[0]):
                self.add_break(lines[0].strip())
            else:
                self._add(BlockKind.PARAGRAPH, " ".join(text.split(" ")).strip())
            notes = list(paragraph_notes)
        for note in notes:
            self.add_note(note)

    def add_heading(self, text: str, level: int) -> None:
        self.end_paragraph()
        plain, notes = self._inline(text)
        self._add(BlockKind.HEADING, join_heading([plain]), level)
        for note in notes:
            self.add_note(note)

    def add_note(self, text: str) -> None:
        self.end_paragraph()
        if text.strip():
            self.blocks.append(Block(BlockKind.NOTE, " ".join(text.split()), gap=self._take_gap()))

    def add_picture(self, caption: str) -> None:
        self.end_paragraph()
        if caption.strip():
            self.blocks.append(Block(BlockKind.ILLUSTRATION, " ".join(caption.split()), gap=self._take_gap()))

    def add_break(self, spelling: str) -> None:
        self.end_paragraph()
        if not self.is_note:
            self.blocks.append(Block(BlockKind.BREAK, spelling, gap=self._take_gap()))

    def _add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        if not text.strip():
            return
        if self.is_note:
            kind, text, level = BlockKind.NOTE, " ".join(text.split()), 0
        self.blocks.append(Block(kind, text, level, self._take_gap()))

    def _take_gap(self) -> int:
        gap, self._gap = self._gap, 0
        return gap
