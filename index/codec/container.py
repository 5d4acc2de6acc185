"""A file of named arrays: written once, synced, mapped into memory, with a checksum for each.

Layout (all numbers little-endian; docs/file-format.md has it in full):

    magic      8 bytes     b"FABULA01"
    sections               each at a multiple of 64
    directory  JSON        {"kind", "version", "meta", "sections": {name: [dtype, offset, count, crc32]}}
    trailer    24 bytes    directory offset u64, its length u32, its crc32 u32, magic

A file is never changed once it has its name. Reading checks the trailer, the directory and that every section lies
inside the file; `verify` reads every byte.
"""

from __future__ import annotations

import json
import mmap
import os
import struct
import zlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import LibraryDamaged, LibraryTooNew

__all__ = ["Container", "Section", "sync_folder", "write_container"]

_MAGIC = b"FABULA01"
_TRAILER = struct.Struct("<QII8s")
_ALIGN = 64
_DTYPES: dict[str, np.dtype[Any]] = {"u1": np.dtype("<u1"), "u4": np.dtype("<u4"), "u8": np.dtype("<u8")}
_LARGEST_DIRECTORY = 1 << 20


Section = NDArray[Any] | Iterable[NDArray[Any]]
"""An array of uint8, uint32 or uint64; or pieces of one, at least one, so that they need not all be in memory."""


def write_container(
    path: Path, kind: str, version: int, sections: Mapping[str, Section], meta: Mapping[str, Any]
) -> int:
    """Write `sections` to `path`, synced to disk. Returns the size in bytes.

    The folder is not synced: a commit does that once for all its files.
    """
    temporary = path.with_name(f"{path.name}.tmp")
    directory: dict[str, Any] = {"kind": kind, "version": version, "meta": dict(meta), "sections": {}}
    with temporary.open("wb") as file:
        file.write(_MAGIC)
        at = len(_MAGIC)
        for name, section in sections.items():
            padding = -at % _ALIGN
            file.write(b"\0" * padding)
            at += padding
            start, count, checksum, code = at, 0, 0, ""
            for piece in [section] if isinstance(section, np.ndarray) else section:
                content = np.ascontiguousarray(piece).view(np.uint8).data
                file.write(content)
                checksum = zlib.crc32(content, checksum)
                at, count, code = at + len(content), count + len(piece), _code(piece)
            directory["sections"][name] = [code, start, count, checksum]
        encoded = json.dumps(directory, separators=(",", ":")).encode("ascii")
        file.write(encoded)
        file.write(_TRAILER.pack(at, len(encoded), zlib.crc32(encoded), _MAGIC))
        file.flush()
        os.fsync(file.fileno())
    temporary.replace(path)
    return at + len(encoded) + _TRAILER.size


def sync_folder(folder: Path) -> None:
    """Make the names in `folder` durable; where the system cannot open folders, there is no such thing to do."""
    if not hasattr(os, "O_DIRECTORY"):  # pragma: no cover - Windows
        return
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _code(array: NDArray[Any]) -> str:
    for code, dtype in _DTYPES.items():
        if array.dtype == dtype:
            return code
    raise TypeError(f"no section can hold {array.dtype}")


class Container:
    """An open file of arrays. Arrays are views of the mapped file, read-only, and may be used by many threads."""

    def __init__(self, path: Path, kind: str, version: int, size: int | None = None) -> None:
        """Raises LibraryDamaged for a file that is not whole, LibraryTooNew for one of a later version."""
        self.path = path
        try:
            with path.open("rb") as file:
                self._map = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError) as error:
            raise self._damage(str(error)) from error
        try:
            if size is not None and len(self._map) != size:
                raise self._damage(f"it has {len(self._map):,} bytes instead of {size:,}")
            directory = self._directory()
            self._sections = self._checked(directory)
            self.meta: Mapping[str, Any] = directory["meta"]
            if directory["kind"] != kind:
                raise self._damage(f"it is a {directory['kind']}, not a {kind}")
            if directory["version"] != version:
                raise LibraryTooNew(
                    f"{path.name} has version {directory['version']}; this Fabula reads {version}.",
                    hint="Install the latest Fabula, or build the library anew.",
                )
        except (KeyError, TypeError, ValueError, AttributeError, RecursionError) as error:
            raise self._damage(f"its directory makes no sense ({error})") from error

    def _damage(self, reason: str) -> LibraryDamaged:
        return LibraryDamaged(
            f"The index file {self.path} is damaged: {reason}.",
            hint="Restore the library from a copy, or build it anew from the stories.",
        )

    def _directory(self) -> dict[str, Any]:
        if len(self._map) < len(_MAGIC) + _TRAILER.size or self._map[: len(_MAGIC)] != _MAGIC:
            raise self._damage("it is not a Fabula file, or was cut short")
        start, length, checksum, magic = _TRAILER.unpack(self._map[-_TRAILER.size :])
        if magic != _MAGIC or length > _LARGEST_DIRECTORY or start + length + _TRAILER.size != len(self._map):
            raise self._damage("its end is missing")
        encoded = self._map[start : start + length]
        if zlib.crc32(encoded) != checksum:
            raise self._damage("its directory fails its checksum")
        found = json.loads(encoded)
        if not isinstance(found, dict) or not isinstance(found["meta"], dict):
            raise self._damage("its directory makes no sense")
        self._end = start
        return found

    def _checked(self, directory: dict[str, Any]) -> dict[str, tuple[np.dtype[Any], int, int, int]]:
        sections = {}
        for name, (code, offset, count, checksum) in directory["sections"].items():
            dtype = _DTYPES[code]
            numbers = (offset, count, checksum)
            if not all(type(number) is int and number >= 0 for number in numbers):
                raise self._damage(f"its section {name} makes no sense")
            if offset % _ALIGN or offset + count * dtype.itemsize > self._end:
                raise self._damage(f"its section {name} lies outside the file")
            sections[name] = (dtype, offset, count, checksum)
        return sections

    def has(self, name: str) -> bool:
        """True if there is a section `name`: files of earlier releases lack some."""
        return name in self._sections

    def array(self, name: str, dtype: str) -> NDArray[Any]:
        """The section `name`, which must be of `dtype` ("u1", "u4", "u8"). Raises LibraryDamaged if it is not there."""
        found = self._sections.get(name)
        if found is None or found[0] != _DTYPES[dtype]:
            raise self._damage(f"it has no section {name}")
        return np.frombuffer(self._map, found[0], found[2], found[1])

    def verify(self) -> list[str]:
        """The names of the sections that fail their checksums; every byte is read."""
        bad = []
        for name, (dtype, offset, count, checksum) in self._sections.items():
            with memoryview(self._map) as whole, whole[offset : offset + count * dtype.itemsize] as content:
                if zlib.crc32(content) != checksum:
                    bad.append(name)
        return bad
