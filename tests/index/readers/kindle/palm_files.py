"""Mobipocket books made from scratch, as the MobileRead wiki describes them, for the tests of their reader."""

from __future__ import annotations

import struct
from collections.abc import Sequence

NONE = 0xFFFFFFFF


def database(records: Sequence[bytes], kind: bytes = b"BOOKMOBI") -> bytes:
    """A Palm database of these records."""
    start = 78 + 8 * len(records) + 2
    entries = b""
    for number, record in enumerate(records):
        entries += struct.pack(">II", start, number * 2)
        start += len(record)
    head = b"The_Lamp".ljust(32, b"\0") + bytes(28) + kind + bytes(8) + struct.pack(">H", len(records))
    return head + entries + b"\0\0" + b"".join(records)


def palmdoc(text: bytes) -> bytes:
    """`text` packed with every kind of code that PalmDOC has."""
    out = bytearray()
    at = 0
    while at < len(text):
        for length in range(min(10, len(text) - at), 2, -1):
            found = text.rfind(text[at : at + length], max(0, at - 2047), at + length - 1)
            if 0 <= found < at:
                out += struct.pack(">H", 0x8000 | (at - found) << 3 | length - 3)
                at += length
                break
        else:
            byte = text[at]
            if byte == 0x20 and at + 1 < len(text) and 0x40 <= text[at + 1] < 0x80:
                out.append(text[at + 1] ^ 0x80)
                at += 2
            elif byte == 0 or 9 <= byte < 0x80:
                out.append(byte)
                at += 1
            else:
                run = text[at : at + 8]
                out += bytes((len(run),)) + run
                at += len(run)
    return bytes(out)


class Huffman:
    """Phrases and codes: 255 of 8 bits, 16 of 12. The last phrase is itself packed."""

    def __init__(self, words: Sequence[bytes]) -> None:
        assert len(words) <= 270
        # Code 8 bits, from 255 down; then 12 bits with a first byte of 0.
        phrases = [*words, *[b"?"] * (270 - len(words))]
        self.codes = {word: self._code(index) for index, word in reversed(list(enumerate(phrases)))}
        self.phrases = [(phrase, True) for phrase in phrases]
        self.phrases.append((self.packed([phrases[0], phrases[1]]), False))
        self.codes[phrases[0] + phrases[1]] = self._code(270)

    @staticmethod
    def _code(index: int) -> tuple[int, int]:
        return (255 - index, 8) if index < 255 else (271 - index, 12) if index > 255 else (255 - 255 + 15, 12)

    def packed(self, words: Sequence[bytes]) -> bytes:
        bits = size = 0
        for word in words:
            code, length = self.codes[word]
            bits, size = bits << length | code, size + length
        spare = -size % 8
        # A rest that is no whole code: all ones begin the shortest code, which needs eight bits.
        return (bits << spare | (1 << spare) - 1).to_bytes((size + spare) // 8, "big")

    def records(self) -> list[bytes]:
        first = [(255 << 8 | 0x80 | 8) if byte else 8 for byte in range(256)]
        ranges = [(0, 0)] * 32
        for length in range(8, 12):
            ranges[length - 1] = (1 << length - 8, 0)
        ranges[11] = (0, 271)
        huff = b"HUFF\0\0\0\x18" + struct.pack(">IIII", 24, 24 + 1024, 0, 0)
        huff += struct.pack(">256I", *first) + struct.pack(">64I", *(n for pair in ranges for n in pair))
        offsets, body = [], b""
        for phrase, is_plain in self.phrases:
            offsets.append(2 * len(self.phrases) + len(body))
            body += struct.pack(">H", len(phrase) | (0x8000 if is_plain else 0)) + phrase
        cdic = b"CDIC\0\0\0\x10" + struct.pack(">II", len(self.phrases), 9)
        return [huff, cdic + struct.pack(f">{len(offsets)}H", *offsets) + body]


def exth(fields: Sequence[tuple[int, bytes]]) -> bytes:
    body = b"".join(struct.pack(">II", number, len(value) + 8) + value for number, value in fields)
    return b"EXTH" + struct.pack(">II", len(body) + 12, len(fields)) + body


def header(
    length: int,
    records: int,
    *,
    compression: int = 2,
    protection: int = 0,
    version: int = 6,
    encoding: int = 65001,
    fields: Sequence[tuple[int, bytes]] = ((100, b"Mara Vell"), (503, b"The Lamp")),
    places: dict[int, int] | None = None,
    trailing: int = 0,
) -> bytes:
    """Record 0. `places`: offset -> number, for the records of indices."""
    record = bytearray(280)
    struct.pack_into(">HHIHHHH", record, 0, compression, 0, length, records, 4096, protection, 0)
    struct.pack_into(">4sIIIII", record, 16, b"MOBI", 264, 2, encoding, 1, version)
    for offset in (192, 244, 248, 252):
        struct.pack_into(">I", record, offset, NONE)
    struct.pack_into(">I", record, 128, 0x40)
    struct.pack_into(">I", record, 240, trailing)
    for offset, number in (places or {}).items():
        struct.pack_into(">I", record, offset, number)
    return bytes(record) + exth(fields)


def numbered(value: int) -> bytes:
    """Seven bits a byte, the last marked."""
    parts = [value & 0x7F | 0x80]
    while value := value >> 7:
        parts.append(value & 0x7F)
    return bytes(reversed(parts))


def index(
    entries: Sequence[tuple[bytes, dict[int, list[int]]]], sizes: dict[int, int], texts: bytes = b""
) -> list[bytes]:
    """The records of an index. `sizes`: tag -> how many numbers one value of it has."""
    masks = {tag: 3 << 2 * place for place, tag in enumerate(sizes)}
    tagx = b"".join(bytes((tag, size, masks[tag], 0)) for tag, size in sizes.items()) + b"\0\0\0\x01"
    meta = bytearray(192)
    struct.pack_into(">4sI", meta, 0, b"INDX", 192)
    struct.pack_into(">I", meta, 24, 1)
    struct.pack_into(">I", meta, 52, 1 if texts else 0)
    places, body = [], b""
    for name, values in entries:
        places.append(192 + len(body))
        control, numbers = 0, b""
        for place, (tag, size) in enumerate(sizes.items()):
            own = values.get(tag, [])
            packed = b"".join(map(numbered, own))
            groups = len(own) // size
            if groups > 2:
                control |= 3 << 2 * place
                numbers_first = numbered(len(packed))
                numbers = numbers + numbers_first + packed
            else:
                control |= groups << 2 * place
                numbers += packed
        body += bytes((len(name),)) + name + bytes((control,)) + numbers
    data = bytearray(192)
    struct.pack_into(">4sI", data, 0, b"INDX", 192)
    struct.pack_into(">II", data, 20, 192 + len(body), len(entries))
    table = b"IDXT" + struct.pack(f">{len(places)}H", *places)
    records = [bytes(meta) + b"TAGX" + struct.pack(">II", 12 + len(tagx), 1) + tagx, bytes(data) + body + table]
    return [*records, texts] if texts else records
