"""The values of roman numerals."""

from __future__ import annotations

import doctest

from fabula.index.readers.headings import roman_numerals


def test_examples_in_the_documentation_hold() -> None:
    """The examples of the docstrings are true."""
    assert doctest.testmod(roman_numerals).failed == 0
