"""Unpacks the text of a book, record by record. A record that is damaged or missing takes no other with it."""

from __future__ import annotations

from collections.abc import Callable

from fabula.index.errors import UnreadableSource
from .compression import HuffCdic, unpack_palmdoc
from .header import Header
from .palm_database import PalmDatabase

_NO_COMPRESSION, _PALMDOC, _HUFF_CDIC = 1, 2, 17_480
_MAX_TEXT_BYTES = 64 * 1024 * 1024
# A record holds this much text, if none was read yet. All have the same size, so blanks in place of a lost one keep the
# positions that indices have for what follows.
_RECORD_BYTES = 4_096


def read_text(database: PalmDatabase, base: int, header: Header) -> tuple[bytes, list[str]]:
    """The whole text, and what is wrong with the records that could not be read.

    Raises UnreadableSource if none could, or if the way that it is packed is unknown.
    """
    unpack = _unpacking(database, base, header)
    pieces: list[bytes] = []
    gaps: list[str] = []
    size = lost = longest = 0
    # Some writers count the header as a record of text.
    for number in range(1, min(header.records, len(database) - base - 1) + 1):
        if size >= header.length:
            break
        try:
            piece = unpack(_without_trailing(database[base + number], header.trailing))
        except UnreadableSource as error:
            gaps.append(f"record {number}: {error}")
            piece = b" " * min(longest if pieces else _RECORD_BYTES, header.length - size)
            lost += len(piece)
        if not header.trailing:
            # FanFicFare ends every record with a zero byte that it does not count.
            piece = piece.rstrip(b"\0")
        pieces.append(piece)
        size += len(piece)
        longest = max(longest, len(piece))
        if size > _MAX_TEXT_BYTES:
            raise UnreadableSource(f"its text is longer than the {_MAX_TEXT_BYTES:,} bytes that are read of a book")
    if size < header.length:
        gaps.append(f"the file is incomplete: it holds {size - lost:,} of its {header.length:,} bytes of text")
    if gaps and lost == size:
        raise UnreadableSource(gaps[0])
    return b"".join(pieces)[: header.length], gaps


def _unpacking(database: PalmDatabase, base: int, header: Header) -> Callable[[bytes], bytes]:
    if header.compression == _NO_COMPRESSION:
        return bytes
    if header.compression == _PALMDOC:
        return unpack_palmdoc
    if header.compression == _HUFF_CDIC:
        first, count = header.huffman
        return HuffCdic([database[base + first + number] for number in range(min(count, 10_000))]).unpack
    raise UnreadableSource(f"its text is packed in an unknown way ({header.compression})")


def _without_trailing(data: bytes, flags: int) -> bytes:
    """A record without the data after its text: entries that end with their size, and the rest of a cut letter."""
    end = len(data)
    for _ in range((flags >> 1).bit_count()):
        size = 0
        for byte in data[max(0, end - 4) : end]:
            size = byte & 0x7F if byte & 0x80 else size << 7 | byte & 0x7F
        end = max(0, end - size)
    if flags & 1 and end:
        end = max(0, end - (data[end - 1] & 3) - 1)
    return data[:end]
