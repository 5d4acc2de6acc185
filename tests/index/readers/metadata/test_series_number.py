"""Numbers of series in their shortest form."""

from __future__ import annotations

import time

import pytest

from fabula.index.readers.metadata.series_number import series_number


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("2", "2"), ("2.0", "2"), ("1.5", "1.5"), (" 0 ", "0"), ("0.50", "0.5"), ("007", "7"), ("10", "10"),
        ("10.0", "10"),
        ("1,5", "1.5"), ("1.2.3", "1.2.3"), ("", ""), ("-1", ""), ("II", ""), ("1e5", ""), ("2 of 3", ""), (".5", ""),
        ("9" * 30, ""), ("nan", ""),
    ],
)  # fmt: skip
def test_numbers(text: str, number: str) -> None:
    """Decimals and zero are numbers; what is none is not shown."""
    assert series_number(text) == number


def test_long_ones_take_no_time() -> None:
    """However they are made."""
    start = time.process_time()
    for text in ("0" * 100_000 + "x", "1." * 50_000, "1" * 100_000, " " * 100_000):
        series_number(text)
    assert time.process_time() - start < 1
