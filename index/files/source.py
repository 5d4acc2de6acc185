"""A source: a file, an archive's member or a folder that readers look at, with bounded reading.

Nothing here follows a link out of its root, opens a device or a pipe, or reads more than `MAX_BYTES` of one file.
"""

from __future__ import annotations

import hashlib
import os
import posixpath
import re
import stat
import unicodedata
from abc import ABC, abstractmethod
from collections.abc import Hashable, Iterable, Iterator
from functools import cached_property, lru_cache
from pathlib import Path
from typing import BinaryIO, Self

from fabula.index.errors import SourceMissing, UnreadableSource

__all__ = [
    "HEAD_BYTES",
    "LARGEST",
    "MAX_BYTES",
    "MAX_DEPTH",
    "FileSource",
    "Source",
    "digest_of",
    "display_path",
    "located",
    "normal_form",
]

HEAD_BYTES = 65_536
# The largest text in the shared corpora is 6 MB; a file of this size is no story, and parsing it would take gigabytes.
MAX_BYTES = 256 * 1024 * 1024
# Archives are read piece by piece, so they may be larger.
LARGEST = 256 * 1024 * 1024 * 1024
MAX_DEPTH = 64


def display_path(path: str) -> str:
    r"""`path` as it is reported: POSIX separators, bytes that are no UTF-8 as `\xNN`."""
    if os.sep != "/":  # pragma: no cover - Windows only
        path = path.replace(os.sep, "/")
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


@lru_cache(maxsize=64)
def _root_shown(root: Path) -> str:
    # Asked four times for each file.
    return display_path(str(root))


def located(shown: str) -> Path | None:
    """What is at a path that `display_path` gave, for an archive's member the archive; None if there is nothing."""
    shown = shown.partition("!/")[0] if not Path(shown).exists() else shown
    escaped = re.sub(r"\\x([89a-f][0-9a-f])", lambda match: chr(0xDC00 + int(match[1], 16)), shown)
    found = next((path for path in (Path(shown), Path(escaped)) if path.exists()), None)
    return _in_another_form(shown) if found is None and not shown.isascii() else found


def normal_form(path: str) -> str:
    """`path` in NFC, in which paths are compared: file systems and copying programs change the form of accents."""
    return path if path.isascii() else unicodedata.normalize("NFC", path)


def _in_another_form(shown: str) -> Path | None:
    """What has this path but for the normal form of its names; None if there is nothing."""
    found = Path(os.path.abspath(os.sep))
    for part in Path(shown).parts[1:]:
        names = [part]
        if not (found / part).exists():
            try:
                names = sorted(name for name in os.listdir(found) if normal_form(name) == normal_form(part))
            except OSError:
                return None
            if not names:
                return None
        found /= names[0]
    return found


def _normal_below(root: Path, path: str) -> str:
    """`path` below `root` in NFC, but for names beside which another file has the name in NFC."""
    if unicodedata.is_normalized("NFC", path):
        return path
    parts: list[str] = []
    at = root
    for part in Path(path).parts:
        normal, beside = normal_form(part), at / normal_form(part)
        at /= part
        try:
            is_another = normal != part and not beside.samefile(at)
        except OSError:
            is_another = False
        parts.append(part if is_another else normal)
    return str(Path(*parts))


def digest_of(parts: Iterable[Source]) -> str:
    """A hash of the names and bytes of several sources, in their order."""
    hashed = hashlib.blake2b(digest_size=16)
    for part in parts:
        hashed.update(f"{part.name}\0{part.digest()}\0".encode("utf-8", "surrogatepass"))
    return hashed.hexdigest()


class Source(ABC):
    """Something to read from. Readers may use everything here; a third party's source gives the same by subclassing."""

    @staticmethod
    def at(path: str | Path) -> FileSource:
        """The source that a person named. Its root is the folder itself, or the folder of the file.

        Raises SourceMissing if nothing is there.
        """
        location = Path(os.path.abspath(path))
        try:
            there, reason = location.exists(), ""
        except OSError as error:
            there, reason = False, f" that can be reached: {error.strerror or error}"
        if not there:
            raise SourceMissing(
                f"There is no file or folder at {display_path(str(location))}{reason}.",
                hint="Check the spelling; a folder is indexed with everything below it.",
            )
        return FileSource(location, location if location.is_dir() else location.parent)

    @property
    @abstractmethod
    def path(self) -> str:
        """POSIX path relative to the root; an archive's members "a.zip!/b.txt"."""

    @property
    @abstractmethod
    def root_shown(self) -> str:
        """The root, printable."""

    @property
    @abstractmethod
    def is_folder(self) -> bool: ...

    @property
    def name(self) -> str:
        """The file's own name, printable."""
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
    def open(self, most: int = MAX_BYTES) -> BinaryIO:
        """Open for reading and seeking. Raises UnreadableSource for what may not be, or is longer than `most`."""

    @abstractmethod
    def children(self) -> Iterator[Source]:
        """What a folder holds, sorted by name, so that every machine sees the same order.

        Raises UnreadableSource if the folder may not be listed.
        """

    def child(self, path: str) -> Source | None:
        """The file or folder at `path` within this folder; None if there is none, or if `path` leaves the folder."""
        found: Source | None = self
        for part in posixpath.normpath(path).split("/"):
            if found is None or not found.is_folder or part == "..":
                return None
            if part != ".":
                found = found._child(part)
        return found

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
        """The first `HEAD_BYTES` bytes, kept, so that every reader can sniff at the price of one. b"" for a folder."""
        return self._head

    @cached_property
    def _head(self) -> bytes:
        if self.is_folder:
            return b""
        try:
            with self.open(LARGEST) as stream:
                return stream.read(HEAD_BYTES)
        except OSError as error:
            raise UnreadableSource(f"reading it failed: {error.strerror or error}") from error

    def digest(self) -> str:
        """A hash of the bytes (BLAKE2b, 128 bit, hexadecimal), kept, to tell an unchanged file; of a folder, of all
        files in it."""
        return self._digest

    @cached_property
    def _digest(self) -> str:
        if self.is_folder:
            return digest_of(child for child in self.children() if not child.leaves_root)
        try:
            with self.open() as stream:
                hashed = hashlib.blake2b(digest_size=16)
                while piece := stream.read(1 << 20):
                    hashed.update(piece)
                return hashed.hexdigest()
        except OSError as error:
            raise UnreadableSource(f"reading it failed: {error.strerror or error}") from error

    @property
    def leaves_root(self) -> bool:
        """True for a link that points outside the root, or back to a folder above itself (a loop)."""
        return False

    def named(self) -> Source:
        """The same with a path that has a name, where it is the root itself."""
        return self

    def identity(self) -> Hashable:
        """Equal for two paths to one file."""
        return self.root_shown, self.path


