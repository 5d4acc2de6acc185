"""Breaks lines of text so that they fit a terminal, in a time that grows with the text alone.

The standard library's `textwrap` counts characters; a terminal counts cells: an ideograph takes two, a combining accent
none.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import lru_cache

_WORD = re.compile("[^ ]+")
# A stack of accents takes no cells, so that without a bound a line could have a million characters. Scripts that
# combine most have four marks on a letter, and an emoji joined of a family has four for each of its cells.
_MAX_CHARACTERS_PER_CELL = 8
# A story has a few hundred different characters; to look one up takes 0.4 µs, and 0.05 if it is remembered.
_REMEMBERED_WIDTHS = 8_192


def cells(text: str) -> int:
    """The columns that `text` takes on a terminal."""
    return len(text) if text.isascii() else sum(map(_width, text))


@lru_cache(_REMEMBERED_WIDTHS)
def _width(character: str) -> int:
    if unicodedata.combining(character) or unicodedata.category(character) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def line_ranges(line: str, width: int | None) -> Iterator[tuple[int, int]]:
    """Half-open ranges of `line`, each at most `width` cells; one range if `width` is None.

    Breaks at spaces, which are dropped there; a word longer than a line is cut. Leading spaces (verse) stay. What comes
    after a range is not looked at before the range is given.
    """
    if width is None:
        yield 0, len(line)
        return
    start = end = used = 0
    for word in _WORD.finditer(line):
        fitting, more = _fitting(line, end, word.end(), width - used)
        if fitting == word.end():
            end, used = fitting, used + more
            continue
        if end > start:
            yield start, end
        start = word.start()
        while True:
            end, used = _fitting(line, start, word.end(), width)
            # A character that is wider than the line stands on one of its own.
            end = max(end, start + 1)
            if end == word.end():
                break
            yield start, end
            start = end
    yield start, end


def _fitting(line: str, start: int, end: int, width: int) -> tuple[int, int]:
    """The end of the longest part of `line[start:end]` that fits in `width` cells, and the cells that it takes.

    It looks at no more characters than may stand on a line.
    """
    last = min(start + width, end)
    # One more, as an accent may follow that takes no cell.
    if line[start : last + 1].isascii():
        return last, last - start
    used = 0
    last = min(start + _MAX_CHARACTERS_PER_CELL * width, end)
    for index in range(start, last):
        used_after = used + _width(line[index])
        if used_after > width:
            return index, used
        used = used_after
    return last, used


def shortened(text: str, width: int) -> str:
    """`text`, its end replaced with "…" if it takes more than `width` cells."""
    if _fitting(text, 0, len(text), width)[0] == len(text):
        return text
    end, _ = _fitting(text, 0, len(text), max(width - 1, 1))
    return text[: max(end, 1)].rstrip() + "…"
