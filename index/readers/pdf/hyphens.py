"""Decides whether a hyphen at the end of a printed line is the printer's or the author's."""

from __future__ import annotations

import re
from collections.abc import Iterable

from .lines import Line

_HYPHEN = re.compile("[-\u2010\u2011]")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010\u2011][^\W\d_]+)*")
# Printers who hyphenate do so in one line in fifteen; an author's hyphen ends one line in a hundred.
_MIN_HYPHENATED_SHARE = 0.02


class Hyphens:
    """Learns from the words of a document how they are hyphenated."""

    def __init__(self, lines: Iterable[Line] = ()) -> None:
        lines = list(lines)
        self._words = _whole_words(lines)
        self._is_hyphenated = sum(line.is_hyphenated for line in lines) > _MIN_HYPHENATED_SHARE * len(lines)

    def between(self, before: str, after: str) -> str:
        """ "-" if the word that ends `before` and continues in `after` has a hyphen there, "" if the printer added it.

        The same word elsewhere in the document decides, with or without a hyphen. A word that has a hyphen elsewhere
        ("nine-year-old") is parted there, not within a syllable, unless the document has that part of it whole. Else
        it counts whether lines are hyphenated.
        """
        first, last = _WORD.findall(before[-60:]), _WORD.match(after)
        if not first or not last:
            return "-"
        head, tail = _HYPHEN.sub("-", first[-1].casefold()), _HYPHEN.sub("-", last[0].casefold())
        if head + tail in self._words:
            return ""
        if f"{head}-{tail}" in self._words or last[0][0].isupper():
            return "-"
        if "-" in head or "-" in tail:
            middle = head.rpartition("-")[2] + tail.partition("-")[0]
            return "" if middle in self._words else "-"
        return "" if self._is_hyphenated else "-"


def _whole_words(lines: Iterable[Line]) -> set[str]:
    """The words of a document, and the parts of those with hyphens, without what a line's end parted."""
    found: set[str] = set()
    is_parted = False
    for line in lines:
        words = _WORD.findall(_HYPHEN.sub("-", line.text.casefold()))
        words = words[is_parted : len(words) - line.is_hyphenated]
        found.update(words)
        if _HYPHEN.search(line.text):
            found.update(part for word in words if "-" in word for part in word.split("-"))
        is_parted = line.is_hyphenated
    return found
