"""Reads a folder with a package document: a Standard Ebooks source tree, or an unpacked EPUB. One work."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from functools import cached_property
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import unquote

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import Source
from fabula.index.model import Work
from .member_names import MemberNames

if TYPE_CHECKING:
    from .opf import Package

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
# So many files are looked at for one whose name differs from that in the package.
_MAX_FILES = 20_000
_MAX_FOLDERS_DEEP = 8


class PackageFolderReader:
    """Reads a folder that has pages of its package document: all, or at least half of them."""

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
        return tuple(dict.fromkeys(file for name in names if name and (file := files.source(name)) is not None))

    def read(self, source: Source) -> Iterator[Work]:
        from .book import read_book  # 0.2 s, saved where no folder is an unpacked book

        book = _book(source)
        if book is None:
            raise UnreadableSource("it is no folder with a package document and its pages")
        name, _, files = book
        yield from read_book(PackageFolderReader.name, source, name, files)


class _FolderFiles:
    """The files of a folder by their names in the package, which may differ from those in the folder."""

    def __init__(self, folder: Source, package: str) -> None:
        self._folder = folder
        self._package = package
        self._files: dict[str, Source | None] = {}

    @cached_property
    def _names(self) -> MemberNames:
        return MemberNames(islice(_names_below(self._folder, ""), _MAX_FILES))

    def find(self, name: str) -> str:
        if not name:
            return ""
        # Flattened trees have their pages beside the package document.
        beside = posixpath.join(posixpath.dirname(self._package), posixpath.basename(name))
        found = next((one for one in (name, beside) if self.source(one) is not None), "")
        return found or self._names.find(name)

    def source(self, name: str) -> Source | None:
        """The file of that very name."""
        if name not in self._files:
            file = self._folder.child(name)
            self._files[name] = file if file is not None and not file.is_folder else None
        return self._files[name]

    def read(self, name: str) -> bytes:
        file = self.source(name)
        if file is None:
            raise UnreadableSource(f"its file {name} is missing from the folder")
        if file.size > _MAX_FILE_BYTES:
            raise UnreadableSource(f"its file {name} is {file.size:,} bytes long, more than may be read")
        try:
            return file.read()
        except UnreadableSource as error:
            raise UnreadableSource(f"its file {name}: {error}") from error

    def path_of(self, name: str) -> str:
        file = self.source(name)
        return file.path.removeprefix(self._folder.path).lstrip("!/") if file is not None else name

    def other_names(self) -> tuple[str, ...]:
        return ()


def _names_below(folder: Source, prefix: str, depth: int = 0) -> Iterator[str]:
    for child in folder.children():
        if child.leaves_root or depth > _MAX_FOLDERS_DEEP:
            continue
        if child.is_folder:
            yield from _names_below(child, f"{prefix}{child.name}/", depth + 1)
        else:
            yield f"{prefix}{child.name}"


def _book(folder: Source) -> tuple[str, Package, _FolderFiles] | None:
    """The name and content of the package document, and the files; None if most of its pages are missing."""
    for name in _possible_package_names(folder):
        file = folder.child(name)
        if file is None or file.is_folder or file.size > _MAX_PACKAGE_BYTES:
            continue
        from .opf import read_package  # 20 ms, saved where no folder is an unpacked book

        files = _FolderFiles(folder, name)
        try:
            data = file.read()
            if b"itemref" not in data:
                continue
            package = read_package(data, name).located(files.find)
        except UnreadableSource:
            continue
        if 2 * sum(files.source(item.name) is not None for item in package.spine) >= len(package.spine):
            return name, package, files
    return None


def _possible_package_names(folder: Source) -> Iterator[str]:
    container = folder.child(_CONTAINER)
    if container is not None and (match := _ROOT_FILE.search(container.head())):
        yield posixpath.normpath(unquote(match[1].decode("utf-8", "replace")))
    yield from _PACKAGE_NAMES
