"""A remembered line as it was typed."""

from __future__ import annotations

from dataclasses import dataclass

from fabula.index.analysis import terms
from .difference import Side
from .speech_tags import speech_tags
from .written import written_words


@dataclass(frozen=True, slots=True)
class Line:
    """The words of a line.

    words  folded, at least one.
    side   the same as they were written.
    tags   the indices of those that only say who speaks.
    """

    words: tuple[str, ...]
    side: Side
    tags: frozenset[int]


def read_line(text: str, max_words: int) -> Line:
    """The first `max_words` words of `text`."""
    found = terms(text)[:max_words]
    folded = tuple(term.text for term in found)
    written = written_words(text, [(term.start, term.end) for term in found])
    return Line(folded, Side(folded, written), speech_tags(folded, [text[term.start].isupper() for term in found]))
