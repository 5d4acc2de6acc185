"""The table of contents of a commit: a small file, named by its generation, that names the segments of the index.

The first bytes are those that Whoosh expects of a table of contents, with a version of our own, so that stock
`open_dir` can be taught to read it; nothing in it is pickled. Then come the length and the CRC-32 of the JSON, and the
JSON.
"""

from __future__ import annotations

import json
import os
import re
import struct
import zlib
from pathlib import Path
from typing import Any, NamedTuple

from fabula.index.errors import LibraryDamaged, LibraryTooNew, LibraryTooOld
from fabula.index.shapes import Each, Fields, Shape, Text, Whole
from fabula.index.stored_json import parse_json
from .bounded_file import MaxBytes, open_plain, read_plain
from .durable import new_file, sync_folder

# Whoosh's own are -110 and -111; below them there is room. -7001 had no content id.
TOC_VERSION = -7002
# The version of the rules by which works are read, cut into scenes and cut into words. To be raised when a rebuild of
# the same files would give other scenes or terms; the rules of stems and of speech have versions of their own.
RULES_VERSION = 4

# The sizes of int, long and float as Whoosh writes them, and the number that tells its byte order.
_HEAD = bytes([4, 8, 4]) + struct.pack("!i", -12345)
_VERSION = struct.Struct("!i")
_RELEASE = bytes([2, 7, 5])
_LENGTH = struct.Struct("<II")
_MAX_NAME_CHARS = 60
_NAME = re.compile(r"_MAIN_([0-9]{1,18})\.toc")
_SEGMENT_NAME = re.compile(r"MAIN_[0-9a-z]{1,32}\.seg")
_COPIES_NAME = re.compile(r"MAIN_[0-9a-z]{1,32}\.copies")
_SPEECH_NAME = re.compile(r"MAIN_[0-9a-z]{1,32}\.speech")
_MAX_GENERATION = 10**18 - 1
# Works and scenes are numbered in 32 bits.
_NUMBER = Whole(most=(1 << 32) - 1)
_FILE_FIELDS: dict[str, Shape] = {"file": Text(), "size": Whole()}
_SEGMENT_SHAPE = Fields(
    {**_FILE_FIELDS, "scenes": _NUMBER, "deleted": Each(_NUMBER)}, optional={"speech": Fields(_FILE_FIELDS)}
)
_TOC_SHAPE = Fields(
    {
        "generation": Whole(most=_MAX_GENERATION),
        "content": Text(256),
        "rules": Whole(most=1_000_000),
        "segments": Each(_SEGMENT_SHAPE),
    },
    optional={"copies": Fields(_FILE_FIELDS), "kept": Each(Whole(most=_MAX_GENERATION))},
)


class SpeechEntry(NamedTuple):
    """The file with the speech of a segment, and its size."""

    file: str
    size: int


class SegmentEntry(NamedTuple):
    """A segment of a commit: its file and size, its scenes, and the numbers of its works that are deleted.

    speech  None where speech was not attributed yet.
    """

    file: str
    size: int
    scenes: int
    deleted: tuple[int, ...] = ()
    speech: SpeechEntry | None = None

    @property
    def files(self) -> set[str]:
        """The names of its files."""
        return {self.file} | ({self.speech.file} if self.speech else set())


class CopiesEntry(NamedTuple):
    """The file that says which scenes are near-duplicates of each other, and its size."""

    file: str
    size: int


class Toc(NamedTuple):
    """One commit.

    copies   None where no scene has a near-duplicate.
    kept     older generations that are not deleted.
    content  names the works in it: the same in commits that only arrange them in other segments, or add speech.
    rules    the RULES_VERSION that the oldest of its works were read under.
    """

    generation: int
    segments: tuple[SegmentEntry, ...]
    copies: CopiesEntry | None = None
    kept: tuple[int, ...] = ()
    content: str = ""
    rules: int = RULES_VERSION

    @property
    def files(self) -> set[str]:
        """The names of all files that the commit needs beside its table."""
        files = {file for entry in self.segments for file in entry.files}
        return files | ({self.copies.file} if self.copies else set())


def new_content_id() -> str:
    return os.urandom(8).hex()


def toc_path(folder: Path, generation: int) -> Path:
    return folder / f"_MAIN_{generation}.toc"


def generations(folder: Path) -> list[int]:
    """The generations that have a table of contents, ascending."""
    return sorted(int(match[1]) for name in os.listdir(folder) if (match := _NAME.fullmatch(name)))


def is_toc(path: Path) -> bool:
    """True if the file begins as our tables of contents do, damaged or not."""
    head = _HEAD + _VERSION.pack(TOC_VERSION)
    try:
        with open_plain(path, MaxBytes.TABLE_OF_CONTENTS) as file:
            return file.read(len(head)) == head
    except OSError:
        return False


