"""Decides whether a hyphen at the end of a printed line is the printer's or the author's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .lines import Line

_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
# Printers who hyphenate do so in one line in fifteen; an author's hyphen ends one line in a hundred.
_MIN_HYPHENATED_SHARE = 0.02


class Hyphens:
    """Learns from the words of a document how they are hyphenated."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        lines = list(lines)
        self._words = {word.casefold() for line in lines for word in _WORD.findall(line.text)}
        self._is_hyphenated = sum(line.is_hyphenated for line in lines) > _MIN_HYPHENATED_SHARE * len(lines)

    def between(self, before: str, after: str) -> str:
        """ "-" if the word that ends `before` and continues in `after` has a hyphen there, "" if the printer added it.

        The same word elsewhere in the document decides, with or without a hyphen; else whether lines are hyphenated.
        """
        first, last = _WORD.findall(before[-60:]), _WORD.match(after)
        if not first or not last:
            return "-"
        head, tail = first[-1].casefold(), last[0].casefold()
        if head + tail in self._words:
            return ""
        if f"{head}-{tail}" in self._words or last[0][0].isupper():
            return "-"
        return "" if self._is_hyphenated else "-"
