"""7z archives, with the optional package py7zr."""

from __future__ import annotations

import io
import tempfile
from collections.abc import Sequence
from typing import Any, BinaryIO

from fabula.index.errors import ExtraNeeded, UnreadableSource
from fabula.index.files.source import MAX_BYTES
from .archive import MAX_MEMBERS, Budget, Entry, make_entry

_MAX_IN_MEMORY_BYTES = 8 * 1024 * 1024


class SevenZipArchive:
    """Unpacks all files that may be read into one nameless temporary file: members depend on those before them."""

    damage = ""

    def __init__(self, stream: BinaryIO, budget: Budget) -> None:
        try:
            import py7zr  # an extra
        except ImportError as error:
            raise ExtraNeeded(
                '7z archives need the package py7zr. Install it with: pip install "fabula[7z]"'
            ) from error
        # By name: the offset and length in the temporary file.
        self._spans: dict[str, tuple[int, int]] = {}
        self._temporary = tempfile.SpooledTemporaryFile(_MAX_IN_MEMORY_BYTES)  # noqa: SIM115 - closed by close()
        try:
            with py7zr.SevenZipFile(stream) as archive:
                if archive.needs_password():
                    raise UnreadableSource("it is protected by a password")
                members = [member for member in archive.list() if not member.is_directory]
                if len(members) > MAX_MEMBERS:
                    raise UnreadableSource(f"it has more than the {MAX_MEMBERS:,} members that are read")
                self.entries: Sequence[Entry] = [_entry(member) for member in members]
                targets = [m.filename for m, e in zip(members, self.entries, strict=True) if not e.problem]
                self._names = [member.filename for member in members]
                if targets:
                    archive.extract(targets=targets, factory=_factory(self._temporary, self._spans, budget))
        except (UnreadableSource, MemoryError):
            self._temporary.close()
            raise
        # The package fails in many ways on damaged archives, plain AssertionError and IndexError among them.
        except Exception as error:
            self._temporary.close()
            reason = str(error) or type(error).__name__
            raise UnreadableSource(f"the archive is incomplete or damaged ({reason})") from error

    def open(self, index: int) -> BinaryIO:
        span = self._spans.get(self._names[index])
        if span is None:
            raise UnreadableSource("it could not be unpacked")
        self._temporary.seek(span[0])
        return io.BytesIO(self._temporary.read(min(span[1], MAX_BYTES + 1)))

    def close(self) -> None:
        self._temporary.close()


def _entry(member: Any) -> Entry:
    problem = ""
    if member.is_symlink:
        problem = "it is a link, and links in archives are not followed"
    elif not member.is_file:
        problem = "it is not a regular file"
    return make_entry(member.filename, member.uncompressed, None, problem)


def _factory(temporary: Any, spans: dict[str, tuple[int, int]], budget: Budget) -> Any:
    from py7zr.io import Py7zIO, WriterFactory  # an extra

    class Writer(Py7zIO):  # type: ignore[misc,unused-ignore]  # Any without the extra
        """Appends a member to the temporary file."""

        def __init__(self, name: str) -> None:
            self._name = name
            spans[name] = (temporary.seek(0, 2), 0)

        def write(self, piece: bytes | bytearray) -> int:
            budget.spend(len(piece))
            start, length = spans[self._name]
            temporary.write(piece)
            spans[self._name] = (start, length + len(piece))
            return len(piece)

        def read(self, size: int | None = None) -> bytes:
            return b""

        def seek(self, offset: int, whence: int = 0) -> int:
            return 0

        def flush(self) -> None:
            pass

        def size(self) -> int:
            return spans[self._name][1]

    class Factory(WriterFactory):  # type: ignore[misc,unused-ignore]  # as above
        def create(self, filename: str) -> Py7zIO:
            return Writer(filename)

    return Factory()
