"""Powers and fractions apart from the numbers of notes."""

from __future__ import annotations

import pytest

from fabula.index.readers.marks.raised_numbers import begins_fraction, is_power


@pytest.mark.parametrize(
    ("before", "number", "expected"),
    [
        ("the value of x", "2", True),
        ("12 m", "3", True),
        ("5 km", "2", True),
        ("E = mc", "2", True),
        ("12 ft", "2", True),
        ("10", "6", True),
        ("π", "2", True),
        ("he went in", "2", False),
        ("so did I", "2", False),
        ("in 1851", "3", False),
        ("flew", "1", False),
        ("летел", "2", False),
        ("the weir.", "2", False),
        ("", "1", False),
        ("x", "123", False),
        ("5 km", "7", False),
    ],
)
def test_powers(before: str, number: str, expected: bool) -> None:
    """Variables, units and numbers have powers; words and years have notes."""
    assert is_power(before, number) is expected


def test_fractions() -> None:
    """A number above a line."""
    assert begins_fraction("/2") and begins_fraction("⁄₂") and not begins_fraction(" / ") and not begins_fraction("")
