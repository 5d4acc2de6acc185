"""Parses dates as people and programs write them, to ISO 8601 with the precision they have."""

from __future__ import annotations

import re
from datetime import date

_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_MONTH = r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"(?P<year>\d{4})[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})(?!\d)",
        rf"{_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})\b",
        rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\.?\s+{_MONTH},?\s+(?P<year>\d{{4}})\b",
        rf"{_MONTH},?\s+(?P<year>\d{{4}})\b",
        r"(?P<year>\d{4})-(?P<month>\d{2})(?!\d)",
        r"^\W*(?P<year>\d{4})\W*$",
    )
)
# Earlier than printing; calibre writes 0101-01-01 for "unknown".
_FIRST_YEAR = 1000
_MAX_CHARS = 200


def iso_date(text: str) -> str:
    """The first date in `text`: "2008-06-25", "2008-06" or "2008"; "" if none is certain.

    Dates of numbers alone are read only with the year first: other orders ("03/04/2009") differ by country.

    >>> iso_date("June 25, 2008 [EBook #11]"), iso_date("October, 1999"), iso_date("0101-01-01T00:00:00+00:00")
    ('2008-06-25', '1999-10', '')
    """
    text = text[:_MAX_CHARS]
    for pattern in _PATTERNS:
        if match := pattern.search(text):
            groups = match.groupdict()
            year, month, day = int(groups["year"]), _month(groups.get("month")), int(groups.get("day") or 0)
            if year < _FIRST_YEAR:
                return ""
            try:
                date(year, month or 1, day or 1)
            except ValueError:
                return ""
            return f"{year:04}" + (f"-{month:02}" if month else "") + (f"-{day:02}" if month and day else "")
    return ""


def _month(text: str | None) -> int:
    if not text:
        return 0
    return int(text) if text.isdigit() else _MONTHS.index(text[:3].lower()) + 1
