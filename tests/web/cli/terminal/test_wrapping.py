"""Lines fit the terminal."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.web.cli.terminal.wrapping import cells, line_ranges, shortened

LINE = st.text(st.sampled_from("ab éΩ川\u0301—-'"), max_size=120)


@given(LINE, st.integers(4, 40))
def test_lines_fit_and_lose_only_spaces(line: str, width: int) -> None:
    """Every piece is within the width, and together they hold every character but spaces, in order."""
    pieces = [line[start:end] for start, end in line_ranges(line, width)]
    assert all(cells(piece) <= width for piece in pieces)
    assert "".join(pieces).replace(" ", "") == line.replace(" ", "")


@pytest.mark.parametrize(
    ("line", "width", "pieces"),
    [
        ("one two three", 7, ["one two", "three"]),
        ("one two three", None, ["one two three"]),
        ("", 10, [""]),
        ("   verse stands in", 10, ["   verse", "stands in"]),
        ("abcdefghij klm", 4, ["abcd", "efgh", "ij", "klm"]),
        ("川川川", 4, ["川川", "川"]),
    ],
)
def test_where_lines_break(line: str, width: int | None, pieces: list[str]) -> None:
    """At spaces; inside a word only where it is longer than a line; by cells, not characters."""
    assert [line[start:end] for start, end in line_ranges(line, width)] == pieces


@given(LINE, st.integers(2, 30))
def test_shortened_fits(text: str, width: int) -> None:
    """A shortened text is within the width, and a short one stays whole."""
    assert cells(shortened(text, width)) <= width or text.startswith("川")
    assert cells(text) > width or shortened(text, width) == text
