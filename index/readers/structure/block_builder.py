"""Builds blocks from the text, line breaks, pictures and blank lines of a page, paragraph by paragraph."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from fabula.index.model import Block, BlockKind
from fabula.index.readers.headings.heading_text import join_heading
from .ao3_notes import is_ao3_message, labels_note
from .breaks import is_break
from .collapsing import collapse_whitespace, is_invisible
from .contents import find_linked_contents
from .open_elements import OpenElements
from .ordinary_text import is_ordinary
from .text_layout import Layout, LineStyle, is_poem, learn_layout, split_pieces
from .unwrapping import unwrap_piece

# A blank line within a text, after the end of a sentence.
_BLANK_LINE = re.compile(r"[.!?…:;\"”’»)\]*—–。！？」』][^\S\n]*\n[^\S\n]*\n\s*\S")
_BLANKS = " \t\n\r\f"
_MAX_VERSE_LINE_CHARS = 80
_MIN_STANZA_LINES = 4


class BlockBuilder:
    """Collects a paragraph until `end_paragraph` makes a block of it; `open_elements` decides its kind."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.open_elements = OpenElements()
        self.main_title = ""
        self.holds_text = False  # anything but pictures and front matter
        self._lines: list[list[str]] = [[]]
        self._keeps_lines = False  # the open paragraph has line ends of its own
        self._ends_line = False  # the next text begins a line
        self._pictures: list[str] = []
        self._linked_chars = self._unlinked_chars = 0  # of the open paragraph, inside and outside links to this page
        self._linked_blocks: set[int] = set()
        self._hgroup_start = 0
        self._blanks = 0
        self._any_blank = False

    def add_text(self, text: str) -> None:
        if self._ends_line and not text.isspace():
            self.add_line_break()
        if self._keeps_lines:
            text = text.replace("\n", " ")
        self._lines[-1].append(text)
        self._count(len(text.strip()))

    def _count(self, characters: int) -> None:
        if self.open_elements.links:
            self._linked_chars += characters
        else:
            self._unlinked_chars += characters

    def add_lines(self, text: str) -> None:
        """Add `text`, in which every line end counts."""
        if "\n" in text and not self._keeps_lines:
            self._lines = [["".join(line).replace("\n", " ")] for line in self._lines]
            self._keeps_lines = True
        first, *others = text.split("\n")
        self.add_text(first)
        for line in others:
            self.add_line_break()
            self.add_text(line)

    def add_line_break(self) -> None:
        self._ends_line = False
        self._lines.append([])

    def end_line(self) -> None:
        """Have the next text begin a line, if the open one holds any."""
        self._ends_line = self._ends_line or any(map(str.strip, self._lines[-1]))

    def tail(self) -> str:
        """The last characters of the open line: those of its last three texts."""
        return "".join(self._lines[-1][-3:])[-32:]

    def take_back(self, sign: str) -> None:
        """Remove `sign` from the end of the open line."""
        line = self._lines[-1]
        while line and not line[-1]:
            line.pop()
        if line:
            before = len(line[-1].strip())
            line[-1] = line[-1].removesuffix(sign)
            self._count(len(line[-1].strip()) - before)

    def append_to_last(self, text: str, start: int) -> bool:
        """Append `text` to the last block if it has number `start` or a higher one; False if not."""
        if len(self.blocks) <= start or not self.blocks[-1].text:
            return False
        self.blocks[-1] = replace(self.blocks[-1], text=self.blocks[-1].text + text)
        return True

    def add_picture(self, alt: str, *, is_divider: bool) -> None:
        alt = collapse_whitespace(alt)
        if len(alt) == 1 and alt.isalpha():
            # A drop capital: the picture is the first letter of the word.
            self._lines[-1].append(alt)
            self._count(1)
        elif is_divider or is_break(alt):
            self._pictures.append("")
        elif any(map(str.isalnum, alt)):
            self._pictures.append(alt)

    def is_empty(self) -> bool:
        """True if the open paragraph is empty."""
        # The count says it, as a paragraph may have a thousand blank lines, each of which asks for this.
        return not self._pictures and self._linked_chars + self._unlinked_chars == 0

    def add_blank_line(self) -> None:
        """Add a blank line that the author made visible, as an empty paragraph."""
        if self.blocks:
            self._blanks += 1
            self._any_blank = True

    def add_break(self, spelling: str = "") -> None:
        if self.open_elements.notes == 0:
            self.blocks.append(Block(BlockKind.BREAK, spelling, gap=self._gap()))

    def mark_note_label(self) -> bool:
        """Make the last block a note if it labels the next text as one ("Notes"); True if so."""
        last = self.blocks[-1] if self.blocks else None
        if last is None or last.kind is BlockKind.HEADING or not labels_note(last.text):
            return False
        self.blocks[-1] = Block(BlockKind.NOTE, last.text, gap=last.gap)
        return True

    def merge_into_stanza(self, start: int, *, sure: bool) -> bool:
        """Merge the blocks from `start` on into one verse; False if they are not its lines.

        Unless `sure`, a stanza has four lines or more, all short, and most of them end no sentence.
        """
        blocks = self.blocks[start:]
        lines = [block.text for block in blocks]
        if any(block.kind not in (BlockKind.PARAGRAPH, BlockKind.VERSE) or block.gap for block in blocks[1:]):
            return False
        if blocks[0].kind not in (BlockKind.PARAGRAPH, BlockKind.VERSE) or any("\n" in line for line in lines):
            return False
        if not sure and (len(lines) < _MIN_STANZA_LINES or not is_poem(lines)):
            return False
        self.blocks[start:] = [Block(BlockKind.VERSE, "\n".join(lines), gap=blocks[0].gap)]
        return True

    def open_hgroup(self) -> None:
        self.open_elements.hgroups += 1
        self._hgroup_start = len(self.blocks)

    def add_paragraph(self, lines: Sequence[str]) -> int:
        """End the open paragraph, and add one with these `lines`, which collapse white space; an empty one is a blank
        line. Returns the number of blocks before it."""
        self.end_paragraph()
        start = len(self.blocks)
        self.open_elements.paragraphs += 1
        for index, line in enumerate(lines):
            if index:
                self.add_line_break()
            if line:
                self.add_text(line)
        if self.is_empty():
            self.add_blank_line()
        self.end_paragraph()
        self.open_elements.paragraphs -= 1
        return start

    def add_paragraphs(self, texts: Sequence[str]) -> Sequence[int]:
        """Add paragraphs of one line each, as `add_paragraph` does one after the other. Returns the number of blocks
        before each.

        Most of a book comes here: what is the same for all of them is looked at once, which takes half of the time.
        """
        lines = [collapse_whitespace(text) for text in texts]
        places: list[int] = []
        start = 0
        for index in (*self._unusual(lines), len(lines)):
            if start < index:
                places += self._add_plain(lines[start:index])
            if index < len(lines):
                places.append(self.add_paragraph((texts[index],)))
            start = index + 1
        return places

    def _unusual(self, lines: Sequence[str]) -> Sequence[int]:
        """The indices of those of `lines` that are not just paragraphs: empty ones, breaks, messages of an archive."""
        elements = self.open_elements
        if elements.heading or elements.hgroups or elements.links or elements.preformatted:
            return range(len(lines))
        if elements.notes or elements.soft_notes:
            return [index for index, line in enumerate(lines) if is_invisible(line) or line.isspace()]
        return [
            index
            for index, line in enumerate(lines)
            if not is_ordinary(line)
            and (is_invisible(line) or line.isspace() or is_break(line) or is_ao3_message(line))
        ]

    def _add_plain(self, lines: Sequence[str]) -> range:
        self.end_paragraph()
        start = len(self.blocks)
        elements = self.open_elements
        kind = BlockKind.VERSE if elements.verse else BlockKind.PARAGRAPH
        if elements.notes or elements.soft_notes:
            kind = BlockKind.NOTE
        self._add(Block(kind, lines[0], gap=self._gap()))
        gap = self._gap()
        self.blocks += [Block(kind, line, 0, gap) for line in lines[1:]]
        return range(start, len(self.blocks))

    def end_paragraph(self) -> None:
        """End the open paragraph, and make blocks of it."""
        if self._is_blank():
            # As it is between most elements of a page.
            self._lines = [[]]
            self._ends_line = False
            self._linked_chars = self._unlinked_chars = 0
            return
        lines, self._lines = self._lines, [[]]
        pictures, self._pictures = self._pictures, []
        keeps_lines = self._keeps_lines
        self._keeps_lines = self._ends_line = False
        first = len(self.blocks)
        is_linked = self._linked_chars > self._unlinked_chars
        self._linked_chars = self._unlinked_chars = 0
        if len(lines) > 1 or lines[0]:
            open_elements = self.open_elements
            is_verse_likely = open_elements.preformatted > 0 or (keeps_lines and not open_elements.heading)
            if is_verse_likely or (not open_elements.paragraphs and _has_blank_line(lines)):
                self._end_preformatted("\n".join("".join(line) for line in lines), is_verse_likely=is_verse_likely)
            else:
                self._end_lines([collapse_whitespace("".join(line)) for line in lines])
        if is_linked:
            self._linked_blocks.update(range(first, len(self.blocks)))
        for caption in pictures:
            if caption:
                self.blocks.append(Block(BlockKind.ILLUSTRATION, caption, gap=self._gap()))
            else:
                self.add_break()

    def _is_blank(self) -> bool:
        """True if the open paragraph holds nothing but blanks, as a browser shows none."""
        if len(self._lines) > 1 or self._pictures or self._keeps_lines:
            return False
        line = self._lines[0]
        return not line or not "".join(line).strip(_BLANKS)

    def finish(self) -> tuple[Block, ...]:
        """All blocks, with tables of contents as notes."""
        self.end_paragraph()
        contents = find_linked_contents(self.blocks, self._linked_blocks)
        blocks = self.blocks
        if contents:
            blocks = [
                Block(BlockKind.NOTE, " ".join(block.text.split("\n")), gap=block.gap) if index in contents else block
                for index, block in enumerate(blocks)
            ]
        if self._any_blank:
            return tuple([replace(block, gap=0) if block.gap is None else block for block in blocks])
        return tuple([replace(block, gap=None) if block.gap is not None else block for block in blocks])

    def _gap(self) -> int | None:
        """The blank lines before the next block. None for none in a page that had none yet: most have none at all, and
        there each block would have to be made twice."""
        gap, self._blanks = self._blanks, 0
        return gap if gap or self._any_blank else None

    def _end_preformatted(self, text: str, *, is_verse_likely: bool) -> None:
        text = "\n".join([line.rstrip() for line in text.replace("\r", "").split("\n")])
        layout = Layout(LineStyle.VERBATIM, 0) if self.open_elements.verse else learn_layout(text)
        for piece in split_pieces(text, layout):
            self._blanks += max(0, piece.gap - 1)
            kind, plain = unwrap_piece(piece.text, layout)
            if kind is BlockKind.VERSE and not is_verse_likely:
                kind, plain = BlockKind.PARAGRAPH, collapse_whitespace(plain)
            self._append(kind, plain)

    def _end_lines(self, lines: list[str]) -> None:
        if self.open_elements.heading:
            text = join_heading(lines)
            if text:
                if self.open_elements.heading == 1 and not self.main_title:
                    self.main_title = " ".join(line for line in lines if line)
                self._append_heading(text)
            return
        empty_lines = 0
        group: list[str] = []
        for line in [*lines, ""]:
            if not is_invisible(line):
                if not group and empty_lines and self.blocks:
                    # Two <br> separate paragraphs; more of them are visible blank lines.
                    self._blanks += max(0, empty_lines - 1)
                    self._any_blank |= empty_lines > 1
                empty_lines = 0
                group.append(line)
            else:
                if group:
                    self._append_group(group)
                    group = []
                empty_lines += 1

    def _append_group(self, lines: list[str]) -> None:
        is_verse = len(lines) > 1 and (self.open_elements.verse > 0 or max(map(len, lines)) <= _MAX_VERSE_LINE_CHARS)
        if is_verse and not any(is_break(line) for line in lines):
            self._append(BlockKind.VERSE, "\n".join(lines))
            return
        for line in lines:
            self._append(BlockKind.VERSE if self.open_elements.verse else BlockKind.PARAGRAPH, line)

    def _append(self, kind: BlockKind, text: str) -> None:
        is_plain = is_ordinary(text)
        is_note = self.open_elements.notes or self.open_elements.soft_notes
        if is_note or (not is_plain and is_ao3_message(text)):
            self._add(Block(BlockKind.NOTE, " ".join(text.split("\n")), gap=self._gap()))
        elif not is_plain and is_break(text):
            self.add_break(text)
        elif self._continues_heading():
            heading = self.blocks.pop()
            self._add(Block(BlockKind.HEADING, join_heading([heading.text, text]), heading.level, heading.gap))
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
        """True in an <hgroup> after its first line: its lines are one heading."""
        return (
            self.open_elements.hgroups > 0
            and len(self.blocks) > self._hgroup_start
            and self.blocks[-1].kind is BlockKind.HEADING
        )


def _has_blank_line(lines: list[list[str]]) -> bool:
    """True if a text of the paragraph holds a blank line after the end of a sentence."""
    return any("\n" in text and _BLANK_LINE.search(text.strip()) is not None for line in lines for text in line)
