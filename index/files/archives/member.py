"""The members of an archive as sources: a tree of folders and files, by their names."""

from __future__ import annotations

import io
import posixpath
from collections.abc import Iterator
from functools import cached_property
from typing import BinaryIO

from fabula.index.errors import UnreadableSource
from fabula.index.files.paths import display_path
from fabula.index.files.source import HEAD_BYTES, MAX_BYTES, Source
from .archive import Archive, Budget

_SAME_NAME = "an earlier file in the archive has the same name"


class MemberFile(Source):
    """A file in an archive. Its bytes are kept once all of them were read."""

    is_folder = False

    def __init__(self, archive: Archive, budget: Budget, index: int, path: str, root_display_path: str) -> None:
        self.path = path
        self.root_display_path = root_display_path
        self.budget = budget
        self._archive = archive
        self._index = index

    path = ""
    root_display_path = ""

    @property
    def size(self) -> int:
        return self._archive.entries[self._index].size

    @cached_property
    def _bytes(self) -> bytes:
        data = self._first_bytes(MAX_BYTES + 1)
        if len(data) > MAX_BYTES:
            raise UnreadableSource(f"it unpacks to more than the {MAX_BYTES:,} bytes that one file may have")
        return data

    @cached_property
    def _head(self) -> bytes:
        return self._first_bytes(HEAD_BYTES)

    def _first_bytes(self, count: int) -> bytes:
        pieces: list[bytes] = []
        # A damaged or hostile member may make a decompressor raise anything.
        try:
            with self._archive.open(self._index) as stream:
                while count > 0 and (piece := stream.read(min(count, 1 << 20))):
                    self.budget.spend(len(piece))
                    count -= len(piece)
                    pieces.append(piece)
        except (UnreadableSource, MemoryError):
            raise
        except Exception as error:
            raise UnreadableSource(f"it is incomplete or damaged ({str(error) or type(error).__name__})") from error
        return b"".join(pieces)

    def open(self, max_bytes: int = MAX_BYTES) -> BinaryIO:
        return io.BytesIO(self._bytes)

    def read(self) -> bytes:
        return self._bytes

    def children(self) -> Iterator[Source]:
        return iter(())


class MemberFolder(Source):
    """A folder in an archive, or the archive itself as one."""

    is_folder = True
    size = 0
    path = ""
    root_display_path = ""

    def __init__(self, path: str, root_display_path: str) -> None:
        self.path = path
        self.root_display_path = root_display_path
        self.members: dict[str, MemberFolder | MemberFile] = {}

    def open(self, max_bytes: int = MAX_BYTES) -> BinaryIO:
        raise UnreadableSource("it is a folder")

    def children(self) -> Iterator[Source]:
        for name in sorted(self.members):
            yield self.members[name]

    def _child(self, name: str) -> Source | None:
        return self.members.get(name)


def member_tree(archive: Archive, source: Source, budget: Budget) -> tuple[MemberFolder, list[tuple[str, str]]]:
    """The members of `archive`, opened from `source`, as a folder; and (path, reason) of those refused."""
    top = MemberFolder(source.path, source.root_display_path)
    refused: list[tuple[str, str]] = []
    for index, (name, _, problem) in enumerate(archive.entries):
        display_name = display_path(name)
        path = f"{source.path}!/{display_name}"
        if problem:
            refused.append((path, problem))
        elif not _insert(top, display_name, MemberFile(archive, budget, index, path, source.root_display_path)):
            refused.append((path, _SAME_NAME))
    if archive.damage:
        refused.append((source.path, f"it is incomplete or damaged, and may have held more files ({archive.damage})"))
    return top, refused


def _insert(top: MemberFolder, name: str, file: MemberFile) -> bool:
    """False if something has that name already."""
    folder = top
    for part in posixpath.dirname(name).split("/") if "/" in name else ():
        prefix = f"{folder.path}{'/' if folder is not top else '!/'}{part}"
        inner = folder.members.setdefault(part, MemberFolder(prefix, file.root_display_path))
        if isinstance(inner, MemberFile):
            return False
        folder = inner
    return folder.members.setdefault(posixpath.basename(name), file) is file
