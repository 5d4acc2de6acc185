"""Tables are sent in pieces of some size, and soon."""

from __future__ import annotations

from collections.abc import Iterator

from hypothesis import given
from hypothesis import strategies as st

from fabula.web.tables.downloads import in_pieces


@given(st.lists(st.text(max_size=5_000), max_size=60))
def test_pieces_are_the_lines(lines: list[str]) -> None:
    """In their order, and all; a piece is as long as a line more than 16 KB at most."""
    pieces = list(in_pieces(lines))
    assert "".join(pieces) == "".join(lines)
    assert all(len(piece) < 16_384 + 5_000 for piece in pieces)
    assert all(len(piece) >= 16_384 for piece in pieces[:-1]) or not lines


def test_slow_rows_are_not_held_back() -> None:
    """What has come within a tenth of a second is sent."""
    now = 0.0

    def rows() -> Iterator[str]:
        nonlocal now
        for number in range(6):
            now += 0.04
            yield f"{number}\n"

    assert list(in_pieces(rows(), lambda: now)) == ["0\n1\n2\n", "3\n4\n5\n"]
