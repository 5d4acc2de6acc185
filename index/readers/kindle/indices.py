"""Reads the indices of a Mobipocket book: named entries with numbers by tag (MobileRead wiki, "MOBI", "INDX")."""

from __future__ import annotations

import struct
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from fabula.index.errors import UnreadableSource

_DAMAGED = "the file is damaged: one of its indices makes no sense"
_MAX_ENTRIES = 200_000
_MAX_RECORDS = 1_000


class IndexEntry(NamedTuple):
    """`values`: tag -> numbers."""

    name: bytes
    values: dict[int, list[int]]


class _Tag(NamedTuple):
    number: int
    size: int
    mask: int
    ends_group: bool


def read_index(record: Callable[[int], bytes], first: int) -> tuple[list[IndexEntry], dict[int, bytes]]:
    """The entries of the index that begins in record `first`, and its texts by offset.

    Raises UnreadableSource if it makes no sense.
    """
    try:
        return _read(record, first)
    except (struct.error, IndexError) as error:
        raise UnreadableSource(_DAMAGED) from error


def _read(record: Callable[[int], bytes], first: int) -> tuple[list[IndexEntry], dict[int, bytes]]:
    meta = record(first)
    if meta[:4] != b"INDX":
        raise UnreadableSource(_DAMAGED)
    start, count, text_records = (struct.unpack_from(">I", meta, offset)[0] for offset in (4, 24, 52))
    if count > _MAX_RECORDS or text_records > _MAX_RECORDS:
        raise UnreadableSource(_DAMAGED)
    tags, controls = _tags(meta, start)
    entries: list[IndexEntry] = []
    for number in range(count):
        entries += _entries(record(first + 1 + number), tags, controls)
        if len(entries) > _MAX_ENTRIES:
            raise UnreadableSource(_DAMAGED)
    texts: dict[int, bytes] = {}
    for number in range(text_records):
        data = record(first + 1 + count + number)
        offset = 0
        while offset < len(data) and data[offset]:
            size, start = _read_number(data, offset)
            texts[number * 0x10000 + offset] = data[start : start + size]
            offset = start + size
    return entries, texts


def _tags(meta: bytes, start: int) -> tuple[list[_Tag], int]:
    if meta[start : start + 4] != b"TAGX":
        raise UnreadableSource(_DAMAGED)
    size, controls = struct.unpack_from(">II", meta, start + 4)
    tags = [
        _Tag(meta[offset], meta[offset + 1], meta[offset + 2], bool(meta[offset + 3]))
        for offset in range(start + 12, start + min(size, 1_000), 4)
    ]
    return tags, controls


def _entries(data: bytes, tags: list[_Tag], controls: int) -> list[IndexEntry]:
    if data[:4] != b"INDX":
        raise UnreadableSource(_DAMAGED)
    table, count = struct.unpack_from(">II", data, 20)
    offsets = [*struct.unpack_from(f">{count}H", data, table + 4), table]
    entries: list[IndexEntry] = []
    for offset, end in pairwise(offsets):
        size = data[offset]
        name = data[offset + 1 : offset + 1 + size]
        entries.append(IndexEntry(name, _values(data[:end], offset + 1 + size, tags, controls)))
    return entries


def _values(data: bytes, start: int, tags: list[_Tag], controls: int) -> dict[int, list[int]]:
    offset = start + controls
    control = start
    present: list[tuple[_Tag, int, int]] = []  # a tag, and its number of groups of values, or of bytes of them
    for tag in tags:
        if tag.ends_group:
            control += 1
            continue
        bits = data[control] & tag.mask
        if not bits:
            continue
        if bits == tag.mask and tag.mask.bit_count() > 1:
            size, offset = _read_number(data, offset)
            present.append((tag, 0, size))
        else:
            present.append((tag, bits >> (tag.mask & -tag.mask).bit_length() - 1, 0))
    values: dict[int, list[int]] = {}
    for tag, groups, size in present:
        numbers = values.setdefault(tag.number, [])
        stop = offset + size
        while (groups and len(numbers) < groups * tag.size) or offset < stop:
            number, offset = _read_number(data, offset)
            numbers.append(number)
    return values


def _read_number(data: bytes, offset: int) -> tuple[int, int]:
    """A number of seven bits a byte, its last byte marked, and the offset after it."""
    value = 0
    for count in range(5):
        byte = data[offset + count]
        value = value << 7 | byte & 0x7F
        if byte & 0x80:
            return value, offset + count + 1
    raise UnreadableSource(_DAMAGED)
