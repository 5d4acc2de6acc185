"""Turns a plain text into a description and chapters: paragraphs, verse, breaks, headings, known by its lines alone."""

from __future__ import annotations

import re

from fabula.index.model import Block, BlockKind, Chapter, LeftOut
from fabula.index.readers.description import Description
from fabula.index.readers.headings.heading_ranks import Rank
from fabula.index.readers.headings.heading_text import join_heading, title_key
from fabula.index.readers.metadata import gutenberg
from fabula.index.readers.metadata.gutenberg_header import describe_header
from fabula.index.readers.metadata.gutenberg_notes import find_transcriber_notes, fold_pieces
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.chapters import ChapterBuilder
from fabula.index.readers.structure.line_end_hyphens import LineEndHyphens
from fabula.index.readers.structure.text_layout import Layout, Piece, learn_layout, split_pieces
from fabula.index.readers.structure.unwrapping import unwrap_piece, unwrap_pieces
from .opening import read_opening
from .text_headings import ILLUSTRATION, TextHeadings

_FOOTNOTE = re.compile(r"\s*\[(?:Footnote|Sidenote|Transcriber)\b", re.IGNORECASE)
_ITALICS = re.compile(r"_(?<![^\W_]_)(?=[^\s_])([^_]*[^\s_])_(?![^\W_])")
# The last line of FanFicFare's files.
_END_OF_FILE = "End file."
_MAX_BREAK_CHARS = 120


class PlainText:
    """One text (line ends "\\n", no blanks before them): its `description` and its `chapters()`.

    Every piece becomes a block; `notes` are the indices of the paratext. `left_out`: the words that mark pictures.
    """

    def __init__(self, text: str) -> None:
        text = gutenberg.isolate_marks(text)
        self.layout: Layout = learn_layout(text)
        self._hyphens = LineEndHyphens(text)
        self.parts: list[Piece] = list(split_pieces(text, self.layout))
        self.notes: set[int] = set()
        self.left_out: list[LeftOut] = []
        self.description = Description()
        texts = [part.text for part in self.parts]
        bounds = gutenberg.find_bounds(texts)
        start, end = bounds or (0, len(texts))
        if bounds:
            self.description = describe_header(texts[:start])
            self.notes.update(range(start))
            self.notes.update(range(end, len(texts)))
            folded = fold_pieces(texts[start:end])
            self.notes |= gutenberg.find_boilerplate(texts, start, end, folded)
            self.notes |= find_transcriber_notes(texts, [part.gap for part in self.parts], start, end, folded)
        head = read_opening(self.parts, next((i for i in range(start, end) if i not in self.notes), end))
        self.notes |= head.indices
        if texts and texts[-1].strip() == _END_OF_FILE:
            self.notes.add(len(texts) - 1)
        self.description = self.description.filled_from(head.description)
        self.headings = TextHeadings(
            self.parts, self.layout, range(start, end), self.notes, self.description.title, is_book=bounds is not None
        )

    def chapters(self) -> tuple[Chapter, ...]:
        """The chapters, with every piece of the text in one of them."""
        chapters = ChapterBuilder()
        opens = self.headings.opening_ranks()
        headings = self.headings.by_index
        title = title_key(self.description.title)
        has_begun = False
        skipped = -1
        unwrapped = unwrap_pieces([part.text for part in self.parts], self.layout, self._hyphens)
        for index, (part, (kind, plain)) in enumerate(zip(self.parts, unwrapped, strict=True)):
            if index == skipped:
                continue
            if index in self.notes:
                chapters.add(self._note(plain, part.gap))
            elif heading := headings.get(index):
                text = heading.text
                if heading.bare and self.headings.has_title_below(index):
                    skipped = index + 1
                    text = join_heading([text, *self.parts[skipped].text.strip().split("\n")])
                is_work_title = (
                    heading.rank is Rank.TITLE and title != "" and title_key(text) == title and not has_begun
                )
                text = _without_italics(text)
                if heading.rank in opens and not is_work_title:
                    chapters.open(text)
                    has_begun = True
                level = 1 if heading.rank in opens or is_work_title else 2
                chapters.add(Block(BlockKind.HEADING, text, level, part.gap))
            elif len(part.text) > _MAX_BREAK_CHARS and part.text[0].isalpha():
                # Most pieces are no break, and begin with no bracket.
                chapters.add(Block(kind, _without_italics(plain), gap=part.gap))
            elif blocks := self._marked_blocks(part, plain):
                for block in blocks:
                    chapters.add(block)
            else:
                chapters.add(Block(kind, _without_italics(plain), gap=part.gap))
        return chapters.finish()

    def _note(self, text: str, gap: int) -> Block:
        return Block(BlockKind.NOTE, _without_italics(" ".join(text.split())), gap=gap)

    def _marked_blocks(self, part: Piece, plain: str) -> list[Block]:
        """The blocks of a break, a picture or a footnote; [] for a paragraph and for verse. `plain`: unwrapped."""
        gap, text = part
        if len(text) <= _MAX_BREAK_CHARS and is_break(text):
            return [Block(BlockKind.BREAK, " ".join(text.split()), gap=gap)]
        if text.lstrip()[0] != "[":
            return []
        pictures, end = self._pictures(part)
        if not pictures:
            return [self._note(plain, gap)] if _FOOTNOTE.match(text) else []
        if end == len(text):
            return pictures
        rest = Piece(0, text[end:])
        kind, plain = unwrap_piece(rest.text, self.layout, self._hyphens)
        return [*pictures, *(self._marked_blocks(rest, plain) or [Block(kind, _without_italics(plain), gap=0)])]

    def _pictures(self, part: Piece) -> tuple[list[Block], int]:
        """The pictures that a piece begins with, and where what follows them begins in its text."""
        gap, text = part
        pictures: list[Block] = []
        end = 0
        while picture := ILLUSTRATION.match(text, end):
            caption = " ".join(picture["caption"].split())
            self.left_out.append(LeftOut("marks of pictures", picture["mark"]))
            pictures.append(Block(BlockKind.ILLUSTRATION, _without_italics(caption), gap=gap))
            gap, end = 0, picture.end()
        return pictures, end


def _without_italics(text: str) -> str:
    return _ITALICS.sub(r"\1", text) if "_" in text else text
