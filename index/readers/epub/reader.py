"""Reads EPUB 2 and 3, under any file name: a package of pages, one work."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.bytes.bounded_zip import BoundedZip
from .book import read_book
from .package_xml import parse_xml

_CONTAINER = "META-INF/container.xml"
_ENCRYPTION = "META-INF/encryption.xml"
# Obfuscated fonts do not matter to the text (EPUB 3.3, "Font obfuscation", and Adobe's older way).
_FONT_OBFUSCATION = ("http://www.idpf.org/2008/embedding", "http://ns.adobe.com/pdf/enc#RC")


class EpubReader:
    """Reads EPUB 2 and 3 (kepub included), unless they are protected."""

    name = "epub"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()
        if head.startswith(b"PK\x03\x04"):
            if b"mimetypeapplication/epub+zip" in head[:200]:
                return 95
            if source.suffix == ".epub" or _CONTAINER.encode() in head:
                return 90
            return 0
        return 60 if source.suffix == ".epub" else 0

    def read(self, source: Source) -> Iterator[Work]:
        with source.open() as stream, BoundedZip(stream) as archive:
            _refuse_protected(archive)
            yield read_book(EpubReader.name, source, _package_name(archive), archive)


def _refuse_protected(archive: BoundedZip) -> None:
    if _ENCRYPTION not in archive:
        return
    root = parse_xml(archive.read(_ENCRYPTION), _ENCRYPTION)
    for element in root.iter("{*}EncryptionMethod"):
        if element.get("Algorithm") not in _FONT_OBFUSCATION:
            raise UnreadableSource(
                "it is protected by DRM, so its text cannot be read",
                hint="Only the shop that sold it can open it; index an unprotected copy.",
            )


def _package_name(archive: BoundedZip) -> str:
    if _CONTAINER not in archive:
        raise UnreadableSource(f"it is a zip archive without {_CONTAINER}, so no EPUB")
    for element in parse_xml(archive.read(_CONTAINER), _CONTAINER).iter("{*}rootfile"):
        if path := element.get("full-path"):
            return posixpath.normpath(str(path))
    raise UnreadableSource(f"its {_CONTAINER} names no package document")
