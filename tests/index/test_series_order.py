"""Works in the order of their series."""

from __future__ import annotations

import doctest
import random

import fabula.index.series_order as series_order
from fabula.index import Metadata
from fabula.index.series_order import series_key, series_with_number


def test_numbers_are_no_words() -> None:
    """2 comes before 10, decimals between, nonsense after all; the same name in another case is the same series."""
    expected = [
        ("bells", "1"), ("Lamps", "0"), ("lamps", "1"), ("Lamps", "1.5"), ("Lamps", "2"), ("LAMPS", "10"),
        ("Lamps", "second"), ("", "1"),
    ]  # fmt: skip
    places = [Metadata(series=name, series_number=number) for name, number in expected]
    random.Random(4).shuffle(places)
    assert [(place.series, place.series_number) for place in sorted(places, key=series_key)] == expected
    levels = [Metadata(series="A", series_number=number) for number in ("1.2.10", "1.10.1", "1.2.9", "1.2.9.1")]
    assert [place.series_number for place in sorted(levels, key=series_key)] == ["1.2.9", "1.2.9.1", "1.2.10", "1.10.1"]


def test_a_series_in_one_line() -> None:
    """With its number, if there is one."""
    assert series_with_number(Metadata(series="Lamps", series_number="0")) == "Lamps 0"
    assert series_with_number(Metadata(series="Lamps")) == "Lamps"
    assert series_with_number(Metadata(series_number="2")) == ""
    assert doctest.testmod(series_order).failed == 0
