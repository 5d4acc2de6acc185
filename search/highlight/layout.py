"""Where a piece of a scene has line ends that its author meant: between paragraphs, and between lines of verse."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fabula.index.model import BlockKind, Paragraph


class Break(NamedTuple):
    """`at` is an offset in the white space that ends a paragraph, or a line within one."""

    at: int
    ends_paragraph: bool


def breaks_in(text: str, paragraphs: Sequence[Paragraph], start: int, end: int) -> Iterator[Break]:
    """The breaks within text[start:end], in order.

    paragraphs  of the whole text, in order. Only verse keeps its lines: those of other paragraphs are the width of a
                page that the text once had.
    """
    first = max(0, bisect_right(paragraphs, start, key=lambda paragraph: paragraph.start) - 1)
    for paragraph in paragraphs[first:]:
        if paragraph.start >= end:
            return
        if paragraph.kind is BlockKind.VERSE:
            at = text.find("\n", max(start, paragraph.start), min(end, paragraph.end))
            while at >= 0:
                yield Break(at, False)
                at = text.find("\n", at + 1, min(end, paragraph.end))
        if start < paragraph.end < end:
            yield Break(paragraph.end, True)
