"""Reads OpenDocument texts (.odt, .ott, and .fodt, which is the same in one XML file): ODF 1.3 part 3."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from fabula.index.errors import PartlyRead, UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.bytes.bounded_zip import BoundedZip
from fabula.index.readers.bytes.zip_package import ZIP, declared_type

if TYPE_CHECKING:
    from .odt_body import OdtDocument

_SUFFIXES = (".odt", ".ott", ".fodt", ".sxw")
_TYPE = re.compile(rb"application/vnd\.(?:oasis\.opendocument\.text|sun\.xml\.writer)")
_FLAT = re.compile(rb"<(?:office:)?document[\s>][^>]*opendocument", re.DOTALL)
_HEAD_BYTES = 4_096
_MANIFEST = "META-INF/manifest.xml"
_MAX_NAMED_GAPS = 5
_GAP_HINT = "Open it, update its links, and save it with them; or index the other documents as well."


class OdtReader:
    """Reads documents of LibreOffice, OpenOffice and others, unless a password protects them."""

    name = "odt"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()
        if head.startswith(ZIP):
            if _TYPE.match(declared_type(head)):
                return 95
            return 80 if source.suffix in _SUFFIXES else 0
        if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<") and _FLAT.search(head[:_HEAD_BYTES]):
            return 95
        return 40 if source.suffix in _SUFFIXES else 0

    def read(self, source: Source) -> Iterator[Work]:
        """Raises PartlyRead after the work, if parts of its text stand in other documents."""
        # 0.1 s, saved where no file is an OpenDocument.
        from fabula.index.readers.metadata.make_work import make_work
        from fabula.index.readers.styled.styled_story import styled_story
        from .odt_body import OdtDocument

        if _FLAT.search(source.head()[:_HEAD_BYTES]):
            document = OdtDocument()
            document.read(source.read(), source.name)
        else:
            with source.open() as stream, BoundedZip(stream) as archive:
                document = _read_archive(archive)
        gaps = "; ".join(document.gaps[:_MAX_NAMED_GAPS])
        description, chapters = styled_story(document.paragraphs, document.properties)
        if gaps and not any(chapter.blocks for chapter in chapters):
            raise UnreadableSource(f"it holds no text but {gaps}", hint=_GAP_HINT)
        yield make_work(self.name, source, description, chapters, document.left_out.take())
        if gaps:
            raise PartlyRead(f"it lacks {gaps}", hint=_GAP_HINT)


def _read_archive(archive: BoundedZip) -> OdtDocument:
    from .odt_body import CONTENT, STYLES, OdtDocument

    if CONTENT not in archive:
        raise UnreadableSource("it is a zip archive without an OpenDocument text in it")
    if _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
        raise UnreadableSource(
            "it is protected by a password, so its text cannot be read",
            hint="Save a copy without a password and index that.",
        )
    document = OdtDocument(archive)
    for name in ("meta.xml", STYLES, CONTENT):
        if name in archive:
            document.read(archive.read(name), name)
    return document
