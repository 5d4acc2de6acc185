"""The text of a page's body, as it flows into blocks: lines, pictures and gaps, until something ends the paragraph."""

from __future__ import annotations

import re
from dataclasses import dataclass

from fabula.index.model import Block, BlockKind

from .ao3_notes import is_ao3_message, labels_note
from .breaks import is_break
from .contents import find_linked_contents
from .heading_text import join_heading
from .text_layout import is_poem, learn_layout, split_pieces, unwrap_piece

__all__ = ["BlockBuilder", "OpenElements", "collapse_whitespace"]

_SPACES = re.compile(r"[ \t\n\r\f]+")
_UNSEEN = " \t\n\r\f\xa0\u200b\u2060\ufeff"
_LONGEST_VERSE_LINE = 80
_LEAST_LINES = 4


def collapse_whitespace(text: str) -> str:
    """`text` with its white space as a browser shows it."""
    return _SPACES.sub(" ", text).strip(" \t\n\r\f\ufeff")


@dataclass(slots=True)
class OpenElements:
    """How many open elements make text what it is; `heading` is the level of the open heading, 0 for none."""

    notes: int = 0
    soft_notes: int = 0
    front: int = 0
    verse: int = 0
    preformatted: int = 0
    hgroups: int = 0
    links: int = 0
    heading: int = 0


