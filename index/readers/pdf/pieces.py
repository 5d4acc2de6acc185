"""Splits printed lines where PDFium made one line of several: at a drop capital, and between columns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from fabula.index.readers.styled.drop_capitals import QUOTE_MARKS
from .text_page import TextPage

# PDFium's signs for a hyphen at the end of a line, in place of the line end.
HYPHENATED_ENDS = ("\x02", "\ufffe")
_LINE = re.compile(rf"[^\n{''.join(HYPHENATED_ENDS)}]+")
INVISIBLE = " \t\r\n\xa0\u200b\ufeff"
# Times the size of the letters after it.
MIN_INITIAL_SIZE = 1.6
_SAME_LINE = 0.1
# Times the size of letters: the space between columns, which a long line of a ragged column may enter.
_MIN_GAP, _MIN_NARROW_GAP = 1.0, 0.5
# To find the place of a word takes 2 µs, as long as to read ten words.
_SAMPLED_LINES = 5


class Piece(NamedTuple):
    """Half-open, in units of the page, without blanks at its ends."""

    start: int
    end: int


def line_pieces(page: TextPage) -> list[Piece]:
    """The printed lines of a page, in the order of the file, with drop capitals apart."""
    return list(_split_at_initials(page, _lines(page.units)))


def may_have_columns(page: TextPage, lines: Sequence[Piece]) -> bool:
    """True if there is a gap as wide as that between columns in one of a few lines."""
    sample = lines[:: max(1, len(lines) // _SAMPLED_LINES)]
    return any(_gaps(page, line, _MIN_GAP) for line in sample)


def split_at_gaps(page: TextPage, lines: Sequence[Piece]) -> Iterator[Piece]:
    """The pieces of `lines` between gaps that may be part of the space between columns."""
    for line in lines:
        start = line.start
        for gap in _gaps(page, line, _MIN_NARROW_GAP):
            yield Piece(start, gap.start)
            start = gap.end
        yield Piece(start, line.end)


def _lines(units: str) -> Iterator[Piece]:
    for match in _LINE.finditer(units):
        line = match[0]
        start = match.start() + len(line) - len(line.lstrip(INVISIBLE))
        end = match.start() + len(line.rstrip(INVISIBLE))
        if start < end:
            yield Piece(start, end)


def _split_at_initials(page: TextPage, lines: Iterator[Piece]) -> Iterator[Piece]:
    """A letter as high as several lines stands on the line of the first or last of them."""
    for line in lines:
        after = _end_of_initial(page, line)
        if after and _is_initial(page, line.start, after):
            yield Piece(line.start, after)
            yield Piece(after, line.end)
        else:
            yield line


def _is_initial(page: TextPage, index: int, after: int) -> bool:
    """True for a letter that is clearly larger than the one `after` it, and no letter before a raised number."""
    size = page.size(index)
    if page.size(after) * MIN_INITIAL_SIZE >= size:
        return False
    return abs(page.origin(index)[1] - page.origin(after)[1]) < _SAME_LINE * size


def _end_of_initial(page: TextPage, line: Piece) -> int:
    """The index of what comes after the first letter of a line and the quote marks before it; 0 for nothing."""
    index = line.start
    while index < line.end and page.units[index] in QUOTE_MARKS:
        index += 1
    index += 1
    while index < line.end and page.units[index] in INVISIBLE:
        index += 1
    return index if index < line.end else 0


def _gaps(page: TextPage, line: Piece, min_size: float) -> list[Piece]:
    """The blanks of a line that are at least this many times as wide as its letters are high."""
    units = page.units
    min_gap = min_size * page.size(line.start)
    gaps: list[Piece] = []
    index = line.start
    while index < line.end:
        if units[index] not in INVISIBLE:
            index += 1
            continue
        start = index
        while units[index] in INVISIBLE:
            index += 1
        if page.origin(index)[0] - page.right(start - 1) >= min_gap:
            gaps.append(Piece(start, index))
    return gaps
