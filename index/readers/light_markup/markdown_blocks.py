"""Turns the tokens of Markdown into blocks. The lines of a table are verse; footnotes follow what refers to them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from html import escape
from typing import NamedTuple
from urllib.parse import unquote

from markdown_it.token import Token

from fabula.index.model import Block, BlockKind
from fabula.index.readers.bytes.angle_brackets import is_html_name
from fabula.index.readers.headings.heading_text import join_heading
from fabula.index.readers.html.markup import read_page
from fabula.index.readers.marks.raised_numbers import raise_number
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.chapters import as_note
from .left_out_marks import LeftOutMarks, nothing
from .markdown_parser import parse_markdown

# Pandoc sets these after a heading.
_ATTRIBUTES = re.compile(r"[ \t]*\{[#.][^{}\n]*\}[ \t]*$")
_BREAK_TAG = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAG_NAME = re.compile(r"</?([a-zA-Z][^\s<>/]*)")
# The line below the head of a table ("|---|:-:|"), or around its rows ("+---+---+").
_TABLE_RULE = re.compile(r"(?=[^|+\n]*[|+])(?=[^-=\n]*[-=])[ \t|+:=-]{3,}")
_LINK_ADDRESSES, _NOTE_MARKS = "link addresses", "note marks"
# Line ends that a parser of HTML would take for blanks, and what stands for them meanwhile.
_KEPT_ENDS = str.maketrans("\r\n", "\ue00d\ue00a")
_LINE_ENDS = str.maketrans("\ue00d\ue00a", "\r\n")
# Pandoc's superscript.
_RAISED = re.compile(r"(?<=[^\s^])\^([^\s^]{1,20})\^")
_TEXT_TYPES = frozenset(("text", "code_inline", "text_special"))


class _Inline(NamedTuple):
    """The lines of a piece of text, its pictures' words, and the keys of the notes that it refers to."""

    lines: list[str]
    is_verse: bool
    pictures: list[str]
    notes: list[str | int]


def markdown_story(text: str, left_out: LeftOutMarks) -> list[Block]:
    """The blocks of a document without front matter. What is left out of it goes to `left_out`."""
    parsed = parse_markdown(text)
    left_out.add(_LINK_ADDRESSES, " ".join(parsed.definitions))
    notes: dict[str | int, list[Token]] = {}
    for number, tokens in parsed.inline_notes.items():
        note = Token("inline", "", 0)
        note.children = tokens
        notes[number] = [note]
    body = list(_without_notes(parsed.tokens, notes))
    return list(_Blocks(notes, left_out).read(body))


def _without_notes(tokens: Iterable[Token], notes: dict[str | int, list[Token]]) -> Iterator[Token]:
    """The tokens outside of the definitions of footnotes; those within go to `notes` under their label.

    The first token of a definition stays, with the lines that it has without the blank ones after it.
    """
    begin: Token | None = None
    depth = 0
    for token in tokens:
        if token.type == "footnote_reference_open":
            depth += 1
            if depth == 1:
                begin = token
                yield token
        elif token.type == "footnote_reference_close":
            depth -= 1
        elif depth and begin is not None:
            notes.setdefault(begin.meta["label"], []).append(token)
            if token.map and begin.map:
                begin.map[1] = token.map[1]
        else:
            yield token


