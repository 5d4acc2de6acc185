"""The number of a work in its series, as files and archives write it."""

from __future__ import annotations

import re

_NUMBER = re.compile(r"0*(\d{1,9})((?:[.,]\d{1,9}){0,3})")


def series_number(text: str) -> str:
    """The number in its shortest form, with a point; "" if `text` is none. EPUB 3 has numbers of several levels.

    >>> [series_number(text) for text in ("2.0", " 1.50 ", "03", "0", "1,5", "1.2.0", "second")]
    ['2', '1.5', '3', '0', '1.5', '1.2.0', '']
    """
    match = _NUMBER.fullmatch(text.strip())
    if match is None:
        return ""
    whole, rest = match[1], match[2].replace(",", ".")
    if rest.count(".") == 1:
        rest = rest.rstrip("0").rstrip(".")
    return whole + rest
