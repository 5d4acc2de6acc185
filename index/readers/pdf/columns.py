"""Puts the columns of a page in their order, and at one margin, so that they are read as pages of a book are.

Some files draw a page row by row, over all of its columns; most draw one column after the other.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from .lines import Line

# Rows with text on both sides: fewer are a table, or an accident of loose lines, as a narrow gutter is more often.
_MIN_ROWS, _MIN_ROWS_OF_NARROW = 3, 8
# Times the size of letters.
_MIN_GUTTER, _NARROW_GUTTER, _SAME_ROW = 0.5, 1.2, 0.75
# Share of the width of all columns; the labels of a table ("Rating:") are narrower.
_MIN_WIDTH = 0.25
# Letters in a row of a column, on average: numbers and names stand in tables.
_MIN_LETTERS = 10
_MAX_LABELS_SHARE = 0.5
# Times the size of letters, from row to row: below a wider step, other text begins.
_MAX_STEP = 2.0
# Newspapers have eight.
_MAX_COLUMNS_DEPTH = 4

Row = list[Line]


def by_column(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, those of columns that are drawn row by row in the order of the columns."""
    rows = list(_rows(lines))
    return list(lines) if len(rows) == len(lines) else _by_column(rows)


def at_one_margin(lines: Sequence[Line]) -> list[Line]:
    """The lines of a page, those of columns that follow each other at one left margin, with the end of their column."""
    starts = [0, *(at for at in range(1, len(lines)) if lines[at].base > lines[at - 1].base + lines[at].size)]
    columns = list(pairwise([*starts, len(lines)]))
    moved = list(lines)
    margin: float | None = None  # of the first column of those that are side by side
    for (start, middle), (_, stop) in pairwise(columns):
        sides = _side_by_side(lines, start, middle, stop)
        if sides is None:
            margin = None
            continue
        left, right = sides
        if margin is None:
            margin = min(line.left for line in lines[left.start : left.stop])
            _move(moved, lines, left, margin)
        _move(moved, lines, right, margin)
    return moved


def _rows(lines: Sequence[Line]) -> Iterator[Row]:
    """Lines that follow each other in the file, side by side, from left to right."""
    row: Row = []
    for line in lines:
        is_level = bool(row) and abs(row[0].base - line.base) < _SAME_ROW * line.size
        if is_level and line.left > row[-1].right:
            row.append(line)
        elif is_level and line.right < row[0].left:
            row.insert(0, line)
        else:
            if row:
                yield row
            row = [line]
    if row:
        yield row


def _by_column(rows: Sequence[Row], depth: int = 0) -> list[Line]:
    """The lines of `rows`, with runs of rows that one gutter parts in the order of their columns."""
    ordered: list[Line] = []
    at = 0
    while at < len(rows):
        stop, sides = _run_of_columns(rows, at)
        if sides is None or depth >= _MAX_COLUMNS_DEPTH:
            for row in rows[at:stop]:
                ordered += row
        else:
            for side in sides:
                ordered += _by_column(side, depth + 1)
        at = stop
    return ordered


def _run_of_columns(rows: Sequence[Row], start: int) -> tuple[int, tuple[list[Row], list[Row]] | None]:
    """The end of the run of rows from `start` on that one gutter parts, and its sides; None if they are no columns."""
    if len(rows[start]) < 2:
        return start + 1, None
    before, after = max(pairwise(rows[start]), key=lambda pair: pair[1].left - pair[0].right)
    low, high = before.right, after.left
    stop = start + 1
    while stop < len(rows) and _is_below(rows[stop - 1], rows[stop]):
        gutter = _around(rows[stop], low, high)
        if gutter is None or gutter[1] - gutter[0] < _MIN_GUTTER * rows[stop][0].size:
            break
        low, high = gutter
        stop += 1
    left, right = _sides(rows[start:stop], (low + high) / 2)
    is_narrow = high - low < _NARROW_GUTTER * rows[start][0].size
    min_rows = _MIN_ROWS_OF_NARROW if is_narrow else _MIN_ROWS
    # Rows with both sides.
    has_rows = len(left) + len(right) - (stop - start) >= min_rows
    return stop, (left, right) if has_rows and _are_columns(left, right) else None


def _sides(rows: Sequence[Row], gutter: float) -> tuple[list[Row], list[Row]]:
    """What of the rows stands on the left and on the right of the gutter; rows without anything there are left out."""
    left = [[line for line in row if line.left < gutter] for row in rows]
    right = [[line for line in row if line.left >= gutter] for row in rows]
    return list(filter(None, left)), list(filter(None, right))


def _is_below(above: Row, row: Row) -> bool:
    """True if `row` may belong to the columns of the row above it."""
    return 0 < above[0].base - row[0].base <= _MAX_STEP * max(above[0].size, row[0].size)


def _around(row: Row, low: float, high: float) -> tuple[float, float] | None:
    """The gutter between `low` and `high`, as narrow as `row` leaves it; None if a line crosses it."""
    for line in row:
        if line.left <= low and line.right >= high:
            return None
        if line.right > low and line.left < high:
            # It reaches into the gutter, from the nearer side.
            if line.left - low < high - line.right:
                low = line.right
            else:
                high = line.left
    return low, high


def _are_columns(left: Sequence[Row], right: Sequence[Row]) -> bool:
    """True for the rows on two sides that are text, no table."""
    width = max(row[-1].right for row in right) - min(row[0].left for row in left)
    for side in (left, right):
        letters = sum(sum(map(str.isalpha, line.text)) for row in side for line in row)
        labels = sum(row[-1].text.endswith(":") for row in side)
        side_width = max(row[-1].right for row in side) - min(row[0].left for row in side)
        is_text = letters >= _MIN_LETTERS * len(side) and labels < _MAX_LABELS_SHARE * len(side)
        if not is_text or side_width < _MIN_WIDTH * width:
            return False
    return True


def _side_by_side(lines: Sequence[Line], start: int, middle: int, stop: int) -> tuple[range, range] | None:
    """The last lines from `start` to `middle` and the first ones from there to `stop` that are columns, if any are."""
    first_left = min(line.left for line in lines[middle : min(stop, middle + _MIN_ROWS)])
    top = middle
    while top > start and lines[top - 1].right < first_left:
        top -= 1
    if middle - top < _MIN_ROWS:
        return None
    last_right = max(line.right for line in lines[top:middle])
    bottom = middle
    while bottom < stop and lines[bottom].left > last_right:
        bottom += 1
    if bottom - middle < _MIN_ROWS or not _are_columns(
        [[line] for line in lines[top:middle]], [[line] for line in lines[middle:bottom]]
    ):
        return None
    return range(top, middle), range(middle, bottom)


def _move(moved: list[Line], lines: Sequence[Line], column: range, margin: float) -> None:
    """Write the lines of a column to `moved`, at this margin."""
    inner = lines[column.start : column.stop]
    shift = margin - min(line.left for line in inner)
    right = max(line.right for line in inner) + shift
    for at, line in zip(column, inner, strict=True):
        moved[at] = replace(line, left=line.left + shift, right=line.right + shift, column=right)
