"""Where to break a line of text so that it fits a terminal.

The standard library's `textwrap` counts characters; a terminal counts cells, of which an ideograph takes two and a
combining accent none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

__all__ = ["cells", "line_ranges", "shortened"]

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

    Breaks at spaces, which the break swallows; a word longer than a line is cut. Leading spaces (verse) stay.
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
            cut = _fitting(line, start, end, width)
            yield start, cut
            start, used = cut, cells(line[cut:end])
    yield start, end


def _fitting(line: str, start: int, end: int, width: int) -> int:
    """The furthest place up to which `line[start:end]` fits, at least one character on."""
    used = 0
    for place in range(start, end):
        used += _width(line[place])
        if used > width and place > start:
            return place
    return end


def shortened(text: str, width: int) -> str:
    """`text`, with "…" for its end where it takes more than `width` cells."""
    if cells(text) <= width:
        return text
    return text[: _fitting(text, 0, len(text), max(width - 1, 1))].rstrip() + "…"
