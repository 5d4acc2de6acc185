"""Word documents (.docx, .docm): ECMA-376, "transitional" and "strict".

python-docx leaves out what was inserted with changes tracked, text boxes, content controls and notes, so the parts are
read here as they stand.
"""

from __future__ import annotations

import posixpath
from collections.abc import Iterator, Mapping

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.bytes.zipped import Zipped
from fabula.index.readers.metadata.document_properties import Properties
from fabula.index.readers.metadata.make_work import make_work
from fabula.index.readers.styled.styled_story import styled_story

from .docx_body import read_body, read_notes
from .docx_styles import Look, read_styles, value_of
from .xml_stream import steps

__all__ = ["DocxReader"]

_SUFFIXES = (".docx", ".docm", ".dotx")
_ZIP = b"PK\x03\x04"
_OLD_OFFICE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MAIN = "word/document.xml"
_RELATIONS = "_rels/.rels"
_FIELDS = {
    "title": "title", "creator": "author", "language": "language", "subject": "subject", "keywords": "keywords",
    "description": "description", "created": "created", "modified": "modified",
}  # fmt: skip


class DocxReader:
    """Reads Word's documents since 2007, unless a password protects them."""

    name = "docx"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()
        if head.startswith(_ZIP):
            if b"mimetypeapplication/" in head[:100]:
                return 0
            return 92 if _MAIN.encode() in head or source.suffix in _SUFFIXES else 0
        # A broken one is still somebody's story: reading it says what is wrong with it.
        return 40 if source.suffix in _SUFFIXES else 0

    def read(self, source: Source) -> Iterator[Work]:
        _refuse_old(source.head())
        with source.open() as stream, Zipped(stream) as archive:
            main = _target(archive, _RELATIONS, "officeDocument", "") or _MAIN
            if main not in archive:
                raise UnreadableSource("it is a zip archive without a Word document in it")
            relations = posixpath.join(posixpath.dirname(main), "_rels", f"{posixpath.basename(main)}.rels")
            styles: Mapping[str, Look] = {}
            if name := _target(archive, relations, "styles", main):
                styles = read_styles(archive.read(name), name)
            notes: dict[tuple[str, str], str] = {}
            for kind in ("footnote", "endnote"):
                if name := _target(archive, relations, f"{kind}s", main):
                    notes |= read_notes(archive.read(name), name, kind)
            pictures = {key: name for key, kind, name in _related(archive, relations, main) if kind == "image"}
            paragraphs = read_body(archive.read(main), main, styles, notes, pictures)
            described, chapters = styled_story(paragraphs, _properties(archive))
        yield make_work(self.name, source, described, chapters)


def _refuse_old(head: bytes) -> None:
    if not head.startswith(_OLD_OFFICE):
        return
    if "EncryptedPackage".encode("utf-16-le") in head:
        raise UnreadableSource(
            "it is protected by a password, so its text cannot be read",
            hint="Save a copy without a password and index that.",
        )
    raise UnreadableSource(
        "it is a document of Word 97-2003 under a newer name",
        hint="Save it as .docx, .odt or .rtf and index that.",
    )


def _related(archive: Zipped, relations: str, base: str) -> Iterator[tuple[str, str, str]]:
    """The identifier, kind and file of every relation (ECMA-376 part 2, 9.3)."""
    if relations not in archive:
        return
    for opens, tag, element in steps(archive.read(relations), relations, frozenset(("Relationship",))):
        if opens or tag != "Relationship" or value_of(element, "TargetMode") == "External":
            continue
        target = value_of(element, "Target")
        path = target.lstrip("/") if target.startswith("/") else posixpath.join(posixpath.dirname(base), target)
        yield value_of(element, "Id"), posixpath.basename(value_of(element, "Type")), posixpath.normpath(path)


def _target(archive: Zipped, relations: str, kind: str, base: str) -> str:
    """The file of a kind that is there; "" if none is."""
    found = (name for _, found_kind, name in _related(archive, relations, base) if found_kind == kind)
    return next((name for name in found if name in archive), "")


def _properties(archive: Zipped) -> Properties:
    found = Properties()
    name = _target(archive, _RELATIONS, "core-properties", "")
    if name:
        for opens, tag, element in steps(archive.read(name), name):
            if not opens and tag in _FIELDS and element.text:
                setattr(found, _FIELDS[tag], element.text)
    return found
