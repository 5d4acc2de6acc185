"""Names in what is said: those that a speech mentions, and those that it calls somebody by.

All speeches of a work are looked through as one text, which takes half the time of one after the other.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from itertools import accumulate
from typing import NamedTuple

from .names import NAME, NAMES

# Stands before each text and at the end of all.
_BEGINS = "\0"
# Names are looked for in so much of each piece of a speech.
_MAX_CHARS, _MAX_CALLED_CHARS = 4_000, 2_000
_CALLED_END = rf"(?=\s*+(?:[,;!?]|\.?\s*+{_BEGINS}|[—–-]))"
# "Anna, come", "Come, Anna." and "Oh Anna!": each pattern begins with one character, to which a search is quick.
_BEHIND_MARKS = re.compile(rf"[{_BEGINS},;.!?:—–-]\s*(?P<name>{NAME}){_CALLED_END}")
_BEHIND_WORDS = re.compile(
    r"\s(?![a-ce-z])(?:(?<=\b(?:[Oo]h|[Mm]y|[Nn]o)\s)|(?<=\b(?:[Yy]es|[Oo]ld)\s)|(?<=\b(?:[Dd]ear|[Ww]ell|[Pp]oor)\s))"
    rf"(?P<name>{NAME}){_CALLED_END}"
)


class SpokenName(NamedTuple):
    """A name as it is written, and the number of the text that it is in."""

    text: int
    name: str


def mentioned_names(texts: Sequence[str]) -> Iterator[SpokenName]:
    """All names in the texts, in order."""
    together, starts = _joined(texts, _MAX_CHARS)
    for match in NAMES.finditer(together):
        yield SpokenName(bisect_left(starts, match.start()) - 1, match[0])


def called_names(texts: Sequence[str]) -> Iterator[SpokenName]:
    """Those by which somebody is called, in order."""
    together, starts = _joined(texts, _MAX_CALLED_CHARS)
    matches: Iterable[re.Match[str]] = (*_BEHIND_MARKS.finditer(together), *_BEHIND_WORDS.finditer(together))
    end = 0
    for start, last, name in sorted((*match.span("name"), match["name"]) for match in matches):
        # "Oh Jean-Paul!" calls nobody Paul.
        if start > end:
            yield SpokenName(bisect_left(starts, start) - 1, name)
            end = last


def _joined(texts: Sequence[str], length: int) -> tuple[str, list[int]]:
    """The beginnings of the texts as one, and where each stands in it: behind these places."""
    parts = [text[:length] for text in texts]
    return f"{_BEGINS}{_BEGINS.join(parts)}{_BEGINS}", [0, *accumulate(len(part) + 1 for part in parts)]
