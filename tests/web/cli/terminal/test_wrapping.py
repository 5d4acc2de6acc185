"""Lines fit the terminal."""

from __future__ import annotations

from itertools import islice

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.web.cli.terminal.wrapping import cells, line_ranges, shortened
from ....growth import cpu_seconds, grows_evenly

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
        ("川川", 1, ["川", "川"]),
        ("é\u0301é\u0301é", 2, ["é\u0301é\u0301", "é"]),
        ("   ", 2, [""]),
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


def test_a_stack_of_accents_is_cut() -> None:
    """Accents take no cells; a line has only so many of them all the same."""
    pieces = list(line_ranges("e" + "\u0301" * 10_000, 40))
    assert max(end - start for start, end in pieces) <= 320


@pytest.mark.parametrize("unit", ["é", "\u0301", "川", "👨\u200d👩\u200d👧", "a", " ", "é ", "川\u0301 "])
def test_the_time_grows_with_the_line(unit: str) -> None:
    """Whatever the line holds, and however long its words are."""
    assert grows_evenly(lambda size: list(line_ranges(unit * (size // len(unit)) + "é", 80)), 100_000)


def test_the_first_lines_come_before_the_rest_is_looked_at() -> None:
    """The time until then does not grow with the text."""
    word = "é" * 4_000_000
    seconds = min(cpu_seconds(lambda _: list(islice(line_ranges(word, 80), 100)), 0) for _ in range(3))
    assert seconds < 0.05
