"""Reads the records of a Palm database, the container of Mobipocket and PalmDOC books (MobileRead wiki, "PDB")."""

from __future__ import annotations

import struct

from fabula.index.errors import UnreadableSource

_HEADER_BYTES = 78
_ENTRY_BYTES = 8
# The kinds of books that are read.
BOOK, DOC = "BOOKMOBI", "TEXtREAd"


def database_kind(head: bytes) -> str:
    """Type and creator of the database that begins with `head`: "BOOKMOBI", "TEXtREAd", …; "" if it is none."""
    kind = head[60:68]
    return kind.decode("ascii") if len(head) >= _HEADER_BYTES and kind.isalnum() and kind.isascii() else ""


class PalmDatabase:
    """The records of a database. Raises UnreadableSource if there are none, or if one is outside the file."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        if len(data) < _HEADER_BYTES + _ENTRY_BYTES:
            raise UnreadableSource("the file is incomplete: it ends within its header")
        count = int(struct.unpack_from(">H", data, 76)[0])
        if count == 0 or len(data) < _HEADER_BYTES + count * _ENTRY_BYTES:
            raise UnreadableSource("the file is incomplete: it ends within its list of records")
        starts = [
            int(struct.unpack_from(">I", data, _HEADER_BYTES + _ENTRY_BYTES * index)[0]) for index in range(count)
        ]
        self._bounds = [*starts, len(data)]

    def __len__(self) -> int:
        return len(self._bounds) - 1

    def __getitem__(self, index: int) -> bytes:
        if not 0 <= index < len(self):
            raise UnreadableSource(f"the file is damaged: it has no record {index}")
        start, end = self._bounds[index], self._bounds[index + 1]
        if not start <= end <= len(self._data):
            raise UnreadableSource(f"the file is incomplete: its record {index} lies beyond its end")
        return self._data[start:end]
