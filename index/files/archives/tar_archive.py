"""Tar archives, decompressed."""

from __future__ import annotations

import tarfile
from collections.abc import Sequence
from typing import BinaryIO

from fabula.index.errors import UnreadableSource
from .archive import MAX_MEMBERS, Entry, make_entry
from .name_encoding import decode_names


class TarArchive:
    """Reads members at their offsets in an uncompressed archive. `damage`: the error that ended its decompression."""

    def __init__(self, stream: BinaryIO, damage: str = "") -> None:
        self.damage = damage
        self._stream = stream
        self._members: list[tarfile.TarInfo] = []
        try:
            self._archive = tarfile.open(fileobj=stream, mode="r:")  # noqa: SIM115 - closed by close()
            for member in self._archive:
                if not member.isdir():
                    self._members.append(member)
                # Otherwise the module keeps all headers twice.
                self._archive.members = []  # type: ignore[attr-defined]  # not in the stubs
                if len(self._members) > MAX_MEMBERS:
                    stream.close()
                    raise UnreadableSource(f"it has more than the {MAX_MEMBERS:,} members that are read")
            # After the first header, the module takes a broken one for the end of the archive.
            stream.seek(self._archive.offset)
            if stream.read(tarfile.BLOCKSIZE) != tarfile.NUL * tarfile.BLOCKSIZE:
                self.damage = self.damage or "it does not end as archives do"
        except (tarfile.TarError, OSError, EOFError, ValueError) as error:
            if not self._members:
                stream.close()
                raise UnreadableSource(f"the archive is incomplete or damaged ({error})") from error
            self.damage = self.damage or str(error)
        names = decode_names([_bytes_of(member.name) for member in self._members])
        self.entries: Sequence[Entry] = [_entry(*pair) for pair in zip(self._members, names, strict=True)]

    def open(self, index: int) -> BinaryIO:
        try:
            stream = self._archive.extractfile(self._members[index])
        except (tarfile.TarError, OSError, KeyError, ValueError) as error:
            raise UnreadableSource(f"it is incomplete or damaged ({error})") from error
        assert stream is not None
        return stream  # type: ignore[return-value]  # an IO[bytes] in the stubs

    def close(self) -> None:
        self._archive.close()
        self._stream.close()


def _bytes_of(name: str) -> bytes:
    """The name as the archive has it: bytes that are no UTF-8 come as lone surrogates."""
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", "replace")


def _entry(member: tarfile.TarInfo, name: str) -> Entry:
    problem = ""
    if member.issym() or member.islnk():
        problem = "it is a link, and links in archives are not followed"
    elif not member.isreg():
        problem = "it is not a regular file"
    elif member.sparse is not None:
        problem = "it is a sparse file, as no story is"
    return make_entry(name, member.size, None, problem)
