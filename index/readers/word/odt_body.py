"""Finds the paragraphs of an OpenDocument text, in the order of the file, and its styles and properties.

Leaves out deleted text, comments and hidden text, what is printed on every page, and forms.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from fabula.index.readers.metadata.document_properties import DocumentProperties
from fabula.index.readers.styled.left_out_text import LeftOutText
from fabula.index.readers.styled.paragraph import StyledParagraph
from .odt_paragraph import CELLS, PARAGRAPHS, ParagraphReader
from .odt_styles import OdtStyles
from .xml_stream import XmlEvent, attribute, free, xml_events

_FREE_TAGS = frozenset(("binary-data",))
# What holds paragraphs and is no text, with its rule.
_NOT_TEXT = {
    "tracked-changes": "deleted text", "master-styles": "headers and footers", "forms": "forms",
    "annotation": "comments", "scripts": "scripts", "settings": "settings",
}  # fmt: skip
_INDEXES = frozenset(f"{kind}-index" for kind in ("illustration", "table", "object", "user", "alphabetical")) | {
    "table-of-content",
    "bibliography",
}
_PROPERTIES = {
    "title": "title", "language": "language", "subject": "subject", "description": "description", "date": "modified",
    "creation-date": "created",
}  # fmt: skip


class OdtDocument:
    """Reads the files of a document, one after the other; `paragraphs` holds those of its text."""

    def __init__(self) -> None:
        self.paragraphs: list[StyledParagraph] = []
        self.properties = DocumentProperties()
        self.left_out = LeftOutText()
        self._styles = OdtStyles()

    def read(self, data: bytes, name: str) -> None:
        """Add the styles, properties and paragraphs of one of an archive's files, or of a flat document."""
        file = _File(self._styles, self.properties, self.left_out, self.paragraphs)
        for event in xml_events(data, name, _FREE_TAGS):
            file.handle(event)


class _File:
    """Takes the events of one file in order."""

    def __init__(
        self,
        styles: OdtStyles,
        properties: DocumentProperties,
        left_out: LeftOutText,
        paragraphs: list[StyledParagraph],
    ) -> None:
        self._styles = styles
        self._properties = properties
        self._left_out = left_out
        self._paragraphs = paragraphs
        self._rules: list[str] = []  # of the open elements that are no text
        self._sections: list[bool] = []  # open sections: is it hidden?
        self._indexes = self._depth = 0  # open elements of each kind
        self._cells: list[int] = []  # the numbers of the open cells
        self._cell_numbers = count(1)
        self._in_body = self._in_meta = False

    def handle(self, event: XmlEvent) -> None:
        opens, tag, element = event
        step = 1 if opens else -1
        if tag in _NOT_TEXT:
            _push(self._rules, _NOT_TEXT[tag], opens)
        elif tag == "section":
            _push(self._sections, opens and _is_hidden(element), opens)
        elif tag in _INDEXES:
            self._indexes += step
        elif tag == "body":
            self._in_body = opens
        elif tag == "meta":
            self._in_meta = opens
        elif tag in CELLS and self._depth == 0:
            _push(self._cells, next(self._cell_numbers) if opens else 0, opens)
        elif tag in PARAGRAPHS:
            self._depth += step
            if not opens and self._depth == 0:
                self._end_paragraph(element)
        elif self._in_meta and not opens:
            _read_property(tag, element.text or "", self._properties)
        elif tag == "style" and not opens and not self._in_body:
            self._styles.add(element)

    def _end_paragraph(self, element: Any) -> None:
        if self._rules or any(self._sections):
            self._left_out.add(self._rules[-1] if self._rules else "hidden text", _whole_text(element))
            self._left_out.separate()
        elif self._in_body:
            cell = self._cells[-1] if self._cells else 0
            reader = ParagraphReader(self._styles, self._left_out, self._cell_numbers, is_contents=self._indexes > 0)
            self._paragraphs += reader.read(element, cell)
        free(element)


def _is_hidden(section: Any) -> bool:
    """True for a section that is hidden, always or by a condition that holds."""
    return attribute(section, "display") == "none" or attribute(section, "is-hidden") == "true"


def _push(stack: list[Any], value: Any, opens: bool) -> None:
    if opens:
        stack.append(value)
    else:
        stack.pop()


def _whole_text(element: Any) -> str:
    return "".join(text.replace("\n", " ") for text in element.itertext())


def _read_property(tag: str, text: str, properties: DocumentProperties) -> None:
    if tag in _PROPERTIES:
        setattr(properties, _PROPERTIES[tag], text)
    elif tag == "initial-creator" or (tag == "creator" and not properties.author):
        # The author of the first version comes before whoever saved the last.
        properties.author = text or properties.author
    elif tag == "keyword" and text:
        properties.keywords = f"{properties.keywords}, {text}".strip(", ")
