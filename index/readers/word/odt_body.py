"""Turns an OpenDocument text into paragraphs, in the order of the printed page.

Leaves out deleted text, comments and hidden text. Text boxes come after the paragraph that holds them; notes stay with
the paragraph that refers to them.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from lxml import etree

from fabula.index.readers.metadata.document_properties import DocumentProperties
from fabula.index.readers.styled.open_paragraph import OpenParagraph
from fabula.index.readers.styled.paragraph import Picture, StyledParagraph
from fabula.index.readers.styled.style_names import Role
from .odt_styles import OdtStyles
from .xml_stream import attribute, free, local_name, xml_events

_PARAGRAPHS = frozenset(("p", "h"))
_FREE_TAGS = frozenset(("binary-data",))
# Deleted, printed on every page, forms, scripts.
_NOT_TEXT = frozenset(("tracked-changes", "master-styles", "forms", "scripts", "settings", "annotation"))
_INDEXES = frozenset(f"{kind}-index" for kind in ("illustration", "table", "object", "user", "alphabetical")) | {
    "table-of-content",
    "bibliography",
}
_HIDDEN_IN_PARAGRAPHS = frozenset(
    "annotation note-citation ruby-text hidden-text hidden-paragraph page-number tracked-changes a-none".split()
)
_PROPERTIES = {
    "title": "title", "language": "language", "subject": "subject", "description": "description", "date": "modified",
    "creation-date": "created",
}  # fmt: skip


def read_document(data: bytes, name: str, styles: OdtStyles, properties: DocumentProperties) -> list[StyledParagraph]:
    """The paragraphs of one of an archive's files, or of a flat one. Adds its styles and properties to these."""
    paragraphs: list[StyledParagraph] = []
    not_text = indexes = depth = 0  # open elements of each kind
    in_body = in_meta = False
    for opens, tag, element in xml_events(data, name, _FREE_TAGS):
        step = 1 if opens else -1
        if tag in _NOT_TEXT:
            not_text += step
        elif tag in _INDEXES:
            indexes += step
        elif tag == "body":
            in_body = opens
        elif tag == "meta":
            in_meta = opens
        elif tag in _PARAGRAPHS and in_body:
            depth += step
            if not opens and depth == 0:
                if not_text == 0:
                    paragraphs += _ParagraphReader(styles, is_contents=indexes > 0).read(element)
                free(element)
        elif in_meta and not opens:
            _read_property(tag, element.text or "", properties)
        elif tag == "style" and not opens and not in_body:
            styles.add(element)
    return paragraphs


def _read_property(tag: str, text: str, properties: DocumentProperties) -> None:
    if tag in _PROPERTIES:
        setattr(properties, _PROPERTIES[tag], text)
    elif tag == "initial-creator" or (tag == "creator" and not properties.author):
        # The author of the first version comes before whoever saved the last.
        properties.author = text or properties.author
    elif tag == "keyword" and text:
        properties.keywords = f"{properties.keywords}, {text}".strip(", ")


@dataclass(slots=True)
class _OpenParagraph(OpenParagraph):
    style_is_bold: bool = False


class _ParagraphReader:
    """Reads one paragraph and those within it (text boxes, notes)."""

    def __init__(self, styles: OdtStyles, *, is_contents: bool) -> None:
        self._styles = styles
        self._is_contents = is_contents
        self._paragraphs: list[StyledParagraph] = []
        self._open: list[_OpenParagraph] = []
        self._notes: list[list[str]] = []  # the paragraphs of each open note
        self._bold: list[bool] = []  # of each open span
        self._hidden = 0  # open elements within a hidden one, itself included

    def read(self, element: Any) -> list[StyledParagraph]:
        for action, child in etree.iterwalk(element, events=("start", "end")):
            if not isinstance(child.tag, str):
                continue
            tag = local_name(child.tag)
            if action == "start":
                self._open_element(tag, child)
            else:
                self._close_element(tag)
                if child is not element and child.tail:
                    self._add_text(child.tail)
        return self._paragraphs

    def _open_element(self, tag: str, element: Any) -> None:
        if self._hidden or tag in _HIDDEN_IN_PARAGRAPHS:
            self._hidden += 1
            return
        if tag in _PARAGRAPHS:
            self._begin_paragraph(tag, element)
        elif tag == "span":
            bold = self._styles.is_bold(attribute(element, "style-name"))
            self._bold.append(bold if bold is not None else bool(self._bold and self._bold[-1]))
        elif tag == "note":
            self._notes.append([])
        elif tag == "s":
            count = attribute(element, "c")
            self._add_text(" " * min(int(count) if count.isdecimal() and len(count) < 4 else 1, 20))
        elif tag == "tab":
            self._add_text("\t")
        elif tag == "line-break" and self._open:
            self._open[-1].parts.append("\n")
        elif tag == "frame" and self._open:
            self._add_picture(element)
        if element.text and not (tag in ("title", "desc") and "svg" in element.tag) and tag != "binary-data":
            self._add_text(element.text)

    def _close_element(self, tag: str) -> None:
        if self._hidden:
            self._hidden -= 1
        elif tag in _PARAGRAPHS:
            self._end_paragraph()
        elif tag == "span":
            self._bold.pop()
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
        )
        self._open.append(_OpenParagraph(paragraph, style_is_bold=style.is_bold))

    def _end_paragraph(self) -> None:
        paragraph = self._open.pop().finish()
        if self._notes:
            self._notes[-1].append(paragraph.text)
        elif self._open:
            self._paragraphs.append(paragraph)
        else:
            self._paragraphs.insert(0, paragraph)

    def _add_text(self, text: str) -> None:
        if self._hidden or not self._open:
            return
        opened = self._open[-1]
        opened.add(text.replace("\n", " "), is_bold=self._bold[-1] if self._bold else opened.style_is_bold)

    def _add_picture(self, frame: Any) -> None:
        images = [child for child in frame if local_name(str(child.tag)) == "image"]
        if not images:
            return
        texts = {local_name(str(child.tag)): child.text or "" for child in frame if isinstance(child.tag, str)}
        alt = texts.get("desc") or texts.get("title") or ""
        self._open[-1].paragraph.pictures.append(Picture(alt, attribute(images[0], "href")))
