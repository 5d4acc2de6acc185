"""The words of Mobipocket, Kindle and PalmDOC books, by a decoder of its own for PalmDOC's pairs.

Text that is packed by HUFF/CDIC codes is not audited: a second decoder of that kind would be the first one again.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Callable

from fabula.index.files.source import MAX_BYTES
from .markup import page_text

_RAW, _PALMDOC = 1, 2
# Letters as they are; a copy of earlier ones, a space with a letter, or how many bytes follow as they are.
_CODE = re.compile(rb"[\x00\x09-\x7f]+|([\x80-\xbf].|[\xc0-\xff]|[\x01-\x08])", re.DOTALL)
_NO_RECORD = 0xFFFFFFFF


class NotAudited(Exception):
    """A file that no crude extraction reads; `str(error)` is the reason."""


def palm_text(data: bytes) -> str:
    """The text of the newest edition in the file. Raises NotAudited, and struct.error or IndexError for damage."""
    count = struct.unpack_from(">H", data, 76)[0]
    starts = [*(struct.unpack_from(">I", data, 78 + 8 * number)[0] for number in range(count)), len(data)]

    def record(number: int) -> bytes:
        return data[starts[number] : starts[number + 1]]

    first = 0
    if data[60:68] == b"BOOKMOBI" and (newer := _kf8_record(record(0))) is not None and newer < count:
        first = newer
    head = record(first)
    compression, length, records = struct.unpack_from(">HxxIH", head)
    if compression not in (_RAW, _PALMDOC):
        raise NotAudited("its text is packed with HUFF/CDIC codes")
    is_mobi = head[16:20] == b"MOBI"
    encoding = "cp1252"
    flags = 0
    if is_mobi:
        header_length, encoding_number = struct.unpack_from(">I", head, 20)[0], struct.unpack_from(">I", head, 28)[0]
        encoding = {65001: "utf-8", 65002: "utf-16-be"}.get(encoding_number, "cp1252")
        if header_length >= 0xE4 and len(head) >= 244:
            flags = struct.unpack_from(">H", head, 242)[0]
    text = bytearray()
    for number in range(first + 1, min(first + 1 + records, count)):
        content = _without_trailing(record(number), flags)
        text += content if compression == _RAW else _unpack(content)
        if len(text) > MAX_BYTES:
            raise NotAudited("it unpacks to more than is read")
    if is_mobi:
        text = text[: _end_of_story(head, length, record, first, count)]
    return page_text(text.decode(encoding, "replace").replace("\0", ""), with_head=False)


def _kf8_record(head: bytes) -> int | None:
    """The record at which the KF8 edition begins, by EXTH record 121."""
    if len(head) < 132 or not struct.unpack_from(">I", head, 128)[0] & 0x40:
        return None
    at = 16 + struct.unpack_from(">I", head, 20)[0]
    if head[at : at + 4] != b"EXTH":
        return None
    position = at + 12
    for _ in range(min(struct.unpack_from(">I", head, at + 8)[0], 1_000)):
        kind, size = struct.unpack_from(">II", head, position)
        if kind == 121 and size == 12:
            value = int(struct.unpack_from(">I", head, position + 8)[0])
            return value if value not in (0, _NO_RECORD) else None
        position += max(8, size)
    return None


def _end_of_story(head: bytes, length: int, record: Callable[[int], bytes], first: int, count: int) -> int:
    """The byte at which style sheets and drawings begin: the end of the first flow, if the book has several."""
    if len(head) < 200 or struct.unpack_from(">I", head, 36)[0] < 8:
        return length
    number = first + struct.unpack_from(">I", head, 192)[0]
    if number >= count:
        return length
    flows = record(number)
    if flows[:4] != b"FDST":
        return length
    start = struct.unpack_from(">I", flows, 4)[0]
    return int(struct.unpack_from(">I", flows, start + 4)[0])


def _without_trailing(content: bytes, flags: int) -> bytes:
    """`content` without the entries after the text, one for each bit of `flags` but the lowest."""
    end = len(content)
    for bit in range(1, 16):
        if flags >> bit & 1 and end > 0:
            end -= _backward_number(content[:end])
    if flags & 1 and end > 0:
        end -= (content[end - 1] & 3) + 1
    return content[: max(end, 0)]


def _backward_number(content: bytes) -> int:
    number = 0
    for byte in content[-4:]:
        number = 0 if byte & 0x80 else number
        number = number << 7 | byte & 0x7F
    return number


def _unpack(packed: bytes) -> bytes:
    out = bytearray()
    at = 0
    while (match := _CODE.match(packed, at)) is not None:
        code = match[0]
        at = match.end()
        if match.lastindex is None:
            out += code
        elif code[0] >= 0xC0:
            out += b" " + bytes((code[0] & 0x7F,))
        elif code[0] >= 0x80:
            pair = (code[0] & 0x3F) << 8 | code[1]
            back, repeat = pair >> 3, (pair & 7) + 3
            if back >= repeat:
                out += out[len(out) - back : len(out) - back + repeat]
            else:
                for _ in range(repeat if 0 < back <= len(out) else 0):
                    out.append(out[-back])
        else:
            out += packed[at : at + code[0]]
            at += code[0]
    return bytes(out)
