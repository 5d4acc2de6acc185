"""Reads EPUB 2 and 3, under any file name: a package of pages, one work."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator
from contextlib import suppress

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Work
from fabula.index.readers.bytes.bounded_zip import BoundedZip
from fabula.index.readers.bytes.zip_package import ZIP, declared_type, has_member
from .book import read_book
from .encryption import ENCRYPTION, encrypted_files, protected
from .member_names import MemberNames
from .package_xml import all_elements, parse_xml

_CONTAINER = "META-INF/container.xml"


class EpubReader:
    """Reads EPUB 2 and 3 (kepub included); of protected ones, what is not protected."""

    name = "epub"

    def sniff(self, source: Source) -> int:
        if source.is_folder:
            return 0
        head = source.head()
        if head.startswith(ZIP):
            if declared_type(head).startswith(b"application/epub+zip"):
                return 95
            return 90 if source.suffix == ".epub" or has_member(source, _CONTAINER) else 0
        return 60 if source.suffix == ".epub" else 0

    def read(self, source: Source) -> Iterator[Work]:
        with source.open() as stream, BoundedZip(stream) as archive:
            files = _ArchivedFiles(archive)
            yield from read_book(EpubReader.name, source, _package_name(files), files)


class _ArchivedFiles:
    """The files of an EPUB's archive, by the names that its package has for them."""

    def __init__(self, archive: BoundedZip) -> None:
        self._archive = archive
        self._names = MemberNames(archive.names())
        self._protected: frozenset[str] = frozenset()
        if encryption := self.find(ENCRYPTION):
            self._protected = frozenset(map(self.find, encrypted_files(archive.read(encryption))))

    def names(self) -> tuple[str, ...]:
        return self._archive.names()

    def find(self, name: str) -> str:
        return self._names.find(name) if name else ""

    def read(self, name: str) -> bytes:
        if name in self._protected:
            raise protected(name)
        return self._archive.read(name)

    def path_of(self, name: str) -> str:
        return name

    def other_names(self) -> tuple[str, ...]:
        return self.names()


def _package_name(files: _ArchivedFiles) -> str:
    """The package document: the one that the container names, else the only one."""
    container = files.find(_CONTAINER)
    paths: list[str] = []
    if container:
        with suppress(UnreadableSource):
            roots = all_elements(parse_xml(files.read(container), container), "rootfile")
            paths = [posixpath.normpath(str(path)) for root in roots if (path := root.get("full-path"))]
    if found := next(filter(None, map(files.find, paths)), ""):
        return found
    packages = [name for name in files.names() if name.lower().endswith(".opf")]
    if len(packages) == 1:
        return packages[0]
    if paths:
        raise UnreadableSource(f"its package document {paths[0]} is missing")
    if container:
        raise UnreadableSource(f"its {_CONTAINER} names no package document")
    raise UnreadableSource(f"it is a zip archive without {_CONTAINER}, so no EPUB")
