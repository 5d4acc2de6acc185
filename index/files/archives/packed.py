"""gzip, bzip2 and xz: each packs a tar archive, or one file."""

from __future__ import annotations

import bz2
import gzip
import io
import lzma
import posixpath
import tempfile
import zlib
from collections.abc import Callable, Sequence
from typing import IO, Any, BinaryIO

from fabula.index.errors import UnreadableSource
from fabula.index.files.source import MAX_BYTES
from .archive import Archive, Budget, Entry, make_entry
from .tar_archive import TarArchive

_PIECE_BYTES = 1 << 20
_SUFFIXES = (".gz", ".bz2", ".xz")
# Kept in memory up to this size, then in a temporary file without a name.
_MAX_IN_MEMORY_BYTES = 8 * 1024 * 1024

# The first bytes of a packed file -> the stream that unpacks it.
PACKINGS: dict[bytes, Callable[[BinaryIO], Any]] = {
    b"\x1f\x8b\x08": lambda stream: gzip.GzipFile(fileobj=stream),
    b"BZh": lambda stream: bz2.BZ2File(stream),
    b"\xfd7zXZ\x00": lambda stream: lzma.LZMAFile(stream),  # noqa: SIM115 - closed with what it fills
}


class _PackedFile:
    """An archive of a single file, whose name is that of its packed form without the last ending."""

    def __init__(self, name: str, stream: BinaryIO, size: int) -> None:
        self.damage = ""
        self.entries: Sequence[Entry] = [make_entry(name, size)]
        self._stream = stream

    def open(self, index: int) -> BinaryIO:
        self._stream.seek(0)
        return io.BytesIO(self._stream.read(MAX_BYTES + 1))

    def close(self) -> None:
        self._stream.close()


def unpack(stream: BinaryIO, head: bytes, name: str, budget: Budget) -> Archive:
    """The archive that `stream` packs. Raises UnreadableSource."""
    decompress = next(decompress for magic, decompress in PACKINGS.items() if head.startswith(magic))
    temporary, size, damage = spool(decompress(stream), budget)
    stem, suffix = posixpath.splitext(name)
    start = temporary.read(512)
    temporary.seek(0)
    if is_tar(start, stem if suffix.lower() in _SUFFIXES else name):
        return TarArchive(temporary, damage)
    if damage:
        temporary.close()
        raise UnreadableSource(f"it is incomplete or damaged ({damage})")
    return _PackedFile(stem if suffix.lower() in _SUFFIXES else name, temporary, size)


def spool(stream: IO[bytes], budget: Budget) -> tuple[BinaryIO, int, str]:
    """All of `stream` in a nameless temporary file, its size, and the error that cut it short ("" if none)."""
    temporary = tempfile.SpooledTemporaryFile(_MAX_IN_MEMORY_BYTES)  # noqa: SIM115 - closed with the archive
    size, damage = 0, ""
    try:
        while piece := stream.read(_PIECE_BYTES):
            budget.spend(len(piece))
            size += len(piece)
            try:
                temporary.write(piece)
            except OSError as error:
                raise UnreadableSource(f"there is no room to unpack it: {error.strerror or error}") from error
    except UnreadableSource:
        temporary.close()
        raise
    except (OSError, EOFError, zlib.error, lzma.LZMAError, ValueError) as error:
        damage = str(error)
    temporary.seek(0)
    return temporary, size, damage  # type: ignore[return-value]  # no BinaryIO in the stubs


def is_tar(head: bytes, name: str) -> bool:
    """True for an uncompressed tar archive that begins with `head`. Old ones are known by their names alone."""
    return head[257:262] == b"ustar" or name.lower().endswith((".tar", ".tgz", ".tbz2", ".txz"))
