"""A source: a file, an archive's member or a folder that readers look at. Reading is bounded.

No source follows a link out of its root, opens a device or a pipe, or reads more than `MAX_BYTES` of one file.
"""

from __future__ import annotations

import hashlib
import posixpath
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property
from typing import BinaryIO

from fabula.index.errors import UnreadableSource

HEAD_BYTES = 65_536
# The largest text in the shared corpora has 6 MB; a file of this size is no story, and parsing it would take gigabytes.
MAX_BYTES = 256 * 1024 * 1024
# Archives are read piece by piece, so they may be larger.
MAX_ARCHIVE_BYTES = 256 * 1024 * 1024 * 1024
MAX_DEPTH = 64


def digest_of(sources: Iterable[Source]) -> str:
    """A hash of the names and bytes of several sources, in their order."""
    digest = hashlib.blake2b(digest_size=16)
    for source in sources:
        digest.update(f"{source.name}\0{source.digest()}\0".encode("utf-8", "surrogatepass"))
    return digest.hexdigest()


class Source(ABC):
    """A file or folder to read. Readers may use everything here; other kinds of sources subclass it."""

    @property
    @abstractmethod
    def path(self) -> str:
        """POSIX path relative to the root; an archive's members "a.zip!/b.txt"."""

    @property
    @abstractmethod
    def root_display_path(self) -> str:
        """The root, absolute and printable."""

    @property
    @abstractmethod
    def is_folder(self) -> bool: ...

    @property
    def name(self) -> str:
        """The last part of the path, printable."""
        return posixpath.basename(self.path)

    @property
    def suffix(self) -> str:
        """The name's ending in lower case, with its dot: ".txt"; "" if it has none."""
        return posixpath.splitext(self.name)[1].lower()

    @property
    def stem(self) -> str:
        """The name without its ending."""
        return posixpath.splitext(self.name)[0]

    @property
    @abstractmethod
    def size(self) -> int:
        """Bytes; 0 for a folder."""

    @abstractmethod
    def open(self, max_bytes: int = MAX_BYTES) -> BinaryIO:
        """Open for reading and seeking. Raises UnreadableSource for no regular file, or one over `max_bytes`."""

    @abstractmethod
    def children(self) -> Iterator[Source]:
        """The entries of a folder, sorted by name, so that every machine sees the same order.

        Raises UnreadableSource if the folder may not be listed.
        """

    def child(self, path: str) -> Source | None:
        """The file or folder at `path` within this folder; None if there is none, or if `path` leaves the folder."""
        source: Source | None = self
        for part in posixpath.normpath(path).split("/"):
            if source is None or not source.is_folder or part == "..":
                return None
            if part != ".":
                source = source._child(part)
        return source

    def beside(self, path: str) -> Source | None:
        """The file at `path`, relative to the folder that this file is in, below the same root; None if there is none,
        or if this kind of source does not know."""
        return None

    def _child(self, name: str) -> Source | None:
        return next((child for child in self.children() if child.name == name), None)

    def read(self) -> bytes:
        """All bytes. Raises UnreadableSource as `open`."""
        try:
            with self.open() as stream:
                return stream.read(MAX_BYTES)
        except OSError as error:
            raise UnreadableSource(f"reading it failed: {error.strerror or error}") from error

    def head(self) -> bytes:
        """The first `HEAD_BYTES` bytes; b"" for a folder. Cached: all readers sniff at the price of one read."""
        return self._head

    @cached_property
    def _head(self) -> bytes:
        if self.is_folder:
            return b""
        try:
            with self.open(MAX_ARCHIVE_BYTES) as stream:
                return stream.read(HEAD_BYTES)
        except OSError as error:
            raise UnreadableSource(f"reading it failed: {error.strerror or error}") from error

    def digest(self) -> str:
        """A cached hash of the bytes (BLAKE2b, 128 bit, hexadecimal), which tells an unchanged file; of a folder, of
        all files in it."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        if self.is_folder:
            return digest_of(child for child in self.children() if not child.leaves_root)
        try:
            with self.open() as stream:
                digest = hashlib.blake2b(digest_size=16)
                while piece := stream.read(1 << 20):
                    digest.update(piece)
                return digest.hexdigest()
        except OSError as error:
            raise UnreadableSource(f"reading it failed: {error.strerror or error}") from error

    @property
    def leaves_root(self) -> bool:
        """True for a link that points outside the root, or back to a folder above itself (a loop)."""
        return False

    @property
    def missing_target(self) -> str:
        """Where a symbolic link leads, printable, if nothing is there; "" for everything else."""
        return ""

    def with_name(self) -> Source:
        """This source, with its parent as the root if it is its own root: then its path is a name, not "."."""
        return self

    def identity(self) -> Hashable:
        """Equal for two paths to one file."""
        return self.root_display_path, self.path