class BlockBuilder:
    """Blocks in the making. `flush` ends the paragraph; what its text becomes depends on `within`."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.open_elements = OpenElements()
        self.main_title = ""
        self.holds_text = False  # anything but pictures and what stands around a book
        self._lines: list[list[str]] = [[]]
        self._pictures: list[str] = []
        self._linked = self._unlinked = 0  # letters of the open paragraph within links to this page, and others
        self._listed: set[int] = set()
        self._hgroup_start = 0
        self._blanks = 0
        self._any_blank = False

    def add_text(self, text: str) -> None:
        self._lines[-1].append(text)
        if self.open_elements.links:
            self._linked += len(text.strip())
        else:
            self._unlinked += len(text.strip())

    def add_line_break(self) -> None:
        self._lines.append([])

    def add_picture(self, alt: str, *, is_divider: bool) -> None:
        alt = collapse_whitespace(alt)
        if len(alt) == 1 and alt.isalpha():
            # A drop capital: the picture is the word's first letter.
            self._lines[-1].append(alt)
        elif is_divider or is_break(alt):
            self._pictures.append("")
        elif any(map(str.isalnum, alt)):
            self._pictures.append(alt)

    def is_empty(self) -> bool:
        """True if the open paragraph holds nothing yet."""
        return not self._pictures and not any(part.strip() for line in self._lines for part in line)

    def add_blank_line(self) -> None:
        """An empty paragraph: a blank line that the author wanted seen."""
        if self.blocks:
            self._blanks += 1
            self._any_blank = True

    def add_break(self, spelling: str = "") -> None:
        if self.open_elements.notes == 0:
            self.blocks.append(Block(BlockKind.BREAK, spelling, gap=self._gap()))

    def mark_note_label(self) -> bool:
        """True if the last block labels what follows as a note; it is part of that note then."""
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.kind is BlockKind.HEADING or not labels_note(last.text):
            return False
        self.blocks[-1] = Block(BlockKind.NOTE, last.text, gap=last.gap)
        return True

    def merge_into_stanza(self, start: int, *, sure: bool) -> bool:
        """Make one verse of the blocks from `start` on, if they are its lines; False if they are not.

        Unless it is `sure`, there are four or more, all short, and most of them end no sentence.
        """
        blocks = self.blocks[start:]
        lines = [block.text for block in blocks]
        if any(block.kind not in (BlockKind.PARAGRAPH, BlockKind.VERSE) or block.gap for block in blocks[1:]):
            return False
        if blocks[0].kind not in (BlockKind.PARAGRAPH, BlockKind.VERSE) or any("\n" in line for line in lines):
            return False
        if not sure and (len(lines) < _LEAST_LINES or not is_poem(lines)):
            return False
        self.blocks[start:] = [Block(BlockKind.VERSE, "\n".join(lines), gap=blocks[0].gap)]
        return True

    def open_hgroup(self) -> None:
        self.open_elements.hgroups += 1
        self._hgroup_start = len(self.blocks)

    def end_paragraph(self) -> None:
        """End the open paragraph."""
        lines, self._lines = self._lines, [[]]
        pictures, self._pictures = self._pictures, []
        first = len(self.blocks)
        is_listed = self._linked > self._unlinked
        self._linked = self._unlinked = 0
        if len(lines) > 1 or lines[0]:
            if self.open_elements.preformatted:
                self._preformatted("\n".join("".join(line) for line in lines))
            else:
                self._paragraphs([collapse_whitespace("".join(line)) for line in lines])
        if is_listed:
            self._listed.update(range(first, len(self.blocks)))
        for caption in pictures:
            if caption:
                self.blocks.append(Block(BlockKind.ILLUSTRATION, caption, gap=self._gap()))
            else:
                self.add_break()

    def finish(self) -> tuple[Block, ...]:
        """All blocks, tables of contents among them as notes."""
        self.end_paragraph()
        listed = find_linked_contents(self.blocks, self._listed)
        blocks = [
            Block(BlockKind.NOTE, " ".join(block.text.split("\n")), gap=block.gap) if index in listed else block
            for index, block in enumerate(self.blocks)
        ]
        if not self._any_blank:
            blocks = [Block(block.kind, block.text, block.level) for block in blocks]
        return tuple(blocks)

    def _gap(self) -> int:
        gap, self._blanks = self._blanks, 0
        return gap

    def _preformatted(self, text: str) -> None:
        text = "\n".join([line.rstrip() for line in text.split("\n")])
        layout = learn_layout(text)
        for piece in split_pieces(text, layout):
            self._blanks += max(0, piece.gap - 1)
            kind, plain = unwrap_piece(piece.text, layout)
            self._append(kind, plain)

    def _paragraphs(self, lines: list[str]) -> None:
        if self.open_elements.heading:
            text = join_heading(lines)
            if text:
                if self.open_elements.heading == 1 and not self.main_title:
                    self.main_title = " ".join(line for line in lines if line)
                self._append_heading(text)
            return
        empty = 0
        group: list[str] = []
        for line in [*lines, ""]:
            if line.strip(_UNSEEN):
                if not group and empty and self.blocks:
                    # Two <br> part paragraphs; more of them are blank lines that the author wanted seen.
                    self._blanks += max(0, empty - 1)
                    self._any_blank |= empty > 1
                empty = 0
                group.append(line)
            else:
                if group:
                    self._group(group)
                    group = []
                empty += 1

    def _group(self, lines: list[str]) -> None:
        is_verse = len(lines) > 1 and (self.open_elements.verse > 0 or max(map(len, lines)) <= _LONGEST_VERSE_LINE)
        if is_verse and not any(is_break(line) for line in lines):
            self._append(BlockKind.VERSE, "\n".join(lines))
            return
        for line in lines:
            self._append(BlockKind.VERSE if self.open_elements.verse else BlockKind.PARAGRAPH, line)

    def _append(self, kind: BlockKind, text: str) -> None:
        if self.open_elements.notes or self.open_elements.soft_notes or is_ao3_message(text):
            self._add(Block(BlockKind.NOTE, " ".join(text.split("\n")), gap=self._gap()))
        elif is_break(text):
            self.add_break(text)
        elif self._continues_heading():
            above = self.blocks.pop()
            self._add(Block(BlockKind.HEADING, join_heading([above.text, text]), above.level, above.gap))
        else:
            self._add(Block(kind, text, gap=self._gap()))

    def _append_heading(self, text: str) -> None:
        if self.open_elements.notes:
            self._add(Block(BlockKind.NOTE, text, gap=self._gap()))
        elif is_break(text):
            self.add_break(text)
        elif self._continues_heading():
            self._append(BlockKind.PARAGRAPH, text)
        else:
            self._add(Block(BlockKind.HEADING, text, self.open_elements.heading, self._gap()))

    def _add(self, block: Block) -> None:
        self.blocks.append(block)
        self.holds_text |= self.open_elements.front == 0

    def _continues_heading(self) -> bool:
        """True within an <hgroup> that has begun: its lines are one heading."""
        return (
            self.open_elements.hgroups > 0
            and len(self.blocks) > self._hgroup_start
            and self.blocks[-1].kind is BlockKind.HEADING
        )
