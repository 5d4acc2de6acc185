"""Dates as people and programs write them."""

from __future__ import annotations

import doctest

import pytest

from fabula.index.readers.metadata import dates
from fabula.index.readers.metadata.dates import iso_date


def test_examples_in_the_documentation_hold() -> None:
    """The examples of the docstrings are true."""
    assert doctest.testmod(dates).failed == 0


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2019-10-31", "2019-10-31"), ("2019-10-31T12:00:00Z", "2019-10-31"), ("2011/07/09", "2011-07-09"),
        ("August 3rd, 2009", "2009-08-03"), ("3 Aug 2009", "2009-08-03"), ("Sept. 5, 1999", "1999-09-05"),
        ("March, 1994 [EBook #11]", "1994-03"), ("1898", "1898"), ("2009-03", "2009-03"),
        ("03/04/2009", ""), ("2009-13-45", ""), ("", ""), ("soon", ""), ("0101-01-01T00:00:00+00:00", ""),
    ],
)  # fmt: skip
def test_dates_are_read_only_where_they_are_certain(text: str, day: str) -> None:
    """Orders that differ by country are not read."""
    assert iso_date(text) == day
