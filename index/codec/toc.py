"""Which segments make up the index: one small file a commit, named by its generation, in JSON.

The first bytes are those that Whoosh expects of a table of contents, with a version of our own, so that stock
`open_dir` can be taught to read it; nothing in it is pickled. After them come the length and the CRC-32 of the JSON,
and the JSON.
"""

from __future__ import annotations

import json
import os
import re
import struct
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import LibraryDamaged, LibraryTooNew
from .durable import new_file, sync_folder

__all__ = ["TOC_VERSION", "CopiesEntry", "SegmentEntry", "Toc", "generations", "is_toc", "read_toc", "write_toc"]

# Whoosh's own are -110 and -111; below them there is room.
TOC_VERSION = -7001

# The sizes of int, long and float as Whoosh writes them, and the number that tells its byte order.
_HEAD = bytes([4, 8, 4]) + struct.pack("!i", -12345)
_VERSION = struct.Struct("!i")
_RELEASE = bytes([2, 7, 5])
_LENGTH = struct.Struct("<II")
_LARGEST = 64 * 1024 * 1024
_NAME = re.compile(r"_MAIN_([0-9]{1,18})\.toc")
_SEGMENT_NAME = re.compile(r"MAIN_[0-9a-z]{1,32}\.seg")
_COPIES_NAME = re.compile(r"MAIN_[0-9a-z]{1,32}\.copies")


class SegmentEntry(NamedTuple):
    """A segment of a commit: its file and size, its scenes, and the numbers of its works that are deleted."""

    file: str
    size: int
    scenes: int
    deleted: tuple[int, ...] = ()


class CopiesEntry(NamedTuple):
    """The file that says which scenes are copies of each other, and its size."""

    file: str
    size: int


class Toc(NamedTuple):
    """One commit. `copies` is None where no scene has a copy."""

    generation: int
    segments: tuple[SegmentEntry, ...]
    copies: CopiesEntry | None = None

    @property
    def files(self) -> set[str]:
        """The names of all files that the commit needs beside its table."""
        return {entry.file for entry in self.segments} | ({self.copies.file} if self.copies else set())


def toc_path(folder: Path, generation: int) -> Path:
    return folder / f"_MAIN_{generation}.toc"


def generations(folder: Path) -> list[int]:
    """The generations that have a table of contents, ascending."""
    return sorted(int(match[1]) for name in os.listdir(folder) if (match := _NAME.fullmatch(name)))


def is_toc(path: Path) -> bool:
    """True if the file begins as a table of contents of ours does, whole or not."""
    head = _HEAD + _VERSION.pack(TOC_VERSION)
    try:
        with path.open("rb") as file:
            return file.read(len(head)) == head
    except OSError:
        return False


def write_toc(folder: Path, toc: Toc) -> None:
    """Make `toc` the latest commit. Its segments must be synced; it is synced and renamed, and then the folder is."""
    plain: dict[str, Any] = {
        "fabula": "toc",
        "generation": toc.generation,
        "segments": [
            {"file": entry.file, "size": entry.size, "scenes": entry.scenes, "deleted": list(entry.deleted)}
            for entry in toc.segments
        ],
    }
    if toc.copies is not None:
        plain["copies"] = {"file": toc.copies.file, "size": toc.copies.size}
    encoded = json.dumps(plain, separators=(",", ":")).encode("ascii")
    # The segments' names must be durable before a name that leads to them.
    sync_folder(folder)
    with new_file(toc_path(folder, toc.generation)) as file:
        file.write(_HEAD + _VERSION.pack(TOC_VERSION) + _RELEASE)
        file.write(_LENGTH.pack(len(encoded), zlib.crc32(encoded)) + encoded)
    sync_folder(folder)


def read_toc(folder: Path, generation: int) -> Toc:
    """Raises FileNotFoundError if that commit is gone, LibraryDamaged, LibraryTooNew."""
    path = toc_path(folder, generation)
    content = path.read_bytes()[: _LARGEST + 64]
    start = len(_HEAD) + _VERSION.size + len(_RELEASE) + _LENGTH.size
    if len(content) < start or content[: len(_HEAD)] != _HEAD:
        raise _damage(path, "it was cut short")
    if content[len(_HEAD) + _VERSION.size :][: len(_RELEASE)] != _RELEASE:
        raise _damage(path, "its head makes no sense")
    (version,) = _VERSION.unpack_from(content, len(_HEAD))
    if version != TOC_VERSION:
        raise LibraryTooNew(
            f"{path.name} has version {version}; this Fabula reads {TOC_VERSION}.",
            hint="Install the latest Fabula, or build the library anew.",
        )
    length, checksum = _LENGTH.unpack_from(content, start - _LENGTH.size)
    encoded = content[start:]
    if len(encoded) != length or zlib.crc32(encoded) != checksum:
        raise _damage(path, "it fails its checksum")
    try:
        found = json.loads(encoded)
        entries = tuple(_entry(entry) for entry in found["segments"])
        copies = _copies(found["copies"]) if "copies" in found else None
        if found["generation"] != generation:
            raise ValueError("it belongs to another commit")
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _damage(path, str(error)) from error
    return Toc(generation, entries, copies)


def _entry(plain: dict[str, Any]) -> SegmentEntry:
    entry = SegmentEntry(plain["file"], plain["size"], plain["scenes"], tuple(plain["deleted"]))
    # A name from a hostile file must not lead out of the folder.
    if not isinstance(entry.file, str) or not _SEGMENT_NAME.fullmatch(entry.file):
        raise ValueError("a segment's name is not one")
    if not all(type(number) is int and number >= 0 for number in (entry.size, entry.scenes, *entry.deleted)):
        raise ValueError("a segment's numbers are not numbers")
    return entry


def _copies(plain: dict[str, Any]) -> CopiesEntry:
    entry = CopiesEntry(plain["file"], plain["size"])
    if not isinstance(entry.file, str) or not _COPIES_NAME.fullmatch(entry.file):
        raise ValueError("the name of the file of copies is not one")
    if type(entry.size) is not int or entry.size < 0:
        raise ValueError("the size of the file of copies is not one")
    return entry


def _damage(path: Path, reason: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The table of contents {path} is damaged: {reason}.",
        hint="Restore the library from a copy, or build it anew from the stories.",
    )
