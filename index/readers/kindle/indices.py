"""The indices of a Mobipocket book: named entries with numbers under tags (MobileRead wiki, "MOBI", "INDX")."""

from __future__ import annotations

import struct
from collections.abc import Callable
from itertools import pairwise
from typing import NamedTuple

from fabula.index.errors import UnreadableSource

__all__ = ["IndexEntry", "read_index"]

_DAMAGED = "the file is damaged: one of its indices makes no sense"
_MOST_ENTRIES = 200_000
_MOST_RECORDS = 1_000


class IndexEntry(NamedTuple):
    """`values`: the numbers under each tag."""

    name: bytes
    values: dict[int, list[int]]


class _Tag(NamedTuple):
    number: int
    size: int
    mask: int
    ends: bool


def read_index(record: Callable[[int], bytes], at: int) -> tuple[list[IndexEntry], dict[int, bytes]]:
    """The entries of the index whose first record is `at`, and its texts by their offsets.

    Raises UnreadableSource if it makes no sense.
    """
    try:
        return _read(record, at)
    except (struct.error, IndexError) as error:
        raise UnreadableSource(_DAMAGED) from error


def _read(record: Callable[[int], bytes], at: int) -> tuple[list[IndexEntry], dict[int, bytes]]:
    meta = record(at)
    if meta[:4] != b"INDX":
        raise UnreadableSource(_DAMAGED)
    start, count, text_records = (struct.unpack_from(">I", meta, offset)[0] for offset in (4, 24, 52))
    if count > _MOST_RECORDS or text_records > _MOST_RECORDS:
        raise UnreadableSource(_DAMAGED)
    tags, controls = _tags(meta, start)
    entries: list[IndexEntry] = []
    for number in range(count):
        entries += _entries(record(at + 1 + number), tags, controls)
        if len(entries) > _MOST_ENTRIES:
            raise UnreadableSource(_DAMAGED)
    texts: dict[int, bytes] = {}
    for number in range(text_records):
        data = record(at + 1 + count + number)
        place = 0
        while place < len(data) and data[place]:
            size, after = _forward(data, place)
            texts[number * 0x10000 + place] = data[after : after + size]
            place = after + size
    return entries, texts


def _tags(meta: bytes, start: int) -> tuple[list[_Tag], int]:
    if meta[start : start + 4] != b"TAGX":
        raise UnreadableSource(_DAMAGED)
    size, controls = struct.unpack_from(">II", meta, start + 4)
    tags = [
        _Tag(meta[place], meta[place + 1], meta[place + 2], bool(meta[place + 3]))
        for place in range(start + 12, start + min(size, 1_000), 4)
    ]
    return tags, controls


def _entries(data: bytes, tags: list[_Tag], controls: int) -> list[IndexEntry]:
    if data[:4] != b"INDX":
        raise UnreadableSource(_DAMAGED)
    table, count = struct.unpack_from(">II", data, 20)
    places = [*struct.unpack_from(f">{count}H", data, table + 4), table]
    found: list[IndexEntry] = []
    for place, end in pairwise(places):
        size = data[place]
        name = data[place + 1 : place + 1 + size]
        found.append(IndexEntry(name, _values(data[:end], place + 1 + size, tags, controls)))
    return found


def _values(data: bytes, start: int, tags: list[_Tag], controls: int) -> dict[int, list[int]]:
    place = start + controls
    control = start
    wanted: list[tuple[_Tag, int, int]] = []  # the tag, how many groups of values, or how many bytes of them
    for tag in tags:
        if tag.ends:
            control += 1
            continue
        found = data[control] & tag.mask
        if not found:
            continue
        if found == tag.mask and tag.mask.bit_count() > 1:
            size, place = _forward(data, place)
            wanted.append((tag, 0, size))
        else:
            wanted.append((tag, found >> (tag.mask & -tag.mask).bit_length() - 1, 0))
    values: dict[int, list[int]] = {}
    for tag, groups, size in wanted:
        numbers = values.setdefault(tag.number, [])
        stop = place + size
        while (groups and len(numbers) < groups * tag.size) or place < stop:
            number, place = _forward(data, place)
            numbers.append(number)
    return values


def _forward(data: bytes, place: int) -> tuple[int, int]:
    """A number of seven bits a byte, the last marked, and the place after it."""
    value = 0
    for count in range(5):
        byte = data[place + count]
        value = value << 7 | byte & 0x7F
        if byte & 0x80:
            return value, place + count + 1
    raise UnreadableSource(_DAMAGED)
