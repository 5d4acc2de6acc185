"""Members of a zip archive, within bounds: nothing is unpacked to disk, and no bomb goes off."""

from __future__ import annotations

import zipfile
import zlib
from types import TracebackType
from typing import BinaryIO

from fabula.index.errors import UnreadableSource

__all__ = ["BoundedZip"]

# The largest book seen has 2,000 members and 300 MB, nearly all pictures, which are never read.
_MOST_MEMBERS = 20_000
_MOST_BYTES = 512 * 1024 * 1024
_LARGEST_MEMBER = 64 * 1024 * 1024
# Prose shrinks to a third, and white space in markup to a fiftieth; bombs to a thousandth.
_HIGHEST_RATIO = 200
_SMALL = 1024 * 1024


class BoundedZip:
    """An open zip archive. Raises UnreadableSource for one that is broken, protected or hostile."""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._archive = zipfile.ZipFile(stream)
            members = self._archive.infolist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError, EOFError, UnicodeError) as error:
            raise UnreadableSource(f"the archive is incomplete or damaged ({error})") from error
        if len(members) > _MOST_MEMBERS:
            raise UnreadableSource(f"it has {len(members):,} members, more than the {_MOST_MEMBERS:,} that are read")
        # Names are only looked up in this table: "../x" leads nowhere.
        self._members = {member.filename: member for member in members}
        self._left = _MOST_BYTES

    def __enter__(self) -> BoundedZip:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._archive.close()

    def __contains__(self, name: str) -> bool:
        return name in self._members

    def names(self) -> tuple[str, ...]:
        """All members, in the archive's own order."""
        return tuple(self._members)

    def path_of(self, name: str) -> str:
        """Where a member is within the archive: its name."""
        return name

    def read(self, name: str) -> bytes:
        """One member's bytes. Raises UnreadableSource, naming it, if it is missing, damaged, protected or a bomb."""
        member = self._members.get(name)
        if member is None:
            raise UnreadableSource(f"its file {name} is missing from the archive")
        if member.flag_bits & 0x1:
            raise UnreadableSource(f"its file {name} is protected by a password")
        limit = min(_LARGEST_MEMBER, self._left)
        if member.file_size > limit:
            raise UnreadableSource(f"its file {name} is {member.file_size:,} bytes unpacked, more than may be read")
        if member.file_size > _SMALL and member.file_size > _HIGHEST_RATIO * max(1, member.compress_size):
            raise UnreadableSource(
                f"its file {name} unpacks to {member.file_size:,} bytes from {member.compress_size:,}"
            )
        try:
            with self._archive.open(member) as stream:
                # The sizes in the directory may lie; what comes out counts.
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
        self._left -= len(data)
        return data
