"""Lines of a lightly marked text to blocks: what org and AsciiDoc have in common."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import NamedTuple

from fabula.index.model import Block, BlockKind
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.headings import join_heading

__all__ = ["Inline", "MarkupBlocks", "unmarked"]


_INNERMOST = 3


def unmarked(text: str, marks: str) -> str:
    """`text` without the signs of `marks` that stand around a word or more: *so*, and _*so*_, but not 2*3*4."""
    for _ in range(_INNERMOST):
        before = text
        for mark in marks:
            if mark in text:
                text = _emphasis(mark).sub(r"\1", text)
        if text == before:
            break
    return text


@cache
def _emphasis(mark: str) -> re.Pattern[str]:
    own = re.escape(mark)
    # Nothing within crosses the mark, so that no search goes over a letter twice.
    return re.compile(rf"(?<![\w\\{own}]){own}([^\s{own}](?:[^{own}]{{0,2000}}[^\s{own}])?){own}(?![\w{own}])")


class Inline(NamedTuple):
    """A piece of text without its marks, and the footnotes that stood in it."""

    text: str
    notes: tuple[str, ...] = ()


class MarkupBlocks:
    """Blocks in the making: lines come in, and `end` makes a paragraph of those that wait. `plain` takes out marks.

    Blank lines mean nothing to these formats, and to many who write stories in them a great deal: gaps are counted.
    """

    def __init__(self, plain: Callable[[str], Inline]) -> None:
        self.blocks: list[Block] = []
        self.is_note = False  # what comes is no story, whatever it is
        self._plain = plain
        self._lines: list[str] = []
        self._hard = 0
        self._gap = 0

    @property
    def is_open(self) -> bool:
        """True if lines wait for the end of their paragraph."""
        return bool(self._lines)

    def line(self, text: str, *, is_hard: bool = False) -> None:
        """One more line of the paragraph; `is_hard` if the author wants its end kept."""
        self._lines.append(text)
        self._hard += is_hard

    def blank(self) -> None:
        self.end()
        self._gap += 1

    def end(self, *, is_verse: bool = False) -> None:
        """The lines that wait are a paragraph, or verse if all of their ends are kept."""
        lines, self._lines = self._lines, []
        hard, self._hard = self._hard, 0
        if not lines:
            return
        if is_verse or (len(lines) > 1 and hard >= len(lines) - 1):
            made = [self._plain(line.rstrip()) for line in lines]
            self._add(BlockKind.VERSE, "\n".join(each.text for each in made).strip("\n"))
            notes = [note for each in made for note in each.notes]
        else:
            text, found = self._plain(" ".join(line.strip() for line in lines))
            if len(lines) == 1 and is_break(lines[0]):
                self.divide(lines[0].strip())
            else:
                self._add(BlockKind.PARAGRAPH, " ".join(text.split(" ")).strip())
            notes = list(found)
        for note in notes:
            self.note(note)

    def heading(self, text: str, level: int) -> None:
        self.end()
        plain, notes = self._plain(text)
        self._add(BlockKind.HEADING, join_heading([plain]), level)
        for note in notes:
            self.note(note)

    def note(self, text: str) -> None:
        self.end()
        if text.strip():
            self.blocks.append(Block(BlockKind.NOTE, " ".join(text.split()), gap=self._taken()))

    def picture(self, caption: str) -> None:
        self.end()
        if caption.strip():
            self.blocks.append(Block(BlockKind.ILLUSTRATION, " ".join(caption.split()), gap=self._taken()))

    def divide(self, spelling: str) -> None:
        self.end()
        if not self.is_note:
            self.blocks.append(Block(BlockKind.BREAK, spelling, gap=self._taken()))

    def _add(self, kind: BlockKind, text: str, level: int = 0) -> None:
        if not text.strip():
            return
        if self.is_note:
            kind, text, level = BlockKind.NOTE, " ".join(text.split()), 0
        self.blocks.append(Block(kind, text, level, self._taken()))

    def _taken(self) -> int:
        gap, self._gap = self._gap, 0
        return gap
