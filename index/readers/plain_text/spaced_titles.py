"""Finds titles marked by space alone: a line like a title between two gaps wider than those between paragraphs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence, Set

from fabula.index.readers.headings.heading_ranks import Heading, Rank
from fabula.index.readers.headings.heading_text import join_heading, number_key, title_key
from fabula.index.readers.headings.headings import is_chapter_title
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.text_layout import Piece

_MAX_TITLE_CHARS = 180
# Lines with so much space are rare in prose; where they are not, space means nothing.
_MAX_TITLE_SHARE = 0.2
# "Clarke", "Second Story": a repeated title opens scenes, not chapters.
_MIN_REPEATS = 3
_NOT_A_TITLE = re.compile(
    r"\W*(?:by\b|to\s+be\s+continued\b|(?:the\s+)?(?:end|finis|fin|ende|fine|конец)\b)", re.IGNORECASE
)
_QUESTION_END = re.compile(r"[?!][\"”’')\]_*]*$")


def find_spaced_titles(
    parts: Sequence[Piece], within: range, headings: Mapping[int, Heading], skipped: Set[int]
) -> dict[int, Heading]:
    """The headings by their indices, outside of `headings` and `skipped`.

    They open chapters unless the work has other titles, or numbers its chapters in one row.
    """
    gaps = Counter([part.gap for part in parts[within.start : within.stop]])
    if not gaps:
        return {}
    usual = max(gaps, key=lambda gap: (gaps[gap], -gap))
    first = next((index for index in within if index not in skipped), within.stop)
    titles = [
        index
        for index in within
        # The check that most pieces fail comes first.
        if index + 1 in within
        and parts[index + 1].gap > usual
        and len(parts[index].text) <= _MAX_TITLE_CHARS
        and (parts[index].gap > usual or index == first or index - 1 in headings)
        and index not in headings
        and index not in skipped
        and index + 1 not in skipped
        and _is_title(parts[index].text)
        and not is_break(parts[index + 1].text)
        # The title of a bare "CHAPTER I" above is no heading of its own.
        and not (index - 1 in headings and headings[index - 1].bare and is_chapter_title(parts[index].text))
    ]
    if len(titles) > max(1, len(within) * _MAX_TITLE_SHARE):
        return {}
    counts = Counter(title_key(parts[index].text) for index in titles)
    opening = {i for i in titles if i - 1 not in headings and counts[title_key(parts[i].text)] < _MIN_REPEATS}
    if not _opens_chapters(len(opening), headings):
        opening.clear()
    return {
        index: Heading(
            Rank.TITLE if index in opening else Rank.SCENE,
            join_heading(parts[index].text.strip().split("\n")),
            bare=False,
        )
        for index in titles
    }


def _is_title(text: str) -> bool:
    line = _QUESTION_END.sub("", text.strip())
    return is_chapter_title(line) and not _NOT_A_TITLE.match(line) and not is_break(line)


def _opens_chapters(count: int, headings: Mapping[int, Heading]) -> bool:
    ranks = Counter(heading.rank for heading in headings.values())
    if ranks[Rank.TITLE] > 1:
        return False
    numerals = [number_key(heading.text) for heading in headings.values() if heading.rank is Rank.NUMERAL]
    # Sections begin again at I below every title.
    return count >= len(numerals) or numerals.count("1") > 1
