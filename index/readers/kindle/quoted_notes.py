"""Merges notes of several paragraphs in older Kindle books, where each paragraph has quote blocks of its own.

Their converters write a paragraph indented n steps as n nested quote blocks. A note of the Archive of Our Own, one
quote block below its label, becomes several blocks of one depth; the story after it has another depth.
"""

from __future__ import annotations

import re

from fabula.index.readers.structure.ao3_notes import labels_note

# 40 is deeper than any indent; the cap also bounds the search where nothing closes.
_BLOCK = re.compile(
    rb"((?:<blockquote\b[^<>]{0,200}>\s*){1,40})((?:(?!</?blockquote\b).)*)((?:</blockquote>\s*){1,40})",
    re.IGNORECASE | re.DOTALL,
)
_OPENED = re.compile(rb"<blockquote\b", re.IGNORECASE)
_MAX_LABEL_BYTES = 400
_LABEL_BEFORE = re.compile(rb">\s*([^<>]{4,40}?)\s*(?:<[^<>]*>\s*)*$")


def merge_quoted_notes(data: bytes) -> bytes:
    """`data` with one quote block for each labelled note.

    The end of a note is certain only if a paragraph of another depth follows on the same page; else only its first
    paragraph is a note.
    """
    blocks = list(_BLOCK.finditer(data))
    pieces: list[bytes] = []
    copied = index = 0
    while index < len(blocks):
        if not _is_labelled(data, blocks[index].start(), copied):
            index += 1
            continue
        last = index
        while (
            last + 1 < len(blocks)
            and _follows(data, blocks[last], blocks[last + 1])
            and _depth(blocks[index]) == _depth(blocks[last + 1])
        ):
            last += 1
        if last > index and last + 1 < len(blocks) and _follows(data, blocks[last], blocks[last + 1]):
            first = blocks[index]
            paragraphs = b"".join(b"<p>" + block[2] + b"</p>" for block in blocks[index : last + 1])
            pieces += [data[copied : first.start()], first[1], paragraphs, first[3]]
            copied = blocks[last].end()
        index = last + 1
    return b"".join([*pieces, data[copied:]])


def _is_labelled(data: bytes, start: int, copied: int) -> bool:
    before = _LABEL_BEFORE.search(data, max(copied, start - _MAX_LABEL_BYTES), start)
    return before is not None and labels_note(before[1].decode("ascii", "replace"))


def _follows(data: bytes, block: re.Match[bytes], after: re.Match[bytes]) -> bool:
    """True if only blanks are between the two; the end of a page is a tag."""
    return not data[block.end() : after.start()].strip()


def _depth(block: re.Match[bytes]) -> int:
    return len(_OPENED.findall(block[1]))
