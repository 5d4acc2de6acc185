"""Reads a folder with a package document: a Standard Ebooks source tree, or an unpacked EPUB. One work."""

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

_CONTAINER = "META-INF/container.xml"
_ROOT_FILE = re.compile(rb"full-path\s*=\s*[\"']([^\"']+)")
_PACKAGE_NAMES = (
    "content.opf",
    "package.opf",
    "src/epub/content.opf",
    "OEBPS/content.opf",
    "OPS/content.opf",
    "EPUB/package.opf",
)
# The longest of Standard Ebooks has 300 kB.
_MAX_PACKAGE_BYTES = 8 * 1024 * 1024
_MAX_FILE_BYTES = 64 * 1024 * 1024


class PackageFolderReader:
    """Reads a folder that has all pages of its package document."""

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
        return tuple(dict.fromkeys(file for name in names if name and (file := files.find(name)) is not None))

    def read(self, source: Source) -> Iterator[Work]:
        book = _book(source)
        if book is None:
            raise UnreadableSource("it is no folder with a package document and its pages")
        name, _, files = book
        yield read_book(PackageFolderReader.name, source, name, files)


class _FolderFiles:
    """The files of a folder by their names in the package, which may differ from those in the folder."""

    def __init__(self, folder: Source, package: str) -> None:
        self._folder = folder
        self._package = package
        self._files: dict[str, Source | None] = {}

    def find(self, name: str) -> Source | None:
        if name not in self._files:
            # Flattened trees have their pages beside the package document.
            beside = posixpath.join(posixpath.dirname(self._package), posixpath.basename(name))
            file = self._folder.child(name) or self._folder.child(beside)
            self._files[name] = file if file is not None and not file.is_folder else None
        return self._files[name]

    def __contains__(self, name: str) -> bool:
        return self.find(name) is not None

    def read(self, name: str) -> bytes:
        file = self.find(name)
        if file is None:
            raise UnreadableSource(f"its file {name} is missing from the folder")
        if file.size > _MAX_FILE_BYTES:
            raise UnreadableSource(f"its file {name} is {file.size:,} bytes long, more than may be read")
        return file.read()

    def path_of(self, name: str) -> str:
        file = self.find(name)
        return file.path.removeprefix(self._folder.path).lstrip("!/") if file is not None else name


def _book(folder: Source) -> tuple[str, Package, _FolderFiles] | None:
    """The name and content of the package document, and the files; None if a page is missing."""
    for name in _possible_package_names(folder):
        file = folder.child(name)
        if file is None or file.is_folder or file.size > _MAX_PACKAGE_BYTES:
            continue
        try:
            data = file.read()
            if b"itemref" not in data:
                continue
            package = read_package(data, name)
        except UnreadableSource:
            continue
        files = _FolderFiles(folder, name)
        if all(item.name in files for item in package.spine):
            return name, package, files
    return None


def _possible_package_names(folder: Source) -> Iterator[str]:
    container = folder.child(_CONTAINER)
    if container is not None and (match := _ROOT_FILE.search(container.head())):
        yield posixpath.normpath(unquote(match[1].decode("utf-8", "replace")))
    yield from _PACKAGE_NAMES
