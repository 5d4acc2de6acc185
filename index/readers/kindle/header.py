"""Reads the first record of a Mobipocket book: how its text is stored, and its metadata (MobileRead wiki, "MOBI")."""

from __future__ import annotations

import struct
from dataclasses import dataclass

from fabula.index.analysis.language_tags import language_tag
from fabula.index.errors import UnreadableSource
from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from fabula.index.readers.html.page_story import strip_markup
from fabula.index.readers.metadata.dates import iso_date
from fabula.index.readers.metadata.source_address import first_address

_NONE = 0xFFFFFFFF
_ENCODINGS = {1252: "cp1252", 65001: "utf-8", 65002: "utf-16-be"}
_MAX_FIELDS = 1_000
_AUTHOR, _PUBLISHER, _SUMMARY, _ISBN, _SUBJECT, _DAY = 100, 101, 103, 104, 105, 106
_SOURCE, _ASIN, _KF8_AT, _TITLE, _LANGUAGE = 112, 113, 121, 503, 524
_UNKNOWN_AUTHORS = frozenset(("", "unknown", "unbekannt"))


@dataclass(frozen=True, slots=True)
class Header:
    """compression  1 (none), 2 (PalmDOC) or 17480 (HUFF/CDIC).
    length       of the unpacked text in bytes; it is in `records` records, the first right after this header.
    trailing     a bit for each kind of data after the text of every record.
    version      8 for KF8 (.azw3), less for older books; 0 for PalmDOC.
    huffman      the first record of the codes, and how many there are.
    contents, fragments, skeletons, flows   the record of each index; None if missing.
    fields       EXTH: metadata by number.
    """

    compression: int
    length: int
    records: int
    encoding: str = "cp1252"
    version: int = 0
    trailing: int = 0
    huffman: tuple[int, int] = (0, 0)
    contents: int | None = None
    fragments: int | None = None
    skeletons: int | None = None
    flows: int | None = None
    name: str = ""
    fields: tuple[tuple[int, bytes], ...] = ()

    @property
    def kf8_at(self) -> int | None:
        """The record at which a KF8 edition of the same book begins."""
        value = next((value for number, value in self.fields if number == _KF8_AT), b"")
        record = int.from_bytes(value, "big")
        return record if len(value) == 4 and record not in (0, _NONE) else None


def read_header(record: bytes) -> Header:
    """The header in `record`. Raises UnreadableSource for a protected book, and for a header that makes no sense."""
    if len(record) < 16:
        raise UnreadableSource("the file is incomplete: it ends within its header")
    compression, length, records, _, protection = struct.unpack_from(">HxxIHHH", record)
    if protection:
        raise UnreadableSource(
            "it is protected by DRM, so its text cannot be read",
            hint="Only the shop that sold it can open it; index an unprotected copy.",
        )
    if record[16:20] != b"MOBI":
        return Header(compression, length, records)
    size = _number(record, 20) or 0
    has_index = size >= 232
    return Header(
        compression,
        length,
        records,
        encoding=_ENCODINGS.get(_number(record, 28) or 0, "cp1252"),
        version=_number(record, 36) or 0,
        # Shorter headers have other data there.
        trailing=struct.unpack_from(">H", record, 242)[0] if size >= 228 and len(record) >= 244 else 0,
        huffman=(_number(record, 112) or 0, _number(record, 116) or 0),
        contents=_number(record, 244) if has_index else None,
        fragments=_number(record, 248) if has_index else None,
        skeletons=_number(record, 252) if size >= 240 else None,
        flows=_number(record, 192) if has_index else None,
        name=_name(record),
        fields=_fields(record, 16 + size) if (_number(record, 128) or 0) & 0x40 else (),
    )


def _number(record: bytes, offset: int) -> int | None:
    if len(record) < offset + 4:
        return None
    value = int(struct.unpack_from(">I", record, offset)[0])
    return None if value == _NONE else value


def _name(record: bytes) -> str:
    start, size = _number(record, 84) or 0, _number(record, 88) or 0
    encoding = _ENCODINGS.get(_number(record, 28) or 0, "cp1252")
    return _text(record[start : start + size], encoding) if size <= 1_000 else ""


def _fields(record: bytes, start: int) -> tuple[tuple[int, bytes], ...]:
    if record[start : start + 4] != b"EXTH":
        return ()
    count = _number(record, start + 8) or 0
    offset = start + 12
    fields: list[tuple[int, bytes]] = []
    for _ in range(min(count, _MAX_FIELDS)):
        if offset + 8 > len(record):
            break
        number, size = struct.unpack_from(">II", record, offset)
        if size < 8:
            break
        fields.append((number, record[offset + 8 : offset + size]))
        offset += size
    return tuple(fields)


def _text(data: bytes, encoding: str) -> str:
    return " ".join(data.decode(encoding, "replace").replace("\0", "").split())


def describe_header(header: Header) -> Description:
    """The description in the header."""

    def values(number: int) -> list[str]:
        texts = (_text(value, header.encoding) for key, value in header.fields if key == number)
        return [text for text in texts if text]

    def first(number: int) -> str:
        return next(iter(values(number)), "")

    subjects = [part.strip() for text in values(_SUBJECT) for part in text.replace(";", ",").split(",")]
    authors = [name for text in values(_AUTHOR) for name in text.split(" & ") if name.lower() not in _UNKNOWN_AUTHORS]
    return Description(
        strip_markup(first(_TITLE) or header.name),
        tuple(dict.fromkeys(authors)),
        Metadata(
            language=language_tag(first(_LANGUAGE)),
            tags=tuple(dict.fromkeys(part for part in subjects if part)),
            publisher=first(_PUBLISHER),
            published=iso_date(first(_DAY)),
            summary=strip_markup(first(_SUMMARY)),
            address=first_address(values(_SOURCE)),
            identifier=first(_ISBN) or _asin(first(_ASIN)),
        ),
    )


def _asin(text: str) -> str:
    # calibre writes a new random UUID there each time.
    return text if len(text) == 10 else ""
