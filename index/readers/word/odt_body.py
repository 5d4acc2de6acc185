"""Finds the paragraphs of an OpenDocument text, in the order of the file, and its styles and properties.

Leaves out deleted text, comments and hidden text, what is printed on every page, and forms.
"""

from __future__ import annotations

import posixpath
import re
from dataclasses import dataclass
from itertools import count
from typing import Any

from fabula.index.readers.bytes.bounded_zip import BoundedZip
from fabula.index.readers.metadata.document_properties import DocumentProperties
from fabula.index.readers.styled.left_out_runs import LeftOutRuns
from fabula.index.readers.styled.paragraph import StyledParagraph
from .odt_paragraph import CELLS, PARAGRAPHS, EmbeddedObject, ParagraphContext, ParagraphReader
from .odt_styles import OdtStyles
from .xml_stream import XmlEvent, attribute, free, xml_events

CONTENT, STYLES = "content.xml", "styles.xml"
_FREE_TAGS = frozenset(("binary-data",))
_TEXT_BODY = re.compile(rb"<(?:\w+:)?text[\s/>]")
_FORMULA = re.compile(rb"<(?:\w+:)?math[\s>]")
_HEAD_BYTES = 1_000
# Texts in texts, as objects. Their number is bounded because each of them may show all of the others.
_MAX_DEPTH, _MAX_OBJECTS = 3, 200
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


@dataclass(slots=True)
class _Section:
    """An open section. `source`: the other document that it shows. `start`: the number of paragraphs above it."""

    is_hidden: bool
    start: int
    source: str = ""


@dataclass(slots=True)
class _Objects:
    """The number of texts that may still be read as objects, in a document and in all those in it."""

    left: int = _MAX_OBJECTS


class OdtDocument:
    """Reads the files of a document, one after the other.

    paragraphs  those of its text.
    gaps        what stands in other documents, and is not in this one.
    """

    def __init__(self, archive: BoundedZip | None = None) -> None:
        self.paragraphs: list[StyledParagraph] = []
        self.properties = DocumentProperties()
        self.left_out = LeftOutRuns()
        self.gaps: list[str] = []
        self._archive = archive
        self._depth = 0  # in how many others it is an object
        self._objects = _Objects()
        self._styles = OdtStyles()

    def read(self, data: bytes, name: str) -> None:
        """Add the styles, properties and paragraphs of one of an archive's files, or of a flat document."""
        file = _File(self, ParagraphContext(self._styles, self.left_out, count(1), self.read_object))
        for event in xml_events(data, name, _FREE_TAGS):
            file.handle(event)

    def read_object(self, address: str) -> EmbeddedObject:
        """A text or formula that is an object in this text, in a folder of the archive; nothing of a chart."""
        folder = posixpath.normpath(address)
        content = f"{folder}/{CONTENT}"
        if self._archive is None or content not in self._archive:
            return EmbeddedObject()
        if self._depth >= _MAX_DEPTH or self._objects.left == 0:
            self.gaps.append(f"a part of its text, {folder}, which is one object in others too many")
            return EmbeddedObject()
        data = self._archive.read(content)
        if _FORMULA.search(data[:_HEAD_BYTES]):
            return EmbeddedObject(formula=_formula(data, content))
        if not _TEXT_BODY.search(data):
            return EmbeddedObject()
        self._objects.left -= 1
        inner = OdtDocument(self._archive)
        inner.left_out, inner.gaps = self.left_out, self.gaps
        inner._depth, inner._objects = self._depth + 1, self._objects
        for name in (f"{folder}/{STYLES}", content):
            if name in self._archive:
                inner.read(self._archive.read(name), name)
        return EmbeddedObject(tuple(inner.paragraphs))


class _File:
    """Takes the events of one file in order."""

    def __init__(self, document: OdtDocument, context: ParagraphContext) -> None:
        self._document = document
        self._context = context
        self._paragraphs = document.paragraphs
        self._rules: list[str] = []  # of the open elements that are no text
        self._sections: list[_Section] = []
        self._indexes = self._depth = 0  # open elements of each kind
        self._cells: list[int] = []  # the numbers of the open cells
        self._in_body = self._in_meta = False

    def handle(self, event: XmlEvent) -> None:
        opens, tag, element = event
        step = 1 if opens else -1
        if tag in _NOT_TEXT:
            _push(self._rules, _NOT_TEXT[tag], opens)
        elif tag == "section":
            self._handle_section(element, opens=opens)
        elif tag == "section-source" and opens and self._sections:
            self._sections[-1].source = attribute(element, "href")
        elif tag in _INDEXES:
            self._indexes += step
        elif tag == "body":
            self._in_body = opens
        elif tag == "meta":
            self._in_meta = opens
        elif tag in CELLS and self._depth == 0:
            _push(self._cells, next(self._context.cell_numbers) if opens else 0, opens)
        elif tag in PARAGRAPHS:
            self._depth += step
            if not opens and self._depth == 0:
                self._end_paragraph(element)
        elif self._in_meta and not opens:
            _read_property(tag, element.text or "", self._document.properties)
        elif tag == "style" and not opens and not self._in_body:
            self._context.styles.add(element)

    def _end_paragraph(self, element: Any) -> None:
        if self._rules or any(section.is_hidden for section in self._sections):
            self._context.left_out.add_whole(self._rules[-1] if self._rules else "hidden text", _whole_text(element))
        elif self._in_body:
            cell = self._cells[-1] if self._cells else 0
            reader = ParagraphReader(self._context, is_contents=self._indexes > 0)
            self._paragraphs += reader.read(element, cell)
        free(element)

    def _handle_section(self, element: Any, *, opens: bool) -> None:
        if opens:
            self._sections.append(_Section(_is_hidden(element), len(self._paragraphs)))
            return
        section = self._sections.pop()
        if section.source and section.start == len(self._paragraphs) and not section.is_hidden:
            self._document.gaps.append(f"a part of its text, {section.source}, which is not in the file")


def _is_hidden(section: Any) -> bool:
    """True for a section that is hidden, always or by a condition that holds."""
    return attribute(section, "display") == "none" or attribute(section, "is-hidden") == "true"


def _formula(data: bytes, name: str) -> str:
    """The letters and signs of a formula in MathML, without its source in another notation (`annotation`)."""
    parts: list[str] = []
    annotations = 0
    for opens, tag, element in xml_events(data, name):
        if tag in ("annotation", "annotation-xml"):
            annotations += 1 if opens else -1
        elif not opens and not annotations and len(element) == 0:
            parts.append(element.text or "")
    return "".join(parts)


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
