"""Hyphens at the ends of printed lines: did the printer put them there, or the author?"""

from __future__ import annotations

import re
from collections.abc import Iterable

from .lines import Line

__all__ = ["Hyphens"]

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
# A printer who parts words does so at the end of one line in fifteen; authors write a hyphen there once in a hundred.
_PRINTERS = 0.02


class Hyphens:
    """What a document's own words say of its hyphens."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        lines = list(lines)
        self._words = {word.casefold() for line in lines for word in _WORD.findall(line.text)}
        self._parts_words = sum(line.is_parted for line in lines) > _PRINTERS * len(lines)

    def between(self, before: str, after: str) -> str:
        """ "-" if the word that ends `before` and goes on in `after` has a hyphen there, "" if the printer put it in.

        The word in one piece or with its hyphen elsewhere in the document decides, else whether its lines are parted.
        """
        first, last = _WORD.findall(before[-60:]), _WORD.match(after)
        if not first or not last:
            return "-"
        head, tail = first[-1].casefold(), last[0].casefold()
        if head + tail in self._words:
            return ""
        if f"{head}-{tail}" in self._words or last[0][0].isupper():
            return "-"
        return "" if self._parts_words else "-"
