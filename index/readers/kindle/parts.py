"""The text of a Kindle book to its pages, with a mark wherever its table of contents leads.

A KF8 book was an EPUB: its pages are skeletons, each followed by the fragments that go into it.
"""

from __future__ import annotations

import struct
from collections.abc import Callable, Sequence
from typing import NamedTuple

from fabula.index.errors import UnreadableSource

from .header import Header
from .indices import IndexEntry, read_index

__all__ = ["Part", "PartEntry", "split_parts"]

_KF8 = 8
_DAMAGED = "the file is damaged: the pieces of its pages do not fit"
# Tags of the indices.
_COUNT, _PLACE = 1, 6
_POSITION, _LABEL, _DEPTH, _FRAGMENT = 1, 3, 4, 6
_MOST_ENTRIES = 50_000
# Fragments come in their order, each at the end of its page nearly always.
_MOST_MOVED = 1 << 31


class Part(NamedTuple):
    """One page, and where it begins in the whole text."""

    start: int
    data: bytes


class PartEntry(NamedTuple):
    """A title, the number of its page, and the id that was set where it leads ("" for the page's beginning)."""

    title: str
    part: int
    anchor: str
    depth: int


def split_parts(record: Callable[[int], bytes], header: Header, text: bytes) -> tuple[list[Part], list[PartEntry]]:
    """The pages of `text`, and what the table of contents says of them. Raises UnreadableSource for damage."""
    starts: list[int] = []
    parts = [Part(0, text)]
    if header.version >= _KF8:
        text = _first_flow(record, header, text)
        parts = [Part(0, text)]
        if header.skeletons is not None:
            fragments = read_index(record, header.fragments)[0] if header.fragments is not None else []
            parts = _assembled(text, read_index(record, header.skeletons)[0], fragments)
            starts = [_number(entry.name) for entry in fragments]
    entries = _contents(record, header, starts)
    return _marked(parts, entries)


def _first_flow(record: Callable[[int], bytes], header: Header, text: bytes) -> bytes:
    """The pages; other flows are style sheets and drawings."""
    # Some writers leave the table out, and have older things in its place of the header.
    if header.flows is None or header.flows >= 0x10000:
        return text
    flows = record(header.flows)
    if flows[:4] != b"FDST" or len(flows) < 20:
        return text
    _, end = struct.unpack_from(">II", flows, 12)
    return text[:end]


def _assembled(text: bytes, skeletons: Sequence[IndexEntry], fragments: Sequence[IndexEntry]) -> list[Part]:
    parts: list[Part] = []
    waiting = iter(fragments)
    moved = 0
    for skeleton in skeletons:
        start, size = _pair(skeleton)
        at = start + size
        page = bytearray(text[start:at])
        for _ in range(skeleton.values.get(_COUNT, [0])[0]):
            entry = next(waiting, None)
            if entry is None:
                raise UnreadableSource(_DAMAGED)
            place, length = _number(entry.name) - start, _pair(entry)[1]
            moved += len(page) - place
            if not 0 <= place <= len(page) or at + length > len(text) or moved > _MOST_MOVED:
                raise UnreadableSource(_DAMAGED)
            page[place:place] = text[at : at + length]
            at += length
        parts.append(Part(start, bytes(page)))
    if next(waiting, None) is not None or sum(len(part.data) for part in parts) < len(text.rstrip(b"\0 \r\n")):
        raise UnreadableSource(_DAMAGED)
    return parts


def _pair(entry: IndexEntry) -> tuple[int, int]:
    numbers = entry.values.get(_PLACE, [])
    if len(numbers) < 2:
        raise UnreadableSource(_DAMAGED)
    return numbers[0], numbers[1]


def _number(name: bytes) -> int:
    if not name.isdigit() or len(name) > 12:
        raise UnreadableSource(_DAMAGED)
    return int(name)


class _Toc(NamedTuple):
    title: str
    position: int
    depth: int


def _contents(record: Callable[[int], bytes], header: Header, starts: Sequence[int]) -> list[_Toc]:
    if header.contents is None:
        return []
    try:
        entries, labels = read_index(record, header.contents)
    except UnreadableSource:
        # Without a table of contents the headings tell the chapters.
        return []
    found: list[_Toc] = []
    for entry in entries[:_MOST_ENTRIES]:
        label = labels.get(entry.values.get(_LABEL, [-1])[0], b"")
        title = " ".join(label.decode(header.encoding, "replace").split())
        depth = entry.values.get(_DEPTH, [0])[0] + 1
        fragment = entry.values.get(_FRAGMENT, [])
        if len(fragment) >= 2 and fragment[0] < len(starts):
            found.append(_Toc(title, starts[fragment[0]] + fragment[1], depth))
        elif positions := entry.values.get(_POSITION):
            found.append(_Toc(title, positions[0], depth))
    return sorted((entry for entry in found if entry.title), key=lambda entry: entry.position)


def _marked(parts: Sequence[Part], entries: Sequence[_Toc]) -> tuple[list[Part], list[PartEntry]]:
    """`parts` with an empty link wherever an entry leads."""
    done: list[Part] = []
    listed: list[PartEntry] = []
    index = 0
    for number, part in enumerate(parts):
        body = part.data.lower().find(b"<body")
        pieces: list[bytes] = []
        before = 0
        while index < len(entries) and (
            entries[index].position < part.start + len(part.data) or number + 1 == len(parts)
        ):
            entry = entries[index]
            place = _outside_a_tag(part.data, max(0, entry.position - part.start), before)
            anchor = ""
            if place > body:
                anchor = f"toc-entry-{index}"
                pieces += [part.data[before:place], f'<a id="{anchor}"></a>'.encode()]
                before = place
            listed.append(PartEntry(entry.title, number, anchor, entry.depth))
            index += 1
        done.append(Part(part.start, b"".join([*pieces, part.data[before:]])))
    return done, listed


def _outside_a_tag(data: bytes, place: int, least: int) -> int:
    place = min(max(place, least), len(data))
    opened = data.rfind(b"<", least, place)
    return opened if opened >= 0 and data.find(b">", opened, place) < 0 else place