class FileSource(Source):
    """A file or folder on disk, below a root."""

    def __init__(self, location: Path, root: Path) -> None:
        self.location = location
        self.root = root
        self._entry: os.DirEntry[str] | None = None
        self._above = ""

    @classmethod
    def listed(cls, entry: os.DirEntry[str], root: Path, above: str) -> Self:
        """What a listing of the folder whose path is `above` has, of which no more is made than is asked for.

        To make a path of each of 10,000 files, and to take it apart again, took half the time of a walk.
        """
        own = cls.__new__(cls)
        own.root, own._entry, own._above = root, entry, above
        return own

    @cached_property
    def location(self) -> Path:
        assert self._entry is not None
        return Path(self._entry.path)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.location)!r})"

    @property
    def name(self) -> str:
        if self._entry is not None and self._entry.name.isascii():
            return self._entry.name
        name = display_path(self.location.name)
        if name.isascii():
            return name
        return normal_form(name) if self.location == self.root else posixpath.basename(self.path)

    @cached_property
    def path(self) -> str:
        if self._entry is not None and self._entry.name.isascii() and self._above.isascii() and os.sep == "/":
            return f"{self._above}/{self._entry.name}" if self._above != "." else self._entry.name
        location, start = str(self.location), str(self.root).rstrip(os.sep) + os.sep
        # A quarter of the time of a walk went into relpath, which makes both absolute first.
        path = location[len(start) :] if location.startswith(start) else os.path.relpath(location, self.root)
        return path if path.isascii() and os.sep == "/" else display_path(_normal_below(self.root, path))

    @property
    def root_shown(self) -> str:
        return _root_shown(self.root)

    @cached_property
    def status(self) -> os.stat_result:
        """As it was when it was first looked at, links followed. Raises OSError, ValueError if nothing is there."""
        return self.location.stat() if self._entry is None else self._entry.stat()

    @cached_property
    def is_folder(self) -> bool:
        try:
            return stat.S_ISDIR(self.status.st_mode) if self._entry is None else self._entry.is_dir()
        except (OSError, ValueError):
            return False

    @cached_property
    def size(self) -> int:
        return 0 if self.is_folder else self.status.st_size

    def open(self, most: int = MAX_BYTES) -> BinaryIO:
        try:
            status = self.location.stat()
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableSource("it is not a regular file (a device, pipe or socket)")
            if status.st_size > most:
                raise UnreadableSource(
                    f"it is {status.st_size:,} bytes long, more than the {most:,} that are read of one"
                )
            return self.location.open("rb")
        except OSError as error:
            raise UnreadableSource(f"it cannot be opened: {error.strerror or error}") from error

    def children(self) -> Iterator[FileSource]:
        return iter(self._children)

    @cached_property
    def _children(self) -> list[FileSource]:
        # Each reader of folders asks for them, and then the walk: looked at once they are a quarter less work.
        try:
            with os.scandir(self.location) as entries:
                found = sorted(entries, key=lambda entry: entry.name)
        except OSError as error:
            raise UnreadableSource(f"the folder cannot be listed: {error.strerror or error}") from error
        return [FileSource.listed(entry, self.root, self.path) for entry in found]

    def _child(self, name: str) -> FileSource | None:
        found = FileSource(self.location / name, self.root)
        if not name.isascii() and not found.location.exists():
            found = next((child for child in self.children() if child.name == normal_form(name)), found)
        return found if found.location.exists() and not found.leaves_root else None

    @property
    def leaves_root(self) -> bool:
        if not (self.location.is_symlink() if self._entry is None else self._entry.is_symlink()):
            return False
        target = Path(os.path.realpath(self.location))
        root = Path(os.path.realpath(self.root))
        inside = target == root or root in target.parents
        parent = Path(os.path.realpath(self.location.parent))
        return not inside or target == parent or target in parent.parents

    def named(self) -> FileSource:
        return FileSource(self.location, self.location.parent) if self.location == self.root else self

    def identity(self) -> Hashable:
        return self.status.st_dev, self.status.st_ino
