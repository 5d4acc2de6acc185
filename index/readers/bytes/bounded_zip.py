"""Reads members of a zip archive within bounds: nothing is unpacked to disk, and zip bombs are refused."""

from __future__ import annotations

import zipfile
import zlib
from types import TracebackType
from typing import BinaryIO

from fabula.index.errors import UnreadableSource
from fabula.index.files.archives.zip_directory import open_zip, zip_problem
from fabula.index.files.archives.zip_names import zip_names

# The largest book seen has 2,000 members and 300 MB, nearly all pictures, which are never read.
_MAX_MEMBERS = 20_000
_MAX_TOTAL_BYTES = 512 * 1024 * 1024
_MAX_MEMBER_BYTES = 64 * 1024 * 1024
# Prose shrinks to a third, and white space in markup to a fiftieth; bombs to a thousandth.
_MAX_RATIO = 200
_MIN_BOMB_BYTES = 1024 * 1024


class BoundedZip:
    """An open zip archive. Raises UnreadableSource for one that is broken, protected or hostile."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._archive = open_zip(stream)
            members = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, UnicodeError) as error:
            raise UnreadableSource(zip_problem(stream, error)) from error
        if len(members) > _MAX_MEMBERS:
            raise UnreadableSource(f"it has {len(members):,} members, more than the {_MAX_MEMBERS:,} that are read")
        # Names are looked up in this table only: "../x" leads nowhere.
        self._members = dict(zip(zip_names(members), members, strict=True))
        self._bytes_left = _MAX_TOTAL_BYTES

    def __enter__(self) -> BoundedZip:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> tuple[str, ...]:
        """All members, in the archive's order."""
        return tuple(self._members)

    def read(self, name: str) -> bytes:
        """One member's bytes. Raises UnreadableSource, naming it, if it is missing, damaged, protected or a bomb."""
        member = self._members.get(name)
        if member is None:
            raise UnreadableSource(f"its file {name} is missing from the archive")
        if member.flag_bits & 0x1:
            raise UnreadableSource(f"its file {name} is protected by a password")
        limit = min(_MAX_MEMBER_BYTES, self._bytes_left)
        if member.file_size > limit:
            raise UnreadableSource(f"its file {name} is {member.file_size:,} bytes unpacked, more than may be read")
        if member.file_size > _MIN_BOMB_BYTES and member.file_size > _MAX_RATIO * max(1, member.compress_size):
            raise UnreadableSource(
                f"its file {name} unpacks to {member.file_size:,} bytes from {member.compress_size:,}"
            )
        try:
            with self._archive.open(member) as stream:
                # The sizes in the directory may lie; the unpacked size counts.
                data = stream.read(limit + 1)
        except (
            zipfile.BadZipFile,
            zlib.error,
            OSError,
            EOFError,
            NotImplementedError,
            ValueError,
            RuntimeError,
        ) as error:
            raise UnreadableSource(f"its file {name} is incomplete or damaged ({error})") from error
        if len(data) > limit:
            raise UnreadableSource(f"its file {name} is larger unpacked than may be read")
        self._bytes_left -= len(data)
        return data
