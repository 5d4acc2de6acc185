"""Works by their series: the order in which they are read, and a series with the work's number in one line."""

from __future__ import annotations

import math

from .model import Metadata


def series_key(metadata: Metadata) -> tuple[bool, str, list[float]]:
    """Sorts works by series and number; those without a number after the others, those without a series last.

    >>> numbers = ["10", "1.5", "", "2", "0"]
    >>> sorted(numbers, key=lambda number: series_key(Metadata(series="Lamps", series_number=number)))
    ['0', '1.5', '2', '10', '']
    """
    name = folded_series(metadata)
    return name == "", name, _number_key(metadata.series_number)


def folded_series(metadata: Metadata) -> str:
    """The name of the series without case and further blanks, as names of series are compared; "" without a series."""
    return " ".join(metadata.series.split()).casefold()


def _number_key(number: str) -> list[float]:
    """ "1.10" is a decimal, before "1.5"; numbers of more levels ("1.2.10") are compared level by level."""
    try:
        return [float(number)] if number.count(".") < 2 else list(map(float, number.split(".")))
    except ValueError:
        # Works that were made in Python, and imported ones, may have any text here.
        return [math.inf]


def series_with_number(metadata: Metadata) -> str:
    """ "Lamps 2"; only the name without a number, "" without a series."""
    return f"{metadata.series} {metadata.series_number}".strip() if metadata.series else ""
