"""Unpacks the text of Mobipocket books: PalmDOC's pairs, and the Huffman codes over phrases of HUFF and CDIC.

Written after the descriptions in the MobileRead wiki ("PalmDOC", "MOBI"). Every record unpacks by itself.
"""

from __future__ import annotations

import struct
from collections.abc import Sequence

from fabula.index.errors import UnreadableSource

# Records hold 4,096 bytes of text; no known writer puts more than 8,192 into one.
MAX_RECORD_BYTES = 65_536
_DAMAGED = "the file is damaged: its packed text makes no sense"


def unpack_palmdoc(data: bytes) -> bytes:
    """The text of a record packed with PalmDOC. Raises UnreadableSource for nonsense."""
    out = bytearray()
    position, end = 0, len(data)
    while position < end:
        byte = data[position]
        position += 1
        if 9 <= byte < 0x80 or byte == 0:
            out.append(byte)
        elif byte <= 8:
            out += data[position : position + byte]
            position += byte
        elif byte >= 0xC0:
            out.append(0x20)
            out.append(byte ^ 0x80)
        else:
            if position >= end:
                raise UnreadableSource(_DAMAGED)
            pair = byte << 8 | data[position]
            position += 1
            distance, length = pair >> 3 & 0x7FF, (pair & 7) + 3
            start = len(out) - distance
            if distance == 0 or start < 0:
                raise UnreadableSource(_DAMAGED)
            if distance >= length:
                out += out[start : start + length]
            else:
                # The copy reaches into itself: a run.
                out += (out[start:] * (length // distance + 1))[:length]
        if len(out) > MAX_RECORD_BYTES:
            raise UnreadableSource(_DAMAGED)
    return bytes(out)


class HuffCdic:
    """Codes of 1 to 32 bits, each for a phrase of the dictionary; a phrase may itself be packed.

    The first eight bits of a code give its length, or, for rare long ones, the least length. Within a length codes run
    down from the highest.
    """

    _MAX_DEPTH = 32

    def __init__(self, records: Sequence[bytes]) -> None:
        if not records or records[0][:8] != b"HUFF\0\0\0\x18" or len(records) < 2:
            raise UnreadableSource("the file is damaged: the codes that its text is packed with are missing")
        try:
            self._read_codes(records[0])
            self._phrases: list[tuple[bytes, bool]] = []
            for record in records[1:]:
                self._read_phrases(record)
        except (struct.error, IndexError) as error:
            raise UnreadableSource(_DAMAGED) from error
        self._unpacked_phrases: dict[int, bytes] = {}

    def _read_codes(self, huff: bytes) -> None:
        first, ranges = struct.unpack_from(">II", huff, 8)
        self._lengths: list[tuple[int, bool, int]] = []
        for value in struct.unpack_from(">256I", huff, first):
            length, is_final = value & 0x1F, bool(value & 0x80)
            if length == 0:
                raise UnreadableSource(_DAMAGED)
            self._lengths.append((length, is_final, ((value >> 8) + 1 << 32 - length) - 1))
        bounds = struct.unpack_from(">64I", huff, ranges)
        self._lowest = [0] + [bounds[2 * n] << 32 - (n + 1) for n in range(32)]
        self._highest = [0] + [(bounds[2 * n + 1] + 1 << 32 - (n + 1)) - 1 for n in range(32)]

    def _read_phrases(self, cdic: bytes) -> None:
        if cdic[:8] != b"CDIC\0\0\0\x10":
            raise UnreadableSource(_DAMAGED)
        total, bits = struct.unpack_from(">II", cdic, 8)
        count = min(1 << min(bits, 24), total - len(self._phrases))
        for offset in struct.unpack_from(f">{max(count, 0)}H", cdic, 16):
            size = struct.unpack_from(">H", cdic, 16 + offset)[0]
            start = 18 + offset
            self._phrases.append((cdic[start : start + (size & 0x7FFF)], bool(size & 0x8000)))

    def unpack(self, data: bytes) -> bytes:
        """The text of a record. Raises UnreadableSource for nonsense."""
        return self._unpack_nested(data, 0)

    def _unpack_nested(self, data: bytes, depth: int) -> bytes:
        if depth > self._MAX_DEPTH:
            raise UnreadableSource(_DAMAGED)
        out: list[bytes] = []
        size = 0
        window = int.from_bytes(data, "big") << 64
        bits_left = len(data) * 8
        shift = bits_left + 32
        while bits_left > 0:
            code = window >> shift & 0xFFFFFFFF
            length, is_final, highest = self._lengths[code >> 24]
            if not is_final:
                while length < 32 and code < self._lowest[length]:
                    length += 1
                highest = self._highest[length]
            bits_left -= length
            shift -= length
            if bits_left < 0:
                # The rest of the last byte.
                break
            phrase = self._phrase((highest - code) >> 32 - length, depth)
            size += len(phrase)
            if size > MAX_RECORD_BYTES:
                raise UnreadableSource(_DAMAGED)
            out.append(phrase)
        return b"".join(out)

    def _phrase(self, index: int, depth: int) -> bytes:
        if index in self._unpacked_phrases:
            return self._unpacked_phrases[index]
        if not 0 <= index < len(self._phrases):
            raise UnreadableSource(_DAMAGED)
        phrase, is_plain = self._phrases[index]
        if not is_plain:
            phrase = self._unpack_nested(phrase, depth + 1)
        self._unpacked_phrases[index] = phrase
        return phrase
