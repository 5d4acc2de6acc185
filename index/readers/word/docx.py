"""Reads Word documents (.docx, .docm): ECMA-376, "transitional" and "strict".

python-docx leaves out insertions with changes tracked, text boxes, content controls and notes, so the XML of the parts
is read directly.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.bytes.bounded_zip import BoundedZip
from fabula.index.readers.metadata.document_properties import DocumentProperties
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.styled.styled_story import styled_story
from .docx_body import read_body, read_notes
from .docx_styles import read_styles
from .paragraph_style import ParagraphStyle
from .xml_stream import attribute, xml_events

_SUFFIXES = (".docx", ".docm", ".dotx")
_ZIP = b"PK\x03\x04"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN_PART = "word/document.xml"
_ROOT_RELATIONS = "_rels/.rels"
_PROPERTIES = {
    "title": "title", "creator": "author", "language": "language", "subject": "subject", "keywords": "keywords",
    "description": "description", "created": "created", "modified": "modified",
}  # fmt: skip


class DocxReader:
    """Reads documents of Word 2007 and later, unless a password protects them."""

    name = "docx"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()
        if head.startswith(_ZIP):
            if b"mimetypeapplication/" in head[:100]:
                return 0
            return 92 if _MAIN_PART.encode() in head or source.suffix in _SUFFIXES else 0
        # Claim even a broken one, so that `read` reports what is wrong with it.
        return 40 if source.suffix in _SUFFIXES else 0

    def read(self, source: Source) -> Iterator[Work]:
        _refuse_unreadable(source.head())
        with source.open() as stream, BoundedZip(stream) as archive:
            main = _target(archive, _ROOT_RELATIONS, "officeDocument", "") or _MAIN_PART
            if main not in archive:
                raise UnreadableSource("it is a zip archive without a Word document in it")
            relations = posixpath.join(posixpath.dirname(main), "_rels", f"{posixpath.basename(main)}.rels")
            styles: Mapping[str, ParagraphStyle] = {}
            if name := _target(archive, relations, "styles", main):
                styles = read_styles(archive.read(name), name)
            notes: dict[tuple[str, str], str] = {}
            for kind in ("footnote", "endnote"):
                if name := _target(archive, relations, f"{kind}s", main):
                    notes |= read_notes(archive.read(name), name, kind)
            pictures = {key: name for key, kind, name in _relations(archive, relations, main) if kind == "image"}
            paragraphs = read_body(archive.read(main), main, styles, notes, pictures)
            description, chapters = styled_story(paragraphs, _properties(archive))
        yield make_work(self.name, source, description, chapters)


def _refuse_unreadable(head: bytes) -> None:
    if not head.startswith(_OLE):
        return
    if "EncryptedPackage".encode("utf-16-le") in head:
        raise UnreadableSource(
            "it is protected by a password, so its text cannot be read",
            hint="Save a copy without a password and index that.",
        )
    raise UnreadableSource(
        "it is a document of Word 97-2003 under a newer name", hint="Save it as .docx, .odt or .rtf and index that."
    )


def _relations(archive: BoundedZip, relations: str, base: str) -> Iterator[tuple[str, str, str]]:
    """The id, kind and file of every relation (ECMA-376 part 2, 9.3)."""
    if relations not in archive:
        return
    for opens, tag, element in xml_events(archive.read(relations), relations, frozenset(("Relationship",))):
        if opens or tag != "Relationship" or attribute(element, "TargetMode") == "External":
            continue
        target = attribute(element, "Target")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
        yield attribute(element, "Id"), posixpath.basename(attribute(element, "Type")), posixpath.normpath(path)


def _target(archive: BoundedZip, relations: str, kind: str, base: str) -> str:
    """The first existing file of a kind; "" if there is none."""
    names = (name for _, related_kind, name in _relations(archive, relations, base) if related_kind == kind)
    return next((name for name in names if name in archive), "")


def _properties(archive: BoundedZip) -> DocumentProperties:
    properties = DocumentProperties()
    name = _target(archive, _ROOT_RELATIONS, "core-properties", "")
    if name:
        for opens, tag, element in xml_events(archive.read(name), name):
            if not opens and tag in _PROPERTIES and element.text:
                setattr(properties, _PROPERTIES[tag], element.text)
    return properties
