"""A file of named arrays: written once, synced, mapped into memory, with a checksum for every 16 KB.

Layout (all numbers little-endian; docs/file-format.md has it in full):

    magic      8 bytes     b"FABULA02"
    sections               each at a multiple of 64
    checksums  u4          at a multiple of 64: the CRC-32 of each 16 KB of the first section, then of the second …
    directory  JSON        {"kind", "version", "meta", "sections": {name: [dtype, offset, count]},
                            "checksums": [offset, count, crc32]}
    trailer    24 bytes    directory offset u64, its length u32, its crc32 u32, magic

A file is never changed once it has its name. Opening checks the trailer, the directory, the table of checksums and that
every section lies inside the file; what is read of a section is verified when it is read (checked.py); `verify` reads
every byte.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Iterator, Mapping
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.errors import LibraryDamaged, LibraryTooNew, LibraryTooOld
from fabula.index.shapes import Fields, OneOf, Row, Table, Text, Whole
from fabula.index.stored_json import parse_json
from .bounded_file import MaxBytes, open_plain
from .checked import CHUNK, CheckedArray, chunks_of
from .durable import new_file
from .held_file import HeldFile

_MAGIC = b"FABULA02"
_TRAILER = struct.Struct("<QII8s")
_ALIGN = 64
_REPAIR = "`fabula check --repair` makes it anew from what is whole and from the stories."
_DTYPES: dict[str, np.dtype[Any]] = {"u1": np.dtype("<u1"), "u4": np.dtype("<u4"), "u8": np.dtype("<u8")}
_MAX_DIRECTORY_BYTES = 1 << 20
_DIRECTORY_SHAPE = Fields(
    {
        "kind": Text(),
        "version": Whole(),
        # Those who read the kind check its values.
        "meta": Fields({}),
        "sections": Table(Row((OneOf(_DTYPES), Whole(), Whole()))),
        "checksums": Row((Whole(), Whole(), Whole())),
    }
)


Section = NDArray[Any] | Iterable[NDArray[Any]]
"""An array of uint8, uint32 or uint64; or at least one piece of it, so that not all has to be in memory."""


def write_container(
    path: Path, kind: str, version: int, sections: Mapping[str, Section], meta: Mapping[str, Any]
) -> int:
    """Write `sections` to `path`, synced to disk. Returns the size in bytes. Raises OSError; then there is no file.

    The folder is not synced: a commit does that once for all its files.
    """
    directory: dict[str, Any] = {"kind": kind, "version": version, "meta": dict(meta), "sections": {}}
    sums: list[int] = []
    with new_file(path) as file:
        file.write(_MAGIC)
        at = len(_MAGIC)
        for name, section in sections.items():
            file.write(b"\0" * (-at % _ALIGN))
            at += -at % _ALIGN
            start, count, code = at, 0, ""
            chunk_sums = _ChunkSums(sums)
            for piece in [section] if isinstance(section, np.ndarray) else section:
                content = np.ascontiguousarray(piece).view(np.uint8).data
                file.write(content)
                chunk_sums.add(content)
                at, count, code = at + len(content), count + len(piece), _code(piece)
            chunk_sums.finish()
            directory["sections"][name] = [code, start, count]
        file.write(b"\0" * (-at % _ALIGN))
        at += -at % _ALIGN
        table = np.array(sums, "<u4").tobytes()
        file.write(table)
        directory["checksums"] = [at, len(sums), zlib.crc32(table)]
        at += len(table)
        encoded = json.dumps(directory, separators=(",", ":")).encode("ascii")
        file.write(encoded)
        file.write(_TRAILER.pack(at, len(encoded), zlib.crc32(encoded), _MAGIC))
    return at + len(encoded) + _TRAILER.size


class _ChunkSums:
    """Computes the checksums of a section that comes in pieces of any length."""

    def __init__(self, sums: list[int]) -> None:
        self._sums = sums
        self._sum = self._filled = 0

    def add(self, content: memoryview) -> None:
        at = 0
        while at < len(content):
            part = content[at : at + CHUNK - self._filled]
            self._sum = zlib.crc32(part, self._sum)
            self._filled += len(part)
            at += len(part)
            if self._filled == CHUNK:
                self.finish()

    def finish(self) -> None:
        if self._filled:
            self._sums.append(self._sum)
        self._sum = self._filled = 0


def _code(array: NDArray[Any]) -> str:
    for code, dtype in _DTYPES.items():
        if array.dtype == dtype:
            return code
    raise TypeError(f"no section can hold {array.dtype}")


def _damage(path: Path, reason: str) -> LibraryDamaged:
    """The error that says what is wrong with the file."""
    return LibraryDamaged(f"The index file {path} is damaged: {reason}.", hint=_REPAIR)


def _unreadable(path: Path, error: OSError) -> LibraryDamaged:
    """The error that says why the file cannot be opened. One that may not be read may be whole."""
    hint = "Check its permissions." if isinstance(error, PermissionError) else _REPAIR
    return LibraryDamaged(f"The index file {path} cannot be read: {error.strerror or error}.", hint=hint)


class Container:
    """An open file of arrays. Arrays are views of the mapped file, read-only, and may be used by many threads."""

    def __init__(
        self,
        path: Path,
        kind: str,
        version: int,
        size: int | None = None,
        max_bytes: MaxBytes = MaxBytes.SEGMENT,
        *,
        held: HeldFile | None = None,
    ) -> None:
        """`size` is that which the file must have, if it is known; `held` is the file, if somebody has it open already.

        Raises LibraryDamaged for a file that is not whole, LibraryTooNew or LibraryTooOld for another version.
        """
        self.path = path
        # No bound method: arrays that refer to their file in a circle would keep it mapped until the collector runs.
        self.damage = partial(_damage, path)
        try:
            if held is None:
                with open_plain(path, max_bytes) as file:
                    held = HeldFile(os.dup(file.fileno()))
            self.held = held
            self._map = mmap.mmap(held.number, 0, access=mmap.ACCESS_READ)
        except OSError as error:
            raise _unreadable(path, error) from error
        except ValueError as error:
            raise self.damage(str(error)) from error
        try:
            if size is not None and len(self._map) != size:
                raise self.damage(f"it has {len(self._map):,} bytes instead of {size:,}")
            directory = self._read_directory()
            self._sections = self._open_sections(directory)
            self.meta: Mapping[str, Any] = directory["meta"]
            if directory["kind"] != kind:
                raise self.damage(f"it is a {directory['kind']}, not a {kind}")
            if directory["version"] < version:
                raise LibraryTooOld.of(
                    f"The index file {path} has version {directory['version']}; this Fabula reads {version}."
                )
            if directory["version"] != version:
                raise LibraryTooNew.of(f"{path.name} has version {directory['version']}; this Fabula reads {version}.")
        except ValueError as error:
            raise self.damage(f"its directory makes no sense ({error})") from error

    def _read_directory(self) -> dict[str, Any]:
        if len(self._map) < len(_MAGIC) + _TRAILER.size or self._map[: len(_MAGIC)] != _MAGIC:
            raise self.damage("it is not a Fabula file, or was cut short")
        start, length, checksum, magic = _TRAILER.unpack(self._map[-_TRAILER.size :])
        if magic != _MAGIC or length > _MAX_DIRECTORY_BYTES or start + length + _TRAILER.size != len(self._map):
            raise self.damage("its end is missing")
        encoded = self._map[start : start + length]
        if zlib.crc32(encoded) != checksum:
            raise self.damage("its directory fails its checksum")
        directory: dict[str, Any] = parse_json(encoded)
        _DIRECTORY_SHAPE.check(directory)
        self._end = start
        return directory

    def _open_sections(self, directory: dict[str, Any]) -> dict[str, tuple[str, int, int, CheckedArray]]:
        """For each section its type, its first byte, the byte after its last, and its array."""
        at, count, checksum = directory["checksums"]
        self._require_inside("checksums", at, count, 4)
        if at + 4 * count != self._end:
            raise self.damage("its checksums do not end where its directory begins")
        self._table_start: int = at
        table = np.frombuffer(self._map, "<u4", count, at)
        if zlib.crc32(table.tobytes()) != checksum:
            raise self.damage("its checksums fail their own")
        sections, before = {}, 0
        for name, (code, offset, count) in directory["sections"].items():
            dtype = _DTYPES[code]
            self._require_inside(name, offset, count, dtype.itemsize)
            sums = table[before : before + chunks_of(count * dtype.itemsize)]
            before += chunks_of(count * dtype.itemsize)
            if before > len(table):
                raise self.damage("it has not as many checksums as it needs")
            array = np.frombuffer(self._map, dtype, count, offset)
            sections[name] = (
                code,
                offset,
                offset + count * dtype.itemsize,
                CheckedArray(name, array, sums, self.damage),
            )
        return sections

    def _require_inside(self, name: str, offset: int, count: int, size: int) -> None:
        if offset % _ALIGN or offset + count * size > self._end:
            raise self.damage(f"its section {name} lies outside the file")

    def require_size(self) -> None:
        """Raises LibraryDamaged if the file has become shorter or longer since it was mapped, OSError if it is gone.

        Reading what was cut off a mapped file ends the process (SIGBUS). Asking takes 2 µs.
        """
        size = self.path.stat().st_size
        if size != len(self._map):
            raise self.damage(f"it has {size:,} bytes instead of {len(self._map):,}")

    def release(self) -> None:
        """Let go of the pages that are in memory; they are read again when they are asked for."""
        if hasattr(mmap, "MADV_DONTNEED"):
            self._map.madvise(mmap.MADV_DONTNEED)

    def has(self, name: str) -> bool:
        """True if there is a section `name`; some are optional."""
        return name in self._sections

    def length(self, name: str) -> int:
        """How many numbers the section `name` has; 0 if it is not there."""
        return len(self._sections[name][3]) if name in self._sections else 0

    def section(self, name: str, dtype: str) -> CheckedArray:
        """The section `name`, which must be of `dtype` ("u1", "u4", "u8"). Raises LibraryDamaged if it is not there."""
        section = self._sections.get(name)
        if section is None or section[0] != dtype:
            raise self.damage(f"it has no section {name}")
        return section[3]

    def array(self, name: str, dtype: str) -> NDArray[Any]:
        """A whole section, verified. Raises LibraryDamaged if it is missing or damaged."""
        return self.section(name, dtype).whole()

    def damaged_at(self, name: str) -> list[tuple[int, int]]:
        """The bytes of the section `name` that fail their checksums, as half-open ranges."""
        return [(low, low + CHUNK) for low in self._sections[name][3].bad()]

    def verify(self) -> list[str]:
        """The names of the sections that fail their checksums, and "padding" if bytes between sections are not zero.

        Every byte is read, but for those that opening has verified.
        """
        return [name for name, (_, _, _, array) in self._sections.items() if array.bad()] + [
            "padding" for _ in self._nonzero_padding()
        ][:1]

    def _nonzero_padding(self) -> Iterator[int]:
        """Where bytes between sections are not zero, or more than align the next one."""
        at = len(_MAGIC)
        # The table of checksums ends where the directory begins.
        edges = sorted((start, end) for _, start, end, _ in self._sections.values())
        for start, end in [*edges, (self._table_start, self._end)]:
            if start - at >= _ALIGN or any(self._map[at:start]):
                yield at
            at = max(at, end)
