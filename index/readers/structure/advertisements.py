"""Lists of other books that publishers print around a book, with prices: they are not part of the story."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence, Set
from itertools import pairwise

from fabula.index.readers.headings.heading_ranks import Heading, Rank
from .text_layout import Piece

# The longest list seen has 569 words. A longer section is a story that begins below such a heading.
MAX_ADVERTISEMENT_WORDS = 800
_MIN_CHAPTER_WORDS = 150
# Mean of a list's pieces, its heading included; prose has 60 words a paragraph.
_MAX_ENTRY_WORDS = 20
_MAX_HEADING_CHARS = 120
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
    return len(heading) <= _MAX_HEADING_CHARS and _HEADING.fullmatch(heading) is not None


def find_advertisements(
    parts: Sequence[Piece], within: range, headings: Mapping[int, Heading], skipped: Set[int]
) -> set[int]:
    """The indices of such lists among `parts`: each from its heading to the next one.

    Before the first chapter and after the last, any short section counts; between them only one that looks like a list.
    """
    starts = [index for index in sorted(headings) if index in within and index not in skipped]
    sections = [range(start, end) for start, end in pairwise([*starts, within.stop])]
    lists = [section for section in sections if _is_list_heading(headings[section.start])]
    if not lists:
        return set()
    word_counts = {section.start: sum(len(parts[index].text.split()) for index in section) for section in sections}
    chapters = [
        start for start in starts if word_counts[start] >= _MIN_CHAPTER_WORDS and not _is_list_heading(headings[start])
    ]
    advertisements: set[int] = set()
    for section in lists:
        word_count = word_counts[section.start]
        is_outside = not chapters or section.start < chapters[0] or section.start > chapters[-1]
        if word_count <= MAX_ADVERTISEMENT_WORDS and (is_outside or word_count <= _MAX_ENTRY_WORDS * len(section)):
            advertisements.update(section)
    return advertisements


def _is_list_heading(heading: Heading) -> bool:
    return heading.rank is Rank.TITLE and is_advertisement(heading.text)
