"""Turns the tokens of rich text into paragraphs, in the order of the printed page.

Leaves out deleted and hidden text, comments, field codes, and headers and footers. Text boxes come after the paragraph
that holds them; notes stay with the paragraph that refers to them.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from fabula.index.errors import UnreadableSource
from fabula.index.readers.metadata.document_properties import DocumentProperties
from fabula.index.readers.styled.drop_capitals import dropped_continuation, take_boxed_capital
from fabula.index.readers.styled.left_out_runs import LeftOutRuns
from fabula.index.readers.styled.open_paragraph import OpenParagraph
from fabula.index.readers.styled.paragraph import Picture, StyledParagraph
from fabula.index.readers.styled.style_names import Role, heading_level, role_of
from .groups import (
    FORMATS,
    INNER_TEXTS,
    PROPERTIES,
    Destination,
    Group,
    Style,
    apply_format,
    around_code,
    enter_destination,
    out_of_code,
)
from .letters import CODE_PAGES, Letters
from .tokens import Token, TokenKind, tokens

_MAX_WORD_CHARS = 60
# Stories nest 20 groups; the limit keeps a hostile file from filling the memory with a million of them.
_MAX_DEPTH = 2_000
_SIGNS = {
    "tab": "\t", "line": "\n", "lbr": "\n", "emdash": "—", "endash": "–", "lquote": "‘", "rquote": "’",
    "ldblquote": "“", "rdblquote": "”", "bullet": "•", "emspace": " ", "enspace": " ", "qmspace": " ", "~": "\xa0",
    "-": "\xad", "_": "\u2011", "{": "{", "}": "}", "\\": "\\", "zwj": "\u200d", "zwnj": "\u200c", "ltrmark": "\u200e",
    "rtlmark": "\u200f", "zwbo": "\u200b", "zwnbo": "\u2060",
}  # fmt: skip
_PARAGRAPH_ENDS = frozenset(("par", "sect", "\n", "\r"))
_CELL_ENDS = frozenset(("cell", "nestcell"))
_ROW_ENDS = frozenset(("row", "nestrow"))
_PAGE_ENDS = frozenset(("page", "column"))
_ENDS = _PARAGRAPH_ENDS | _CELL_ENDS | _ROW_ENDS | _PAGE_ENDS


@dataclass(slots=True)
class _Flow:
    """The paragraphs of the body, of a note or of a text box.

    depth            of the group that it ends with.
    cell             the number of the table cell that comes next, or is open.
    has_deleted_end  the last end of a paragraph was deleted, and nothing came after it.
    """

    key: str
    depth: int
    cell: int = 1
    has_deleted_end: bool = False
    open: OpenParagraph = field(default_factory=OpenParagraph)
    boxed: list[StyledParagraph] = field(default_factory=list)
    paragraphs: list[StyledParagraph] = field(default_factory=list)


def read_rich_text(text: str, properties: DocumentProperties, left_out: LeftOutRuns) -> list[StyledParagraph]:
    """The paragraphs of an RTF file, decoded as Latin-1. Adds its properties to these, and what is left out.

    Raises UnreadableSource for one that ends too early or nests too deep.
    """
    reader = _Reader(properties, left_out)
    for token in tokens(text):
        reader.handle(token)
        if reader.has_ended:
            return reader.paragraphs
    raise UnreadableSource("it is incomplete: it ends before its last closing brace")


class _Reader:
    def __init__(self, properties: DocumentProperties, left_out: LeftOutRuns) -> None:
        self._properties = properties
        self._left_out = left_out
        self._letters = Letters()
        self._outer: list[Group] = []
        self._group = Group()
        self._styles: dict[tuple[str, int], Style] = {}
        self._collected: list[str] = []
        self._shape_name = ""
        self._date: dict[str, int] = {}
        self._is_optional = False
        self._flows = [_Flow("body", 0)]
        self.has_ended = False

    @property
    def paragraphs(self) -> list[StyledParagraph]:
        return self._flows[0].paragraphs

    def handle(self, token: Token) -> None:
        kind, value, number = token
        if kind is TokenKind.BYTE:
            self._letters.add_byte(number or 0)
        elif kind is TokenKind.TEXT:
            self._letters.add_text(value)
        elif kind is TokenKind.WORD and value == "u" and number is not None:
            self._letters.add_unicode(number, self._group.skip)
        elif kind is TokenKind.WORD and value in _SIGNS:
            self._letters.add_sign(_SIGNS[value])
        else:
            # The letters so far belong to the group as it is now.
            self._add_text(self._letters.take())
            if kind is TokenKind.OPEN:
                self._open_group()
            elif kind is TokenKind.CLOSE:
                self._close_group()
            else:
                self._handle_word(value, number)

    def _add_text(self, text: str) -> None:
        group = self._group
        if not text or group.destination is Destination.FONTS:
            return
        if group.destination is Destination.NOWHERE:
            # Pictures and checksums are one long number.
            if group.rule and (len(text) <= _MAX_WORD_CHARS or " " in text):
                self._left_out.add(group.rule, text)
        elif group.destination is not Destination.BODY:
            self._collected.append(text)
        elif rule := group.hidden_by:
            self._left_out.add(rule, text)
            self._flows[-1].open.is_remnant = True
        else:
            self._flows[-1].open.add(text, is_bold=group.is_bold, is_raised=group.is_raised)
            self._flows[-1].has_deleted_end = False

    def _open_group(self) -> None:
        if len(self._outer) >= _MAX_DEPTH:
            raise UnreadableSource(f"its groups are nested more than {_MAX_DEPTH:,} deep, which no story needs")
        self._outer.append(self._group)
        if self._group.destination is Destination.STYLES and self._group.key == "":
            self._group = replace(self._group, key="style")
            self._collected = []
        self._is_optional = False

    def _close_group(self) -> None:
        if not self._outer:
            return
        ended, self._group = self._group, self._outer.pop()
        self._is_optional = False
        if ended.rule and ended.rule != self._group.rule:
            self._left_out.separate()
        if ended.key != self._group.key:
            self._read_collected(ended, "".join(self._collected))
            self._collected = []
        if len(self._flows) > 1 and len(self._outer) < self._flows[-1].depth:
            self._end_inner_flow(ended)
        self._letters.select_font(self._group.font)
        if not self._outer:
            if self._flows[0].open.has_content or self._flows[0].boxed:
                self._end_paragraph(ended)
            self.has_ended = True

    def _read_collected(self, ended: Group, text: str) -> None:
        """Read the text of a group that has ended, by its key."""
        if ended.key == "style":
            key = ("cs", ended.letter_style) if ended.letter_style else ("s", ended.style)
            self._styles[key] = Style(text.partition(";")[0].strip(), ended.level, ended.is_hidden)
        elif ended.key == "sn":
            self._shape_name = text.strip()
        elif ended.key == "sv":
            if self._shape_name == "wzDescription" and text.strip():
                self._flows[-1].open.paragraph.pictures.append(Picture(text.strip()))
        elif ended.key == "fldinst":
            self._left_out.add_whole("field codes", text)
            is_contents = text.split()[:1] == ["TOC"]
            self._group = replace(self._group, is_contents=self._group.is_contents or is_contents)
        elif ended.key:
            date = self._date
            if date:
                text = f"{date.get('yr', 0):04}-{date.get('mo', 0):02}-{date.get('dy', 0):02}"
            setattr(self._properties, PROPERTIES[ended.key], text)
            self._date = {}

    def _end_inner_flow(self, ended: Group) -> None:
        if self._flows[-1].open.has_content:
            self._end_paragraph(ended)
        flow = self._flows.pop()
        if flow.key != "footnote":
            for paragraph in flow.paragraphs:
                paragraph.is_boxed = True
            self._flows[-1].boxed += flow.paragraphs
        elif note := " ".join(" ".join(paragraph.text.split()) for paragraph in flow.paragraphs).strip():
            self._flows[-1].open.paragraph.notes.append(note)

    def _handle_word(self, word: str, number: int | None) -> None:
        if word == "*":
            self._is_optional = True
            return
        is_optional, self._is_optional = self._is_optional, False
        group = enter_destination(word, self._group, self._outer, is_optional=is_optional)
        if group is not None:
            if word in INNER_TEXTS and group.destination is Destination.BODY:
                self._flows.append(_Flow(word, len(self._outer)))
            elif group.key:
                self._collected = []
            self._group = group
        elif word in ("f", "fcharset", "cpg") and self._group.destination is Destination.FONTS:
            self._letters.define_font(word, number or 0)
        elif word in ("yr", "mo", "dy") and self._group.key in PROPERTIES:
            self._date[word] = number or 0
        elif word in _ENDS:
            self._handle_end(word)
        elif word == "field":
            self._group = replace(self._group, is_field=True)
        elif word in CODE_PAGES:
            self._letters.set_code_page(word, number or 0)
        # Nine words of ten are about colours, languages and the like.
        elif word in FORMATS:
            if word == "pard":
                self._begin_paragraph()
            self._group = apply_format(word, number, self._group, self._styles)
            if word == "f":
                self._letters.select_font(number or 0)

    def _handle_end(self, word: str) -> None:
        """End a paragraph, a cell, a row, or a page, where the text goes into the story."""
        if self._group.key == "fldinst" and word in _PARAGRAPH_ENDS:
            self._leave_code()
        if self._group.destination is not Destination.BODY:
            if self._group.rule:
                self._left_out.separate()
            return
        flow = self._flows[-1]
        if word in _PAGE_ENDS:
            if flow.open.has_content:
                self._style_paragraph(self._group)
                flow.paragraphs.append(flow.open.tear_off())
        elif word in _ROW_ENDS:
            if flow.open.has_content:
                self._end_paragraph(self._group, in_table=True)
            flow.cell += 1
        elif word in _CELL_ENDS:
            self._end_paragraph(self._group, in_table=True)
            flow.cell += 1
        elif self._group.is_deleted or self._group.is_moved:
            self._left_out.separate()
            flow.has_deleted_end = True
        elif word != "sect" or flow.open.has_content or flow.boxed:
            self._end_paragraph(self._group)

    def _begin_paragraph(self) -> None:
        """End the paragraph that is open at a `\\pard`: the formats of another follow, with words of their own."""
        flow, group = self._flows[-1], self._group
        has_words = bool(flow.open.bold_runs or flow.open.plain_runs) and not flow.has_deleted_end
        if has_words and group.destination is Destination.BODY and not group.hidden_by:
            self._style_paragraph(group)
            flow.paragraphs.append(flow.open.tear_off())

    def _leave_code(self) -> None:
        """Read on in the story: a paragraph ends in the code of a field, so the brace that ends the code is missing."""
        self._left_out.add("field codes", "".join(self._collected))
        self._collected = []
        around = around_code(self._outer)
        self._outer = [out_of_code(one, around) for one in self._outer]
        self._group = out_of_code(self._group, around)

    def _style_paragraph(self, group: Group, *, in_table: bool = False) -> None:
        """Give the open paragraph the style that the group has at its end. `in_table`: it ends with its cell or row."""
        paragraph = self._flows[-1].open.paragraph
        style = self._styles.get(("s", group.style))
        name = style.name if style else ""
        paragraph.role = Role.CONTENTS if group.is_contents else role_of(name)
        paragraph.level = (heading_level(name) or group.level) if paragraph.role is Role.BODY else 0
        paragraph.is_centred = group.is_centred
        paragraph.is_indented = group.is_indented
        paragraph.is_rule = group.is_ruled
        paragraph.cell = self._flows[-1].cell if in_table or group.is_in_table else 0

    def _end_paragraph(self, group: Group, *, in_table: bool = False) -> None:
        flow = self._flows[-1]
        self._style_paragraph(group, in_table=in_table)
        paragraph = flow.open.finish()
        take_boxed_capital(paragraph, flow.boxed)
        if group.is_framed or group.is_drop_capital:
            paragraph.continuation = dropped_continuation(paragraph.text, is_marked=group.is_drop_capital)
        if not (flow.open.is_remnant and paragraph.is_blank):
            flow.paragraphs.append(paragraph)
        flow.paragraphs += flow.boxed
        flow.open, flow.boxed, flow.has_deleted_end = OpenParagraph(), [], False
        self._left_out.separate()
