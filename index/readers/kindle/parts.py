"""Splits the text of a Kindle book into its pages, and marks where its table of contents leads.

A KF8 book was an EPUB: its pages are skeletons, each followed by the fragments to insert.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from fabula.index.errors import UnreadableSource
from .header import Header
from .indices import IndexEntry, read_index

KF8 = 8
_DAMAGED = "the file is damaged: the pieces of its pages do not fit"
# Tags of the indices.
_COUNT, _PLACE = 1, 6
_POSITION, _LABEL, _DEPTH, _FRAGMENT = 1, 3, 4, 6
_MAX_TOC_ENTRIES = 50_000
# Fragments come in order, nearly always at the end of their page; the cap bounds the bytes that insertions move.
_MAX_MOVED_BYTES = 1 << 31


class Part(NamedTuple):
    """One page, and its start in the whole text."""

    start: int
    data: bytes


class PartEntry(NamedTuple):
    """A title, the number of its page, and the id set at its target ("" for the start of the page)."""

    title: str
    part: int
    anchor: str
    depth: int


def split_parts(record: Callable[[int], bytes], header: Header, text: bytes) -> tuple[list[Part], list[PartEntry]]:
    """The pages in the first flow, `text`, and the entries of the table of contents. Raises UnreadableSource."""
    starts: list[int] = []
    parts = [Part(0, text)]
    if header.version >= KF8 and header.skeletons is not None:
        fragments = read_index(record, header.fragments)[0] if header.fragments is not None else []
        parts = _assemble(text, read_index(record, header.skeletons)[0], fragments)
        starts = [_number(entry.name) for entry in fragments]
    entries = _contents(record, header, starts)
    return _mark_targets(parts, entries)


def _assemble(text: bytes, skeletons: Sequence[IndexEntry], fragments: Sequence[IndexEntry]) -> list[Part]:
    parts: list[Part] = []
    remaining = iter(fragments)
    moved_bytes = 0
    for skeleton in skeletons:
        start, size = _pair(skeleton)
        end = start + size
        page = bytearray(text[start:end])
        for _ in range(skeleton.values.get(_COUNT, [0])[0]):
            entry = next(remaining, None)
            if entry is None:
                raise UnreadableSource(_DAMAGED)
            offset, length = _number(entry.name) - start, _pair(entry)[1]
            moved_bytes += len(page) - offset
            if not 0 <= offset <= len(page) or end + length > len(text) or moved_bytes > _MAX_MOVED_BYTES:
                raise UnreadableSource(_DAMAGED)
            page[offset:offset] = text[end : end + length]
            end += length
        parts.append(Part(start, bytes(page)))
    if next(remaining, None) is not None or sum(len(part.data) for part in parts) < len(text.rstrip(b"\0 \r\n")):
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
        # Without a table of contents, headings open the chapters.
        return []
    toc: list[_Toc] = []
    for entry in entries[:_MAX_TOC_ENTRIES]:
        label = labels.get(entry.values.get(_LABEL, [-1])[0], b"")
        title = " ".join(label.decode(header.encoding, "replace").split())
        depth = entry.values.get(_DEPTH, [0])[0] + 1
        fragment = entry.values.get(_FRAGMENT, [])
        if len(fragment) >= 2 and fragment[0] < len(starts):
            toc.append(_Toc(title, starts[fragment[0]] + fragment[1], depth))
        elif positions := entry.values.get(_POSITION):
            toc.append(_Toc(title, positions[0], depth))
    return sorted((entry for entry in toc if entry.title), key=lambda entry: entry.position)


def _mark_targets(parts: Sequence[Part], entries: Sequence[_Toc]) -> tuple[list[Part], list[PartEntry]]:
    """`parts`, with an empty link at the target of each entry."""
    marked: list[Part] = []
    part_entries: list[PartEntry] = []
    index = 0
    for number, part in enumerate(parts):
        body = part.data.lower().find(b"<body")
        pieces: list[bytes] = []
        copied = 0
        while index < len(entries) and (
            entries[index].position < part.start + len(part.data) or number + 1 == len(parts)
        ):
            entry = entries[index]
            target = _outside_tag(part.data, max(0, entry.position - part.start), copied)
            anchor = ""
            if target > body:
                anchor = f"toc-entry-{index}"
                pieces += [part.data[copied:target], f'<a id="{anchor}"></a>'.encode()]
                copied = target
            part_entries.append(PartEntry(entry.title, number, anchor, entry.depth))
            index += 1
        marked.append(Part(part.start, b"".join([*pieces, part.data[copied:]])))
    return marked, part_entries


def _outside_tag(data: bytes, offset: int, least: int) -> int:
    """`offset`, at least `least`, moved to the start of the tag that it is in, if any."""
    offset = min(max(offset, least), len(data))
    tag = data.rfind(b"<", least, offset)
    return tag if tag >= 0 and data.find(b">", tag, offset) < 0 else offset