class _Blocks:
    """Reads tokens. Each of `notes` comes once: after the first text that refers to it, or at its place."""

    def __init__(self, notes: dict[str | int, list[Token]], left_out: LeftOutMarks) -> None:
        self._notes = notes
        self._left_out = left_out
        self._is_in_note = False
        self._waiting: deque[str | int] = deque()

    def read(self, tokens: Iterable[Token]) -> Iterator[Block]:
        level = 0
        last_end = 0  # the line after the last block
        item = ""  # the number of the list's item that begins
        unread: list[str | int] = []
        for token in tokens:
            start, end = token.map or (last_end, last_end)
            gap = max(0, start - last_end)
            last_end = max(last_end, end) if token.nesting == 0 else last_end
            if token.type == "heading_open":
                level = int(token.tag[1])
            elif token.type == "heading_close":
                level = 0
            elif token.type == "list_item_open":
                # "1986. What a year." is a list to Markdown, but its number is a word.
                item = f"{token.info}{token.markup} " if token.info else ""
            elif token.type == "footnote_reference_open":
                last_end = end
                unread.append(token.meta["label"])
                self._left_out.add(_NOTE_MARKS, token.meta["label"])
            elif token.type == "hr":
                yield Block(BlockKind.BREAK, token.markup, gap=gap)
            elif token.type == "html_block":
                page = read_page(f"<body>{token.content}")
                self._left_out.add_all(page.left_out)
                yield from page.blocks
            elif token.type in ("fence", "code_block"):
                # An indented paragraph is code in Markdown, but not in a story.
                lines = [line.strip() for line in (token.info, *token.content.split("\n")) if line.strip()]
                if lines:
                    yield Block(BlockKind.VERSE if len(lines) > 1 else BlockKind.PARAGRAPH, "\n".join(lines), gap=gap)
            elif token.type == "inline":
                inline = self._read_inline(token.children or [], item)
                item = ""
                # Markdown ignores blank lines, but many who write stories in it do not.
                if level and inline.lines:
                    inline.lines[-1] = self._left_out.remove("attributes", _ATTRIBUTES, inline.lines[-1], nothing)
                yield from (Block(one.kind, one.text, one.level, gap) for one in _make_blocks(inline, level))
                yield from self._read_notes(inline.notes)
        yield from self._read_notes(unread)

    def _read_inline(self, children: Sequence[Token], start: str) -> _Inline:
        """The text of `children` after `start`."""
        has_tags = any(_is_tag(child) for child in children)
        parts: list[str] = [start]
        inline = _Inline([], False, [], [])
        soft_breaks = hard_breaks = 0
        for child in children:
            if child.type in _TEXT_TYPES:
                parts.append(escape(child.content, quote=False) if has_tags else child.content)
            elif child.type == "softbreak":
                soft_breaks += 1
                parts.append("\r")
            elif child.type == "hardbreak" or (child.type == "html_inline" and _BREAK_TAG.fullmatch(child.content)):
                hard_breaks += 1
                parts.append("\n")
            elif _is_tag(child):
                parts.append(child.content)
            elif child.type == "image":
                inline.pictures.append(child.content)
                self._left_out.add(_LINK_ADDRESSES, _words_of_link(child, "src"))
            elif child.type == "link_open" and child.markup != "autolink":
                self._left_out.add(_LINK_ADDRESSES, _words_of_link(child, "href"))
            elif child.type == "footnote_ref":
                inline.notes.append(child.meta.get("label", child.meta["id"]))
                self._left_out.add(_NOTE_MARKS, child.meta.get("label", ""))
        text = self._without_tags("".join(parts)) if has_tags else "".join(parts)
        text = _RAISED.sub(lambda match: raise_number(match[1]), text) if "^" in text else text
        if soft_breaks and ("|" in text or "+" in text) and (rows := _table_rows(re.split(r"[\r\n]", text))):
            return inline._replace(lines=rows, is_verse=True)
        lines = (" ".join(line.split(" ")).strip() for line in text.replace("\r", " ").split("\n"))
        return inline._replace(lines=[line for line in lines if line], is_verse=hard_breaks > 0 and not soft_breaks)

    def _without_tags(self, markup: str) -> str:
        """The text of a line with tags of HTML as a browser shows it. Its line ends ("\\r" and "\\n") stay."""
        page = read_page(f"<body><p>{markup.translate(_KEPT_ENDS)}")
        self._left_out.add_all(page.left_out)
        return " ".join(block.text for block in page.blocks).translate(_LINE_ENDS)

    def _read_notes(self, keys: Sequence[str | int]) -> Iterator[Block]:
        """The notes that were not read yet. Notes that they refer to come after all of them."""
        self._waiting += keys
        if self._is_in_note:
            return
        self._is_in_note = True
        while self._waiting:
            tokens = self._notes.pop(self._waiting.popleft(), [])
            yield from (replace(as_note(block), gap=0) for block in self.read(tokens))
        self._is_in_note = False


def _is_tag(token: Token) -> bool:
    """True for a tag of HTML within a line, but for <br>."""
    if token.type != "html_inline" or _BREAK_TAG.fullmatch(token.content):
        return False
    name = _TAG_NAME.match(token.content)
    return name is not None and is_html_name(name[1])


def _words_of_link(token: Token, address: str) -> str:
    """What a link or a picture says and does not show. A definition has the address of one with a label."""
    if label := token.meta.get("label"):
        return str(label)
    written = str(token.attrs.get(address, ""))
    # The parser writes letters beyond ASCII as percent signs; the document may have either.
    letters = unquote(written) if "%" in written else ""
    return f"{written} {letters} {token.attrs.get('title', '')}"


def _table_rows(lines: Sequence[str]) -> list[str]:
    """The rows of a table without its bars and rules; [] if `lines` have no rule and are no table."""
    if not any(_TABLE_RULE.fullmatch(line.strip()) for line in lines):
        return []
    rows = (" ".join(line.replace("|", " ").split()) for line in lines if not _TABLE_RULE.fullmatch(line.strip()))
    return [row for row in rows if row]


def _make_blocks(inline: _Inline, level: int) -> Iterator[Block]:
    """The blocks of one piece of text. `level`: of the heading that it is; 0 for none."""
    lines = inline.lines
    if level:
        heading = join_heading(lines).rstrip(" .:") if lines else ""
        if heading:
            yield Block(BlockKind.HEADING, heading, level)
    elif lines:
        if len(lines) == 1 and is_break(lines[0]):
            yield Block(BlockKind.BREAK, lines[0])
        elif inline.is_verse and len(lines) > 1:
            yield Block(BlockKind.VERSE, "\n".join(lines))
        else:
            yield Block(BlockKind.PARAGRAPH, " ".join(lines))
    for caption in inline.pictures:
        if caption.strip():
            yield Block(BlockKind.ILLUSTRATION, " ".join(caption.split()))
