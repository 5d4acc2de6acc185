"""Notes of several paragraphs in older Kindle books, where every paragraph is set in by quote blocks of its own.

Those converters write a paragraph that is set in by n steps as n quote blocks within one another. A note of the Archive
of Our Own, one quote block under its label, comes out as several of one depth; the story under it has another.
"""

from __future__ import annotations

import re

from fabula.index.readers.structure.ao3_notes import labels_note

__all__ = ["merge_quoted_notes"]

# Deeper than any indent; it also bounds the search where nothing closes.
_BLOCK = re.compile(
    rb"((?:<blockquote\b[^<>]{0,200}>\s*){1,40})((?:(?!</?blockquote\b).)*)((?:</blockquote>\s*){1,40})",
    re.IGNORECASE | re.DOTALL,
)
_OPENED = re.compile(rb"<blockquote\b", re.IGNORECASE)
_LABEL_BEFORE = re.compile(rb">\s*([^<>]{4,40}?)\s*(?:<[^<>]*>\s*)*$")


def merge_quoted_notes(data: bytes) -> bytes:
    """`data` with one quote block for each labelled note.

    Only where a paragraph of another depth follows on the same page is it sure where the note ends; elsewhere its first
    paragraph is all that is taken for it.
    """
    blocks = list(_BLOCK.finditer(data))
    pieces: list[bytes] = []
    done = index = 0
    while index < len(blocks):
        if not _is_labelled(data, blocks[index].start(), done):
            index += 1
            continue
        last = index
        while (
            last + 1 < len(blocks)
            and _follows(data, blocks[last], blocks[last + 1])
            and _alike(blocks, index, last + 1)
        ):
            last += 1
        if last > index and last + 1 < len(blocks) and _follows(data, blocks[last], blocks[last + 1]):
            first = blocks[index]
            paragraphs = b"".join(b"<p>" + block[2] + b"</p>" for block in blocks[index : last + 1])
            pieces += [data[done : first.start()], first[1], paragraphs, first[3]]
            done = blocks[last].end()
        index = last + 1
    return b"".join([*pieces, data[done:]])


def _is_labelled(data: bytes, place: int, done: int) -> bool:
    before = _LABEL_BEFORE.search(data, max(done, place - 400), place)
    return before is not None and labels_note(before[1].decode("ascii", "replace"))


def _follows(data: bytes, block: re.Match[bytes], after: re.Match[bytes]) -> bool:
    """True if nothing but blanks is between the two; a page's end is a tag."""
    return not data[block.end() : after.start()].strip()


def _alike(blocks: list[re.Match[bytes]], one: int, other: int) -> bool:
    return len(_OPENED.findall(blocks[one][1])) == len(_OPENED.findall(blocks[other][1]))
