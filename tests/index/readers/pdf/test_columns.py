"""Columns are read one after the other, at one margin."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

import pytest

from fabula.index.readers.pdf.columns import at_one_margin, by_column
from fabula.index.readers.pdf.lines import Line
from ....growth import grows_evenly

# In the order of their rows.
PROSE = [
    ["In the left column the miller", "In the middle one the mother", "In the right column the baker"],
    ["spoke first of the bread and", "asked for it, and for the old", "answered him about the boat"],
    ["then of the bells that rang.", "man who had baked it at home.", "and the tide that had turned."],
    ["He did not stop until noon.", "She did not stop until dusk.", "He did not stop until night."],
]


def row(texts: list[str], base: float, width: float = 140) -> list[Line]:
    return [
        Line(text, 40 + n * (width + 20), 40 + n * (width + 20) + 4.6 * len(text), base, 11)
        for n, text in enumerate(texts)
    ]


def page(count: int, *, by_row: bool, top: float = 500) -> list[Line]:
    rows = [row(texts[:count], top - 14 * n) for n, texts in enumerate(PROSE)]
    return [line for one in rows for line in one] if by_row else [one[at] for at in range(count) for one in rows]


@pytest.mark.parametrize("by_row", [True, False])
@pytest.mark.parametrize("count", [2, 3])
def test_columns_in_their_order_at_one_margin(count: int, by_row: bool) -> None:
    """Two or three, however the file draws them."""
    lines = at_one_margin(by_column(page(count, by_row=by_row)))
    assert [line.text for line in lines] == [texts[at] for at in range(count) for texts in PROSE]
    assert {line.left for line in lines} == {40}
    assert all(line.column >= line.right for line in lines)


def test_rows_may_be_uneven_or_drawn_from_the_right() -> None:
    """A column half a line lower than the other, and a file that begins with the right one."""
    rows = [row(texts[:2], 500 - 14 * n) for n, texts in enumerate(PROSE)]
    expected = [texts[at] for at in range(2) for texts in PROSE]
    uneven = [line for left, right in rows for line in (left, replace(right, base=right.base - 7))]
    reversed_rows = [line for left, right in rows for line in (right, left)]
    for lines in (uneven, reversed_rows):
        assert [line.text for line in by_column(lines)] == expected


def test_lines_over_all_columns_part_them() -> None:
    """A heading above, a picture's caption between, and the text below stay where they are."""
    full = [Line("A heading that runs over both of the columns of it", 40, 330, base, 11) for base in (520, 430, 310)]
    lines = [full[0], *page(2, by_row=True), full[1], *page(2, by_row=True, top=410), full[2]]
    columns = [texts[at] for at in range(2) for texts in PROSE]
    assert [line.text for line in by_column(lines)] == [full[0].text, *columns, full[1].text, *columns, full[2].text]


def test_a_column_may_be_longer() -> None:
    """By a line or two, on either side."""
    left, right = Line("and so it ended.", 40, 120, 444, 11), Line("and so it ended.", 200, 280, 444, 11)
    for last, at in ((left, 4), (right, 8)):
        texts = [line.text for line in by_column([*page(2, by_row=True), last])]
        assert texts.index("and so it ended.") == at


@pytest.mark.parametrize(
    "rows",
    [
        [["Strength", "12"], ["Wit", "9"], ["Luck", "3"], ["Charm", "11"]],
        [["Rating:", "General audiences here"], ["Archive warning:", "None of them applies"], ["Language:", "English"]]
        * 2,
        [["Chapter One: The Ferry", "12"], ["Chapter Two: The Lamp", "48"], ["Chapter Three: Home", "99"]],
        [[text, "x"] for text, _, _ in PROSE],
        PROSE[:2],
    ],
)
def test_tables_are_read_by_rows(rows: list[list[str]]) -> None:
    """Numbers, labels and their values, a table of contents, marginal letters; two rows are too few."""
    lines = [line for n, texts in enumerate(rows) for line in row(texts[:2], 500 - 14 * n)]
    assert at_one_margin(by_column(lines)) == lines


def test_many_rows_take_time_as_their_number() -> None:
    """Of a table, of columns, and of rows of a thousand pieces."""

    def read(times: int, texts: list[str]) -> None:
        lines = [line for n in range(times // len(texts)) for line in row(texts, 9_000_000 - 14 * n)]
        at_one_margin(by_column(lines))

    for texts in (["Strength", "12"], ["Chapter One: The Ferry", "and another text of it"], ["a b c d e f g"] * 30):
        assert grows_evenly(partial(read, texts=texts), 4_000)
