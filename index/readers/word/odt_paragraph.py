"""Reads one paragraph of an OpenDocument text, and those within it: text boxes, notes.

Text boxes come after the paragraph that holds them; notes stay with the paragraph that refers to them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

from lxml import etree

from fabula.index.readers.styled.drop_capitals import take_boxed_capital
from fabula.index.readers.styled.left_out_runs import LeftOutRuns
from fabula.index.readers.styled.open_paragraph import OpenParagraph
from fabula.index.readers.styled.paragraph import Picture, StyledParagraph
from fabula.index.readers.styled.style_names import Role
from .odt_styles import OdtStyles
from .xml_stream import attribute, local_name

PARAGRAPHS = frozenset(("p", "h"))
CELLS = frozenset(("table-cell", "covered-table-cell"))
# Elements that are left out, with the rule.
_LEFT_OUT = {
    "annotation": "comments", "note-citation": "note marks", "ruby-text": "ruby", "page-number": "page marks",
    "tracked-changes": "deleted text",
}  # fmt: skip
_HIDDEN = "hidden text"


class EmbeddedObject(NamedTuple):
    """An object in a paragraph: a text, or a formula in the line."""

    paragraphs: tuple[StyledParagraph, ...] = ()
    formula: str = ""


# Gives an object by its address.
ReadObject = Callable[[str], EmbeddedObject]


@dataclass(frozen=True, slots=True)
class ParagraphContext:
    """What paragraphs need of their document. `cell_numbers`: the numbers of the next cells of tables."""

    styles: OdtStyles
    left_out: LeftOutRuns
    cell_numbers: Iterator[int]
    read_object: ReadObject


@dataclass(slots=True)
class _OpenParagraph(OpenParagraph):
    style_is_bold: bool = False
    is_hidden: bool = False


class ParagraphReader:
    """`read` gives the paragraph, and after it those in its text boxes."""

    def __init__(self, context: ParagraphContext, *, is_contents: bool) -> None:
        self._context = context
        self._styles = context.styles
        self._left_out = context.left_out
        self._is_contents = is_contents
        self._cells: list[int] = []  # the numbers of the open cells
        self._boxed: list[StyledParagraph] = []
        self._open: list[_OpenParagraph] = []
        self._notes: list[list[str]] = []  # the paragraphs of each open note
        self._bold: list[bool] = []  # of each open span
        self._raised: list[bool] = []  # of each open span, without those around it
        self._dropped = 0  # open elements within one that is left out, itself included
        self._rule = ""  # by which it is left out

    def read(self, element: Any, cell: int) -> list[StyledParagraph]:
        """The paragraphs of an element that stands in a cell of this number, or in none (0)."""
        self._cells = [cell]
        paragraphs: list[StyledParagraph] = []
        for action, child in etree.iterwalk(element, events=("start", "end")):
            if not isinstance(child.tag, str):
                continue
            tag = local_name(child.tag)
            if action == "start":
                self._open_element(tag, child)
            else:
                self._close_element(tag, paragraphs)
                if child is not element and child.tail:
                    self._add_text(child.tail)
        return paragraphs

    def _open_element(self, tag: str, element: Any) -> None:
        if self._dropped or (rule := self._rule_of(tag, element)):
            self._dropped += 1
            self._rule = self._rule if self._dropped > 1 else rule
            self._add_text(element.text or "")
            return
        if tag in PARAGRAPHS:
            self._begin_paragraph(tag, element)
        elif tag == "span":
            style = attribute(element, "style-name")
            bold = self._styles.is_bold(style)
            self._raised.append(self._styles.is_raised(style))
            self._bold.append(bold if bold is not None else bool(self._bold and self._bold[-1]))
        elif tag == "note":
            self._notes.append([])
        elif tag in CELLS:
            self._cells.append(next(self._context.cell_numbers))
        elif tag == "s":
            count = attribute(element, "c")
            self._add_text(" " * min(int(count) if count.isdecimal() and len(count) < 4 else 1, 20))
        elif tag == "tab":
            self._add_text("\t")
        elif tag == "line-break" and self._open:
            self._open[-1].parts.append("\n")
        elif tag == "frame" and self._open:
            self._add_picture(element)
        elif tag == "object" and (address := attribute(element, "href")):
            self._add_object(address)
        elif tag == "hidden-paragraph" and self._open:
            self._open[-1].is_hidden = attribute(element, "is-hidden") == "true"
        if element.text and not (tag in ("title", "desc") and "svg" in element.tag) and tag != "binary-data":
            self._add_text(element.text)

    def _rule_of(self, tag: str, element: Any) -> str:
        """The rule by which an element is left out; "" for one that is read."""
        if tag in _LEFT_OUT:
            return _LEFT_OUT[tag]
        if tag == "hidden-text":
            return _HIDDEN if attribute(element, "is-hidden") == "true" else ""
        if tag == "span":
            return _HIDDEN if self._styles.is_hidden(attribute(element, "style-name")) else ""
        if tag in PARAGRAPHS:
            return _HIDDEN if self._styles.paragraph_style(attribute(element, "style-name")).is_hidden else ""
        return ""

    def _close_element(self, tag: str, paragraphs: list[StyledParagraph]) -> None:
        if self._dropped:
            self._dropped -= 1
            # The words of a hidden span may go on in the next one.
            if self._rule != _HIDDEN or tag in PARAGRAPHS:
                self._left_out.separate()
        elif tag in PARAGRAPHS:
            self._end_paragraph(paragraphs)
        elif tag == "span":
            self._bold.pop()
            self._raised.pop()
        elif tag in CELLS:
            self._cells.pop()
        elif tag == "note" and self._notes:
            note = " ".join(" ".join(self._notes.pop()).split())
            if note and self._open:
                self._open[-1].paragraph.notes.append(note)

    def _begin_paragraph(self, tag: str, element: Any) -> None:
        style = self._styles.paragraph_style(attribute(element, "style-name"))
        level = style.level
        if tag == "h" and style.role is Role.BODY:
            stated = attribute(element, "outline-level")
            level = int(stated) if stated.isdecimal() and len(stated) < 3 and stated != "0" else level or 1
        paragraph = StyledParagraph(
            level=level,
            role=Role.CONTENTS if self._is_contents else style.role,
            is_centred=style.is_centred,
            is_indented=style.is_indented,
            is_rule=style.is_ruled,
            cell=self._cells[-1],
        )
        self._open.append(_OpenParagraph(paragraph, style_is_bold=style.is_bold))

    def _end_paragraph(self, paragraphs: list[StyledParagraph]) -> None:
        opened = self._open.pop()
        paragraph = opened.finish()
        if opened.is_hidden:
            self._left_out.add_whole(_HIDDEN, paragraph.text)
        elif self._notes:
            self._notes[-1].append(paragraph.text)
        elif self._open:
            paragraph.is_boxed = True
            self._boxed.append(paragraph)
        else:
            take_boxed_capital(paragraph, self._boxed)
            if not (opened.is_remnant and paragraph.is_blank):
                paragraphs.append(paragraph)
            paragraphs += self._boxed

    def _add_text(self, text: str) -> None:
        text = text.replace("\n", " ")
        if self._dropped:
            self._left_out.add(self._rule, text)
            if self._open:
                self._open[-1].is_remnant |= self._rule == _HIDDEN
        elif self._open:
            opened = self._open[-1]
            is_bold = self._bold[-1] if self._bold else opened.style_is_bold
            opened.add(text, is_bold=is_bold, is_raised=any(self._raised))

    def _add_object(self, address: str) -> None:
        embedded = self._context.read_object(address)
        self._add_text(embedded.formula)
        for paragraph in embedded.paragraphs:
            paragraph.is_boxed = True
            self._boxed.append(paragraph)

    def _add_picture(self, frame: Any) -> None:
        images = [child for child in frame if local_name(str(child.tag)) == "image"]
        if not images:
            return
        texts = {local_name(str(child.tag)): child.text or "" for child in frame if isinstance(child.tag, str)}
        title, description = texts.get("title", ""), texts.get("desc", "")
        if description and title != description:
            self._left_out.add_whole("titles of pictures", title)
        self._open[-1].paragraph.pictures.append(Picture(description or title, attribute(images[0], "href")))
