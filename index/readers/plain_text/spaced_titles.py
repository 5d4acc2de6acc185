"""Titles that nothing but space tells: a line like a title between two gaps wider than those between paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set

from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.headings import Heading, Rank, is_chapter_title, joined, name_key, numeral_key
from fabula.index.readers.structure.text_layout import Piece

__all__ = ["spaced_titles"]

_LONGEST = 180
# Lines with so much space are few in prose; where they are not, space says nothing.
_MOST = 0.2
# "Clarke", "Second Story": what stands again and again opens scenes, not chapters.
_OFTEN = 3
_NO_TITLE = re.compile(
    r"\W*(?:by\b|to\s+be\s+continued\b|(?:the\s+)?(?:end|finis|fin|ende|fine|конец)\b)", re.IGNORECASE
)
_QUERY = re.compile(r"[?!][\"”’')\]_*]*$")


def spaced_titles(
    parts: Sequence[Piece], within: range, headings: Mapping[int, Heading], skipped: Set[int]
) -> dict[int, Heading]:
    """The headings by their indices, among what is neither in `headings` nor `skipped`.

    They open chapters, unless the work has other titles, or numbers one row of chapters.
    """
    gaps = Counter([part.gap for part in parts[within.start : within.stop]])
    if not gaps:
        return {}
    usual = max(gaps, key=lambda gap: (gaps[gap], -gap))
    first = next((index for index in within if index not in skipped), within.stop)
    places = [
        index
        for index in within
        # First what tells most of them apart at once.
        if index + 1 in within
        and parts[index + 1].gap > usual
        and len(parts[index].text) <= _LONGEST
        and (parts[index].gap > usual or index == first or index - 1 in headings)
        and index not in headings
        and index not in skipped
        and index + 1 not in skipped
        and _is_title(parts[index].text)
        and not is_break(parts[index + 1].text)
        # What a bare "CHAPTER I" takes as its title is no heading of its own.
        and not (index - 1 in headings and headings[index - 1].bare and is_chapter_title(parts[index].text))
    ]
    if len(places) > max(1, len(within) * _MOST):
        return {}
    counts = Counter(name_key(parts[index].text) for index in places)
    opening = {i for i in places if i - 1 not in headings and counts[name_key(parts[i].text)] < _OFTEN}
    if not _opens_chapters(len(opening), headings):
        opening.clear()
    return {
        index: Heading(
            Rank.TITLE if index in opening else Rank.SCENE,
            joined(parts[index].text.strip().split("\n")),
            bare=False,
        )
        for index in places
    }


def _is_title(text: str) -> bool:
    line = _QUERY.sub("", text.strip())
    return is_chapter_title(line) and not _NO_TITLE.match(line) and not is_break(line)


def _opens_chapters(count: int, headings: Mapping[int, Heading]) -> bool:
    ranks = Counter(found.rank for found in headings.values())
    if ranks[Rank.TITLE] > 1:
        return False
    numerals = [numeral_key(found.text) for found in headings.values() if found.rank is Rank.NUMERAL]
    # Sections begin again at I under every title.
    return count >= len(numerals) or numerals.count("1") > 1
