"""Zip archives."""

from __future__ import annotations

import stat
import zipfile
import zlib
from collections.abc import Sequence
from typing import BinaryIO

from fabula.index.errors import UnreadableSource
from .archive import MAX_MEMBERS, Entry, make_entry
from .zip_directory import open_zip, zip_problem
from .zip_names import zip_names

_ERRORS = (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, ValueError, RuntimeError)
_UNIX_SYSTEM = 3
_ENCRYPTED_FLAG = 0x1


class ZipArchive:
    """Reads members one by one, straight from the archive."""

    damage = ""

    def __init__(self, stream: BinaryIO) -> None:
        try:
            self._archive = open_zip(stream)
        except _ERRORS as error:
            raise UnreadableSource(zip_problem(stream, error)) from error
        # Not by `is_dir`, which fails where a member has no name.
        self._members = [member for member in self._archive.infolist() if not member.filename.endswith("/")]
        if len(self._members) > MAX_MEMBERS:
            raise UnreadableSource(
                f"it has {len(self._members):,} members, more than the {MAX_MEMBERS:,} that are read"
            )
        names = zip_names(self._members)
        self.entries: Sequence[Entry] = [_entry(*pair) for pair in zip(self._members, names, strict=True)]

    def open(self, index: int) -> BinaryIO:
        try:
            return self._archive.open(self._members[index])  # type: ignore[return-value]  # an IO[bytes] in the stubs
        except _ERRORS as error:
            raise UnreadableSource(f"it is incomplete or damaged ({error})") from error

    def close(self) -> None:
        self._archive.close()


def _entry(member: zipfile.ZipInfo, name: str) -> Entry:
    problem = ""
    kind = stat.S_IFMT(member.external_attr >> 16) if member.create_system == _UNIX_SYSTEM else 0
    if member.flag_bits & _ENCRYPTED_FLAG:
        problem = "it is protected by a password"
    elif kind == stat.S_IFLNK:
        problem = "it is a link, and links in archives are not followed"
    elif kind not in (0, stat.S_IFREG):
        problem = "it is not a regular file"
    return make_entry(name, member.file_size, member.compress_size, problem)
