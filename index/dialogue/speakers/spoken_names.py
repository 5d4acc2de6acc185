"""Names in what is said: those that a speech mentions, and those that it calls somebody by.

All speeches of a work are looked through as one text, which takes half the time of one after the other.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from .written_names import written_names

# Stands before each text and at the end of all.
_BEGINS = "\0"
# Names are looked for in so much of each piece of a speech.
_MAX_CHARS = 4_000
# "Anna, come", "Come, Anna." and "Oh Anna!": what stands before the name of whom a speech calls, and behind it.
_CALLED_END = re.compile(rf"\s*+(?:[,;!?]|\.?\s*+{_BEGINS}|[—–-])")
_MARKS = frozenset(f"{_BEGINS},;.!?:—–-")
_CALLING = re.compile(
    r"(?:(?<=\b(?:[Oo]h|[Mm]y|[Nn]o)\s)|(?<=\b(?:[Yy]es|[Oo]ld)\s)|(?<=\b(?:[Dd]ear|[Ww]ell|[Pp]oor)\s))"
)


class SpokenName(NamedTuple):
    """A name as it is compared, the number of the text that it is in, and whether it calls somebody."""

    text: int
    name: str
    is_called: bool


def spoken_names(texts: Sequence[str]) -> Iterator[SpokenName]:
    """All names in the texts, in order."""
    parts = [text[:_MAX_CHARS] for text in texts]
    together = f"{_BEGINS}{_BEGINS.join(parts)}{_BEGINS}"
    ends = list(accumulate(len(part) + 1 for part in parts))
    number = 0
    for start, end, name in written_names(together):
        while ends[number] < end:
            number += 1
        is_called = _CALLED_END.match(together, end) is not None and _calls(together, start)
        yield SpokenName(number, name, is_called)


def _calls(text: str, start: int) -> bool:
    """True if what stands before a name calls somebody by it."""
    place = start - 1
    while text[place].isspace():
        place -= 1
    return text[place] in _MARKS or _CALLING.match(text, start) is not None
