"""The values of roman numerals."""

from __future__ import annotations

_VALUES = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100, "d": 500, "m": 1000}


def roman_value(numeral: str) -> int:
    """The value of a roman `numeral` in capitals or small letters; 0 if it has any other letter.

    >>> roman_value("XIV"), roman_value("mcmxc"), roman_value("Ivy")
    (14, 1990, 0)
    """
    values = [_VALUES.get(letter, 0) for letter in numeral.lower()]
    if not all(values):
        return 0
    return sum(-value if value < max(values[at:]) else value for at, value in enumerate(values))
