"""Breaks lines of text so that they fit a terminal.

The standard library's `textwrap` counts characters; a terminal counts cells: an ideograph takes two, a combining accent
none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

_WORD = re.compile(" *[^ ]+")


def cells(text: str) -> int:
    """The columns that `text` takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_width, text))


def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def line_ranges(line: str, width: int | None) -> Iterator[tuple[int, int]]:
    """Half-open ranges of `line`, each at most `width` cells; one range if `width` is None.

    Breaks at spaces, which are dropped there; a word longer than a line is cut. Leading spaces (verse) stay.
    """
    if width is None or cells(line) <= width:
        yield 0, len(line)
        return
    start = end = used = 0
    for match in _WORD.finditer(line):
        needed = cells(match.group())
        if used + needed <= width:
            end, used = match.end(), used + needed
            continue
        if end > start:
            yield start, end
        start = match.end() - len(match.group().lstrip(" "))
        end, used = match.end(), cells(line[start : match.end()])
        while used > width:
            cut = _fitting_end(line, start, end, width)
            yield start, cut
            start, used = cut, cells(line[cut:end])
    yield start, end


def _fitting_end(line: str, start: int, end: int, width: int) -> int:
    """The end of the longest part of `line[start:end]` that fits in `width` cells, at least one character."""
    used = 0
    for index in range(start, end):
        used += _width(line[index])
        if used > width and index > start:
            return index
    return end


def shortened(text: str, width: int) -> str:
    """`text`, its end replaced with "…" if it takes more than `width` cells."""
    if cells(text) <= width:
        return text
    return text[: _fitting_end(text, 0, len(text), max(width - 1, 1))].rstrip() + "…"