def write_toc(folder: Path, toc: Toc) -> None:
    """Make `toc` the latest commit, durably. The files that it names must be synced."""
    # The names of the segments must be durable before the name of a table that leads to them.
    sync_folder(folder)
    write_table(toc_path(folder, toc.generation), toc)
    sync_folder(folder)


def write_table(path: Path, toc: Toc) -> None:
    """Write and sync `toc` under any name; its folder is not synced. Raises OSError."""
    with new_file(path) as file:
        file.write(encode_toc(toc))


def encode_toc(toc: Toc) -> bytes:
    """The content of its file."""
    plain: dict[str, Any] = {
        "fabula": "toc",
        "generation": toc.generation,
        "content": toc.content,
        "rules": toc.rules,
        "segments": [_plain(entry) for entry in toc.segments],
    }
    if toc.copies is not None:
        plain["copies"] = {"file": toc.copies.file, "size": toc.copies.size}
    if toc.kept:
        plain["kept"] = list(toc.kept)
    encoded = json.dumps(plain, separators=(",", ":")).encode("ascii")
    head = _HEAD + _VERSION.pack(TOC_VERSION) + _RELEASE
    return head + _LENGTH.pack(len(encoded), zlib.crc32(encoded)) + encoded


def _plain(entry: SegmentEntry) -> dict[str, Any]:
    plain: dict[str, Any] = {
        "file": entry.file,
        "size": entry.size,
        "scenes": entry.scenes,
        "deleted": list(entry.deleted),
    }
    if entry.speech is not None:
        plain["speech"] = {"file": entry.speech.file, "size": entry.speech.size}
    return plain


def read_toc(folder: Path, generation: int) -> Toc:
    """Raises FileNotFoundError if that commit is gone, other OSErrors, LibraryDamaged, LibraryTooNew, LibraryTooOld."""
    return read_table(toc_path(folder, generation), generation)


def read_table(path: Path, generation: int) -> Toc:
    """The table of contents in a file of any name. Raises as `read_toc`."""
    return decode_toc(read_plain(path, MaxBytes.TABLE_OF_CONTENTS), path, generation)


def decode_toc(content: bytes, path: Path, generation: int) -> Toc:
    """The table of contents in the bytes of the file at `path`. Raises LibraryDamaged, LibraryTooNew, LibraryTooOld."""
    start = len(_HEAD) + _VERSION.size + len(_RELEASE) + _LENGTH.size
    if len(content) < start or content[: len(_HEAD)] != _HEAD:
        raise _damage(path, "it was cut short")
    if content[len(_HEAD) + _VERSION.size : start - _LENGTH.size] != _RELEASE:
        raise _damage(path, "its head makes no sense")
    (version,) = _VERSION.unpack_from(content, len(_HEAD))
    # Versions count down.
    if version > TOC_VERSION:
        raise LibraryTooOld.of(f"The table of contents {path} has version {version}; this Fabula reads {TOC_VERSION}.")
    if version != TOC_VERSION:
        raise LibraryTooNew.of(f"{path.name} has version {version}; this Fabula reads {TOC_VERSION}.")
    length, checksum = _LENGTH.unpack_from(content, start - _LENGTH.size)
    encoded = content[start:]
    if len(encoded) != length or zlib.crc32(encoded) != checksum:
        raise _damage(path, "it fails its checksum")
    try:
        plain = parse_json(encoded)
        _TOC_SHAPE.check(plain)
        entries = tuple(map(_entry, plain["segments"]))
        copies = CopiesEntry(*_name_and_size(plain["copies"], _COPIES_NAME)) if "copies" in plain else None
        if plain["generation"] != generation:
            raise ValueError("it belongs to another commit")
        if len({entry.file for entry in entries}) < len(entries):
            raise ValueError("it names a segment twice")
    except ValueError as error:
        raise _damage(path, str(error)) from error
    return Toc(generation, entries, copies, tuple(plain.get("kept", ())), plain["content"], plain["rules"])


def _entry(plain: dict[str, Any]) -> SegmentEntry:
    speech = SpeechEntry(*_name_and_size(plain["speech"], _SPEECH_NAME)) if "speech" in plain else None
    return SegmentEntry(*_name_and_size(plain, _SEGMENT_NAME), plain["scenes"], tuple(plain["deleted"]), speech)


def _name_and_size(plain: dict[str, Any], names: re.Pattern[str]) -> tuple[str, int]:
    """The name and the size of a file of the index. Raises ValueError for a name that may lead out of the folder."""
    if not names.fullmatch(plain["file"]):
        raise ValueError(f"it names a file that is none of an index, {plain['file'][:_MAX_NAME_CHARS]!a}")
    return plain["file"], plain["size"]


def _damage(path: Path, reason: str) -> LibraryDamaged:
    return LibraryDamaged(
        f"The table of contents {path} is damaged: {reason}.",
        hint="`fabula check --repair` makes it anew from the index files.",
    )
