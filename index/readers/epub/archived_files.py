"""The files of an EPUB's archive, and which of them is its package document."""

from __future__ import annotations

import posixpath
from contextlib import suppress

from fabula.index.errors import UnreadableSource
from fabula.index.readers.bytes.bounded_zip import BoundedZip
from .encryption import ENCRYPTION, encrypted_files, protected
from .member_names import MemberNames
from .package_xml import all_elements, parse_xml

CONTAINER = "META-INF/container.xml"


class ArchivedFiles:
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


def package_name(files: ArchivedFiles) -> str:
    """The package document: the one that the container names, else the only one."""
    container = files.find(CONTAINER)
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
        raise UnreadableSource(f"its {CONTAINER} names no package document")
    raise UnreadableSource(f"it is a zip archive without {CONTAINER}, so no EPUB")
