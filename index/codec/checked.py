"""Verifies a section of a file piece by piece as it is read: no byte answers a query before its checksum is known.

Verifying a whole segment when it is opened would take as long as a search. So each piece of 16 KB has a checksum of its
own, which is computed when the piece is first read (4.5 µs) and not again by the same process.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64, U32
from fabula.index.errors import LibraryDamaged

_CHUNK_BITS = 14
CHUNK = 1 << _CHUNK_BITS


def chunks_of(size: int) -> int:
    """How many checksums a section of so many bytes has."""
    return (size + CHUNK - 1) >> _CHUNK_BITS


class CheckedArray:
    """The array of a section; every part is verified before it is returned. May be shared by threads.

    All methods raise LibraryDamaged where a checksum fails, `item` beyond the end, too: places come from the file.
    """

    def __init__(self, name: str, array: NDArray[Any], sums: U32, damage: Callable[[str], LibraryDamaged]) -> None:
        """`sums` are the CRC-32 of each 16 KB of `array`; `damage` makes the error of the file."""
        self.name = name
        self._array = array
        self._bytes = array.view(np.uint8).data if len(array) else memoryview(b"")
        self._items = array.data
        self._sums = sums
        self.damage = damage
        # A byte a chunk: 1 where it was verified. The array is a view of the same bytes.
        self._verified = bytearray(len(sums))
        self._verified_array = np.frombuffer(self._verified, np.uint8)
        self._is_verified = not len(sums)
        self._size = array.dtype.itemsize

    def __len__(self) -> int:
        return len(self._array)

    def item(self, place: int) -> int:
        """One number."""
        try:
            if not self._is_verified:
                chunk = place * self._size >> _CHUNK_BITS
                if not self._verified[chunk]:
                    self._verify(chunk, chunk + 1)
            return self._items[place]
        except IndexError:
            raise self.damage(f"its section {self.name} has no place {place:,}") from None

    def part(self, low: int, high: int) -> NDArray[Any]:
        """The numbers from `low` to before `high`; fewer where the section ends, as with slices."""
        if not self._is_verified and low < high:
            first, end = low * self._size >> _CHUNK_BITS, (high * self._size - 1 >> _CHUNK_BITS) + 1
            if self._verified.find(0, first, end) >= 0:
                self._verify(first, end)
        return self._array[low:high]

    def content(self, low: int, high: int) -> memoryview:
        """The bytes from `low` to before `high`, of a section of bytes."""
        if not self._is_verified and low < high:
            first, end = low >> _CHUNK_BITS, (high - 1 >> _CHUNK_BITS) + 1
            if self._verified.find(0, first, end) >= 0:
                self._verify(first, end)
        return self._bytes[low:high]

    def piece(self, low: int, high: int) -> memoryview:
        """As `content`, of numbers from the file. Raises LibraryDamaged unless they lie in the section, in order."""
        if not low <= high <= len(self._bytes):
            raise self.damage(f"a piece of its section {self.name} lies outside of it")
        return self.content(low, high)

    def around(self, begin: I64, end: I64) -> NDArray[Any]:
        """The whole array, with the numbers from begin[i] to before end[i] verified.

        begin, end  int64[n], both ascending; no range is longer than 16 KB.
        """
        if self._is_verified or not len(begin):
            return self._array
        if (
            self._verified.find(0, int(begin[0]) * self._size >> _CHUNK_BITS, int(end[-1]) * self._size >> _CHUNK_BITS)
            < 0
        ):
            # All chunks but perhaps the last are verified.
            begin, end = begin[-1:], end[-1:]
        last = len(self._sums) - 1
        for edges in (begin * self._size >> _CHUNK_BITS, end * self._size - 1 >> _CHUNK_BITS):
            chunks = np.clip(edges, 0, last)
            for chunk in sorted(set(chunks[self._verified_array[chunks] == 0].tolist())):
                self._verify(chunk, chunk + 1)
        return self._array

    def whole(self) -> NDArray[Any]:
        """The whole array, verified."""
        if not self._is_verified:
            self._verify(0, len(self._sums))
            self._is_verified = True
        return self._array

    def bad(self) -> list[int]:
        """Where the chunks begin that fail their checksums, in bytes. All chunks are read for it."""
        return [
            chunk << _CHUNK_BITS
            for chunk, expected in enumerate(self._sums.tolist())
            if zlib.crc32(self._bytes[chunk << _CHUNK_BITS : (chunk + 1) << _CHUNK_BITS]) != expected
        ]

    def _verify(self, first: int, end: int) -> None:
        verified, sums, content = self._verified, self._sums, self._bytes
        for chunk in range(max(0, first), min(end, len(sums))):
            if not verified[chunk]:
                if zlib.crc32(content[chunk << _CHUNK_BITS : (chunk + 1) << _CHUNK_BITS]) != sums[chunk]:
                    raise self.damage(f"its section {self.name} fails its checksum")
                verified[chunk] = 1
