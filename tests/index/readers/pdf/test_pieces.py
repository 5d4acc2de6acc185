"""Lines are split at drop capitals and between columns."""

from __future__ import annotations

from dataclasses import dataclass, field

import pytest

from fabula.index.readers.pdf.pieces import Piece, line_pieces, may_have_columns, split_at_gaps
from fabula.index.readers.pdf.text_page import TextPage


@dataclass
class FakePage(TextPage):
    """A page of letters one point wide and one point high, but for those that are given another size or place."""

    units: str
    sizes: dict[int, float] = field(default_factory=dict)
    moved: dict[int, float] = field(default_factory=dict)

    def origin(self, index: int) -> tuple[float, float]:
        return self._left(index), 0.0

    def right(self, index: int) -> float:
        return self._left(index) + 1

    def size(self, index: int) -> float:
        return self.sizes.get(index, 1.0)

    def _left(self, index: int) -> float:
        return index + sum(distance for start, distance in self.moved.items() if index >= start)


@pytest.mark.parametrize(
    ("units", "sizes", "expected"),
    [
        ("She left.\r\n He stayed. \r\n", {}, ["She left.", "He stayed."]),
        ("nine-year\x02old and har\ufffebour", {}, ["nine-year", "old and har", "bour"]),
        ("Once", {0: 4.0}, ["O", "nce"]),
        ("“Once,” she said", {0: 4.0, 1: 4.0}, ["“O", "nce,” she said"]),
        ("A cold wind", {0: 3.0}, ["A ", "cold wind"]),
        ("Once", {0: 1.5}, ["Once"]),
        ("O\nnce", {0: 4.0}, ["O", "nce"]),
        (" \n\n", {}, []),
    ],
)
def test_lines_and_initials(units: str, sizes: dict[int, float], expected: list[str]) -> None:
    """An initial is clearly larger than what follows it, behind quote marks, too."""
    page = FakePage(units, sizes)
    assert [units[start:end] for start, end in line_pieces(page)] == expected


def test_gaps_between_columns() -> None:
    """Wider than a letter is high; the space between words is narrower than half of that."""
    page = FakePage("a b c", moved={2: -0.7, 4: 3.0})
    lines = [Piece(0, 5)]
    assert may_have_columns(page, lines)
    assert list(split_at_gaps(page, lines)) == [Piece(0, 3), Piece(4, 5)]
    assert not may_have_columns(FakePage("a b c", moved={2: -0.7, 4: -0.1}), lines)
