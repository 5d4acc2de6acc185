"""Reads Word documents (.docx, .docm): ECMA-376, "transitional" and "strict".

python-docx leaves out insertions with changes tracked, text boxes, content controls and notes, so the XML of the parts
is read directly.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from fabula.index.errors import PartlyRead, UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.bytes.bounded_zip import BoundedZip
from fabula.index.readers.bytes.zip_package import ZIP, declared_type, has_member

if TYPE_CHECKING:
    from fabula.index.readers.metadata.document_properties import DocumentProperties
    from .docx_package import DocxPackage

_SUFFIXES = (".docx", ".docm", ".dotx")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_PROPERTIES = {
    "title": "title", "creator": "author", "language": "language", "subject": "subject", "keywords": "keywords",
    "description": "description", "created": "created", "modified": "modified",
}  # fmt: skip
_MAX_NAMED_GAPS = 5
_GAP_HINT = "Open it in Word, save it under another name and index that: Word takes the parts over."


class DocxReader:
    """Reads documents of Word 2007 and later, unless a password protects them."""

    name = "docx"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()
        if head.startswith(ZIP):
            if declared_type(head).startswith(b"application/"):
                return 0
            from .docx_package import MAIN_PART  # 10 ms: lxml, saved where no file is a zip archive

            return 92 if source.suffix in _SUFFIXES or has_member(source, MAIN_PART) else 0
        # Claim even a broken one, so that `read` reports what is wrong with it.
        return 40 if source.suffix in _SUFFIXES else 0

    def read(self, source: Source) -> Iterator[Work]:
        """Raises PartlyRead after the work, if a part of its text is missing or in a format that is not read."""
        # 0.1 s, saved where no file is a Word document.
        from fabula.index.readers.metadata.make_work import make_work
        from fabula.index.readers.styled.styled_story import styled_story
        from .docx_document import DocxDocument
        from .docx_package import DocxPackage

        _refuse_unreadable(source.head())
        with source.open() as stream, BoundedZip(stream) as archive:
            package = DocxPackage(archive)
            document = DocxDocument()
            description, chapters = styled_story(document.read(package), _properties(package))
        gaps = "; ".join(document.gaps[:_MAX_NAMED_GAPS])
        if gaps and not any(chapter.blocks for chapter in chapters):
            raise UnreadableSource(f"it holds no text but {gaps}")
        yield make_work(self.name, source, description, chapters, document.left_out.take())
        if gaps:
            raise PartlyRead(f"it lacks {gaps}", hint=_GAP_HINT)


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


def _properties(package: DocxPackage) -> DocumentProperties:
    from fabula.index.readers.metadata.document_properties import DocumentProperties
    from .xml_stream import xml_events

    properties = DocumentProperties()
    for name in package.files("core-properties")[:1]:
        for opens, tag, element in xml_events(package.read(name), name):
            if not opens and tag in _PROPERTIES and element.text:
                setattr(properties, _PROPERTIES[tag], element.text)
    return properties
