"""A folder with a package document: a Standard Ebooks source tree, or an EPUB that was unpacked. One work."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from urllib.parse import unquote

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Work

from .book import read_book
from .opf import Package, read_package

__all__ = ["PackageFolderReader"]

_CONTAINER = "META-INF/container.xml"
_ROOT_FILE = re.compile(rb"full-path\s*=\s*[\"']([^\"']+)")
_PACKAGES = (
    "content.opf",
    "package.opf",
    "src/epub/content.opf",
    "OEBPS/content.opf",
    "OPS/content.opf",
    "EPUB/package.opf",
)
# Standard Ebooks' longest has 300 kB.
_LONGEST_PACKAGE = 8 * 1024 * 1024
_LARGEST_FILE = 64 * 1024 * 1024


class PackageFolderReader:
    """Reads a folder whose package document lists pages that are all there."""

    name = "package-folder"

    def sniff(self, source: Source) -> int:
        return 95 if source.is_folder and _book(source) is not None else 0

    def parts(self, source: Source) -> tuple[Source, ...]:
        """The package document, the tables of contents and all pages."""
        book = _book(source)
        if book is None:
            return ()
        name, package, files = book
        names = [name, package.navigation, package.ncx, *(item.name for item in package.spine)]
        return tuple(dict.fromkeys(found for name in names if name and (found := files.find(name)) is not None))

    def read(self, source: Source) -> Iterator[Work]:
        book = _book(source)
        if book is None:
            raise UnreadableSource("it is no folder with a package document and its pages")
        yield read_book(PackageFolderReader.name, source, book[0], book[2])


class _Folder:
    """The files of a folder by their names in the package, which may be another arrangement than the folder's."""

    def __init__(self, folder: Source, package: str) -> None:
        self._folder = folder
        self._package = package
        self._found: dict[str, Source | None] = {}

    def find(self, name: str) -> Source | None:
        if name not in self._found:
            # Trees that were laid flat have their pages beside the package document.
            beside = posixpath.join(posixpath.dirname(self._package), posixpath.basename(name))
            found = self._folder.child(name) or self._folder.child(beside)
            self._found[name] = found if found is not None and not found.is_folder else None
        return self._found[name]

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    def read(self, name: str) -> bytes:
        found = self.find(name)
        if found is None:
            raise UnreadableSource(f"its file {name} is missing from the folder")
        if found.size > _LARGEST_FILE:
            raise UnreadableSource(f"its file {name} is {found.size:,} bytes long, more than may be read")
        return found.read()

    def path_of(self, name: str) -> str:
        found = self.find(name)
        return found.path.removeprefix(self._folder.path).lstrip("!/") if found is not None else name


def _book(folder: Source) -> tuple[str, Package, _Folder] | None:
    """The package document's name, what it says, and the files; None if not all pages are there."""
    for name in _candidates(folder):
        file = folder.child(name)
        if file is None or file.is_folder or file.size > _LONGEST_PACKAGE:
            continue
        try:
            data = file.read()
            if b"itemref" not in data:
                continue
            package = read_package(data, name)
        except UnreadableSource:
            continue
        files = _Folder(folder, name)
        if all(item.name in files for item in package.spine):
            return name, package, files
    return None


def _candidates(folder: Source) -> Iterator[str]:
    container = folder.child(_CONTAINER)
    if container is not None and (match := _ROOT_FILE.search(container.head())):
        yield posixpath.normpath(unquote(match[1].decode("utf-8", "replace")))
    yield from _PACKAGES
