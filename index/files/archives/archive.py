"""The protocol of archives, and the bounds within which they are read."""

from __future__ import annotations

import posixpath
from collections.abc import Sequence
from typing import BinaryIO, NamedTuple, Protocol

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import MAX_BYTES, MAX_DEPTH

MAX_MEMBERS = 100_000
# Prose shrinks to a third, and white space in markup to a fiftieth; bombs to a thousandth.
_MAX_RATIO = 200
# A member this small may have any ratio.
_SMALL_MEMBER_BYTES = 1024 * 1024
# The least that a small archive may unpack to, and the most that any may: it goes through the temporary folder.
_MIN_BUDGET_BYTES = 64 * 1024 * 1024
_MAX_BUDGET_BYTES = 4 * 1024 * 1024 * 1024


class Entry(NamedTuple):
    """A file in an archive and its unpacked size in bytes. `problem`: why it may not be read; "" if it may."""

    name: str
    size: int
    problem: str = ""


class Archive(Protocol):
    """An open archive: its files in its own order. `damage` says that more files were there once; "" if not."""

    entries: Sequence[Entry]
    damage: str

    def open(self, index: int) -> BinaryIO:
        """The bytes of `entries[index]`. Raises UnreadableSource."""
        ...

    def close(self) -> None: ...


class Budget:
    """The bytes that an archive, with all archives in it, may still unpack to."""

    def __init__(self, packed: int) -> None:
        self.left = min(_MAX_BUDGET_BYTES, max(_MIN_BUDGET_BYTES, packed * _MAX_RATIO))

    def spend(self, count: int) -> None:
        """Raises UnreadableSource if less than `count` bytes are left."""
        self.left -= count
        if self.left < 0:
            raise UnreadableSource("the archive unpacks to far more than stories do, so the rest of it is not read")


def make_entry(name: str, size: int, packed: int | None = None, problem: str = "") -> Entry:
    """The entry of a regular file; its problem says if its name or size is not allowed. `packed`: bytes packed."""
    name = name.replace("\\", "/")
    parts = name.split("/")
    if not name:
        problem = problem or "it has no name"
    elif name.startswith("/") or name[1:2] == ":" or ".." in parts:
        problem = problem or "its name leads out of the archive"
    elif len(parts) > MAX_DEPTH:
        problem = problem or f"it lies more than {MAX_DEPTH} folders deep"
    elif size > MAX_BYTES:
        problem = problem or f"it is {size:,} bytes unpacked, more than the {MAX_BYTES:,} that one file may have"
    elif packed is not None and size > _SMALL_MEMBER_BYTES and size > _MAX_RATIO * max(1, packed):
        problem = problem or f"it unpacks to {size:,} bytes from {packed:,}, as no story does"
    return Entry(name if problem else posixpath.normpath(name), size, problem)
