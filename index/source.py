"""A source: a file or a folder that readers look at, with bounded reading.

Nothing here follows a link out of its root, opens a device or a pipe, or reads more than `MAX_BYTES` of one file.
"""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import BinaryIO

from .errors import SourceMissing, UnreadableSource

__all__ = ["HEAD_BYTES", "MAX_BYTES", "Source", "located", "shown_path"]

HEAD_BYTES = 65_536
# The largest text in the shared corpora is 6 MB; a file of this size is no story, and parsing it would take gigabytes.
MAX_BYTES = 256 * 1024 * 1024
MAX_DEPTH = 64


def shown_path(path: str) -> str:
    r"""`path` as it is reported: POSIX separators, bytes that are no UTF-8 as `\xNN`."""
    if os.sep != "/":  # pragma: no cover - Windows only
        path = path.replace(os.sep, "/")
    return path.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def located(shown: str) -> Path | None:
    """What is at a path that `shown_path` gave; None if there is nothing."""
    escaped = re.sub(r"\\x([89a-f][0-9a-f])", lambda match: chr(0xDC00 + int(match[1], 16)), shown)
    return next((path for path in (Path(shown), Path(escaped)) if path.exists()), None)


class Source:
    """A file or folder below a root.

    Readers may use `name`, `suffix`, `is_folder`, `head()`, `read()`, `open()` and `children()`; an archive member
    or a third party's source gives the same by subclassing.
    """

    def __init__(self, location: Path, root: Path) -> None:
        self.location = location
        self.root = root

    @classmethod
    def at(cls, path: str | Path) -> Source:
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
                f"There is no file or folder at {shown_path(str(location))}{reason}.",
                hint="Check the spelling; a folder is indexed with everything below it.",
            )
        return cls(location, location if location.is_dir() else location.parent)

    def __repr__(self) -> str:
        return f"{type(self).__name__}({str(self.location)!r})"

    @property
    def name(self) -> str:
        """The file's own name, printable."""
        return shown_path(self.location.name)

    @property
    def suffix(self) -> str:
        """The name's ending in lower case, with its dot: ".txt"; "" if it has none."""
        return self.location.suffix.lower()

    @property
    def path(self) -> str:
        """POSIX path relative to the root."""
        return shown_path(os.path.relpath(self.location, self.root))

    @property
    def root_shown(self) -> str:
        """The root, printable."""
        return shown_path(str(self.root))

    @property
    def is_folder(self) -> bool:
        return self.location.is_dir()

    @cached_property
    def size(self) -> int:
        """Bytes; 0 for a folder."""
        return 0 if self.is_folder else self.location.stat().st_size

    def open(self) -> BinaryIO:
        """Open for reading. Raises UnreadableSource for what is no regular file, is too large or is not allowed."""
        try:
            status = self.location.stat()
            if not stat.S_ISREG(status.st_mode):
                raise UnreadableSource("it is not a regular file (a device, pipe or socket)")
            if status.st_size > MAX_BYTES:
                raise UnreadableSource(
                    f"it is {status.st_size:,} bytes long, more than the {MAX_BYTES:,} that one file may have"
                )
            return self.location.open("rb")
        except OSError as error:
            raise UnreadableSource(f"it cannot be opened: {error.strerror or error}") from error

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
            with self.open() as stream:
                return stream.read(HEAD_BYTES)
        except OSError as error:
            raise UnreadableSource(f"reading it failed: {error.strerror or error}") from error

    def digest(self) -> str:
        """A hash of the bytes (BLAKE2b, 128 bit, hexadecimal), to tell an unchanged file."""
        try:
            with self.open() as stream:
                hashed = hashlib.blake2b(digest_size=16)
                while piece := stream.read(1 << 20):
                    hashed.update(piece)
                return hashed.hexdigest()
        except OSError as error:
            raise UnreadableSource(f"reading it failed: {error.strerror or error}") from error

    def children(self) -> Iterator[Source]:
        """What a folder holds, sorted by name, so that every machine sees the same order.

        Raises UnreadableSource if the folder may not be listed.
        """
        try:
            names = sorted(os.listdir(self.location))
        except OSError as error:
            raise UnreadableSource(f"the folder cannot be listed: {error.strerror or error}") from error
        for name in names:
            yield type(self)(self.location / name, self.root)

    @property
    def depth(self) -> int:
        """How many folders deep below the root."""
        return len(self.location.parts) - len(self.root.parts)

    @property
    def leaves_root(self) -> bool:
        """True for a link that points outside the root, or back to a folder above itself (a loop)."""
        if not self.location.is_symlink():
            return False
        target = Path(os.path.realpath(self.location))
        root = Path(os.path.realpath(self.root))
        inside = target == root or root in target.parents
        parent = Path(os.path.realpath(self.location.parent))
        return not inside or target == parent or target in parent.parents
