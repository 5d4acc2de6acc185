"""What publishers print around a book: lists of other books, with prices. They are said of the book, not in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from .headings import Heading, Rank
from .text_layout import Piece

__all__ = ["MAX_ADVERTISEMENT_WORDS", "find_advertisements", "is_advertisement"]

# The longest list seen has 569 words. More than this is a story that begins under such a line.
MAX_ADVERTISEMENT_WORDS = 800
_LEAST_CHAPTER = 150
# An entry's words, the heading's line among them; prose has 60 a paragraph.
_MEAN_ENTRY = 20
_HEADING = re.compile(
    r"\W*(?:"
    r"(?:(?:other|recent|new|some|more|popular)\s+)*(?:works|books|novels|stories|volumes|titles|publications)\s+by\s.{1,60}|works\s+of\s.{1,60}"
    r"|(?:(?:also|books|works|novels|other\s+\w+)\s+)?(?:by|from)\s+the\s+same\s+(?:author|writer|pen|hand)s?"
    r"|uniform\s+(?:with|edition)\b.{0,60}"
    r"|published\s+by\s.{1,80}"
    r"|(?:a\s+)?(?:\w+\s+)?list\s+of\s+(?:the\s+)?(?:\w+\s+)?(?:works|books|novels|publications)\b.{0,60}"
    r"|(?:press\s+)?(?:notices|opinions)(?:\s+of\s+the\s+press)?|(?:publisher['’]?s['’]?\s+)?advertisements?"
    r"|du\s+même\s+auteur|ouvrages\s+du\s+même\s+auteur|von\s+dem(?:selben|\s+gleichen)\s+verfasser"
    r"|del\s+mismo\s+autor|obras\s+del\s+mismo\s+autor|dello\s+stesso\s+autore|того\s+же\s+автора"
    r")\W*",
    re.IGNORECASE,
)


def is_advertisement(heading: str) -> bool:
    """True for the heading of a publisher's list ("BY THE SAME AUTHOR")."""
    return len(heading) <= 120 and _HEADING.fullmatch(heading) is not None


def find_advertisements(
    parts: Sequence[Piece], within: range, headings: Mapping[int, Heading], skipped: Set[int]
) -> set[int]:
    """The indices of such lists among `parts`, headings included: each as far as the next heading.

    Before the first chapter and after the last whatever is short enough; between them only what looks like a list.
    """
    places = [index for index in sorted(headings) if index in within and index not in skipped]
    sections = [range(start, end) for start, end in pairwise([*places, within.stop])]
    words = {section.start: sum(len(parts[index].text.split()) for index in section) for section in sections}
    lists = [section for section in sections if _is_list_heading(headings[section.start])]
    chapters = [place for place in places if words[place] >= _LEAST_CHAPTER and not _is_list_heading(headings[place])]
    found: set[int] = set()
    for section in lists:
        total = words[section.start]
        outside = not chapters or section.start < chapters[0] or section.start > chapters[-1]
        if total <= MAX_ADVERTISEMENT_WORDS and (outside or total <= _MEAN_ENTRY * len(section)):
            found.update(section)
    return found


def _is_list_heading(heading: Heading) -> bool:
    return heading.rank is Rank.TITLE and is_advertisement(heading.text)
