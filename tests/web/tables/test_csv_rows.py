"""Tables as CSV come back as they were, and no cell is a formula."""

from __future__ import annotations

import csv
import doctest
import io
from itertools import count, islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.web.tables import csv_rows
from fabula.web.tables.csv_rows import csv_lines, read_cell, read_list, write_cell

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.text("=+-@';\\, \"\t\r\n", max_size=6)


def read(lines: list[str]) -> list[list[str]]:
    return list(csv.reader(io.StringIO("".join(lines), newline="")))


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "'"])
def test_no_cell_is_a_formula(text: str) -> None:
    """What a spreadsheet would compute has an apostrophe before it."""
    assert write_cell(text) == f"'{text}"
    assert write_cell((text, "b")).startswith("'")


@given(st.lists(st.tuples(texts, st.lists(texts.filter(bool), max_size=4)), max_size=4))
def test_texts_and_lists_come_back(rows: list[tuple[str, list[str]]]) -> None:
    """Through a file: quotes, separators, line ends, apostrophes and backslashes as they were."""
    lines = list(csv_lines(["name", "tags"], ({"name": name, "tags": tags} for name, tags in rows)))
    head, *cells = read(lines)
    assert head == ["name", "tags"]
    assert [(read_cell(name), list(read_list(tags))) for name, tags in cells] == rows


def test_numbers_and_truth_values() -> None:
    """Numbers are plain, a negative one too; nothing is an empty cell; a column that a row lacks is empty."""
    rows = [{"a": 1200, "b": -0.5, "c": True, "d": None, "more": 1}]
    assert read(list(csv_lines("abcde", rows))) == [[*"abcde"], ["1200", "-0.5", "yes", "", ""]]


def test_examples() -> None:
    """The examples in the docstrings are right."""
    assert doctest.testmod(csv_rows).failed == 0


def test_rows_are_written_as_they_come() -> None:
    """A table without end has a beginning."""
    lines = csv_lines(["n"], ({"n": number} for number in count()))
    assert list(islice(lines, 3)) == ["n\n", "0\n", "1\n"]
