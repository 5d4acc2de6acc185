"""Headings of a document without heading styles: short lines that stand out, or say what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.contents import contents
from fabula.index.readers.structure.headings import Heading, Rank, heading, is_chapter_title, name_key
from fabula.index.readers.structure.text_layout import Piece

from .style_names import Role

if TYPE_CHECKING:
    from .styled_paragraphs import StyledParagraph

__all__ = ["UnstyledText", "guess_headings", "named_in", "title_alone"]

_LONGEST = 90
_LEAST = 2
_LONGEST_NAME = 8
# A title page may have an archive's header or a library's above it.
_TITLE_WITHIN = 60
_WIDTH = 72
_BY = re.compile(r"(?:written\s+|a\s+story\s+)?by:?\s+(?P<name>[^\W\d_][^\n]{0,60})", re.IGNORECASE)
_LEVELS = {Rank.PART: 1, Rank.CHAPTER: 2, Rank.TITLE: 3, Rank.NUMERAL: 4, Rank.SCENE: 5}


@dataclass(slots=True)
class UnstyledText:
    """By the indices of paragraphs. levels: of those that are headings. title: the work's own, -1 for none. bylines:
    what says who wrote it. listed: tables of contents."""

    levels: dict[int, int] = field(default_factory=dict)
    title: int = -1
    bylines: set[int] = field(default_factory=set)
    authors: list[str] = field(default_factory=list)
    listed: set[int] = field(default_factory=set)


def title_alone(paragraphs: Sequence[StyledParagraph]) -> UnstyledText:
    """The title above the first heading of a document that has headings' styles, but none on its title."""
    filled = [index for index, paragraph in enumerate(paragraphs) if not paragraph.is_blank]
    found = UnstyledText()
    if filled and not paragraphs[filled[0]].level and paragraphs[filled[0]].role is Role.BODY:
        _find_title(paragraphs, filled, _outstanding(paragraphs, filled), found)
    return found


def guess_headings(paragraphs: Sequence[StyledParagraph]) -> UnstyledText:
    """The headings among `paragraphs`, none of which has a heading's style."""
    filled = [index for index, paragraph in enumerate(paragraphs) if not paragraph.is_blank]
    found = UnstyledText()
    outstanding = _outstanding(paragraphs, filled)
    _find_title(paragraphs, filled, outstanding, found)
    parts, ranked = _ranked(paragraphs, filled, outstanding)
    apart = {place for place, index in enumerate(filled) if index == found.title or index in found.bylines}
    for place in apart:
        ranked.pop(place, None)
    table = contents(parts, range(len(parts)), ranked, _WIDTH, apart)
    found.listed = {filled[place] for place in table.listed}
    ranked = {place: one for place, one in ranked.items() if place not in table.listed}
    listed_names = {
        place: Heading(Rank.TITLE, part.text, bare=False)
        for place, part in enumerate(parts)
        if place not in table.listed and len(part.text) <= _LONGEST and name_key(part.text) in table.names
    }
    ranked = listed_names | ranked
    kept = _kept([one.rank for one in ranked.values()], is_listed=bool(listed_names))
    found.levels = {filled[place]: _LEVELS[one.rank] for place, one in ranked.items() if one.rank in kept}
    return found


def named_in(text: str) -> str:
    """Whom a line under a title names ("by Mara Vell"); "" if it is none of those."""
    by = _BY.fullmatch(text.strip())
    return by["name"].strip(" .,") if by and len(by["name"].split()) <= _LONGEST_NAME else ""


def _ranked(
    paragraphs: Sequence[StyledParagraph], filled: Sequence[int], outstanding: set[int]
) -> tuple[list[Piece], dict[int, Heading]]:
    """The paragraphs that are not blank, and by their places those that may be headings."""
    parts: list[Piece] = []
    found: dict[int, Heading] = {}
    for place, index in enumerate(filled):
        text = paragraphs[index].text.strip()
        gap = index - filled[place - 1] - 1 if place else _LEAST
        gap = max(gap, _LEAST) if index in outstanding else gap
        parts.append(Piece(gap, text))
        if len(text) > 2 * _LONGEST or is_break(text):
            continue
        if ranked := heading(text, gap):
            found[place] = ranked
        elif index in outstanding and "\n" not in text and is_chapter_title(text) and not named_in(text):
            found[place] = Heading(Rank.TITLE, text, bare=False)
    return parts, found


def _outstanding(paragraphs: Sequence[StyledParagraph], filled: Sequence[int]) -> set[int]:
    """Centred or bold paragraphs, unless most are: then that says nothing."""
    found: set[int] = set()
    for name in ("is_centred", "is_bold"):
        standing = [index for index in filled if getattr(paragraphs[index], name)]
        if len(standing) <= max(_LEAST, len(filled) // 3):
            found.update(index for index in standing if len(paragraphs[index].text) <= _LONGEST)
    return found


def _find_title(
    paragraphs: Sequence[StyledParagraph], filled: Sequence[int], outstanding: set[int], found: UnstyledText
) -> None:
    """A line that stands out above "by NAME" is the title of the work; so is the first, if it stands above a heading or
    is the only one of its kind."""
    for place, index in enumerate(filled[:_TITLE_WITHIN]):
        text = paragraphs[index].text.strip()
        after = paragraphs[filled[place + 1]].text if place + 1 < len(filled) else ""
        if index not in outstanding or is_break(text):
            continue
        ranked = heading(text, _LEAST)
        if ranked and ranked.rank is not Rank.TITLE:
            return
        name = named_in(after)
        if name or (place == 0 and (ranked or is_chapter_title(text)) and _is_alone(paragraphs, filled, outstanding)):
            found.title = index
            if name:
                found.bylines.add(filled[place + 1])
                found.authors.append(name)
            return


def _is_alone(paragraphs: Sequence[StyledParagraph], filled: Sequence[int], outstanding: set[int]) -> bool:
    """True if the first line is no heading like those of the chapters after it, or stands above the first of them."""
    after = filled[1] if len(filled) > 1 else filled[0]
    if paragraphs[after].level or (after in outstanding and not is_break(paragraphs[after].text)):
        return True
    return not any(is_chapter_title(paragraphs[other].text) for other in outstanding if other != filled[0])


def _kept(ranks: Sequence[Rank], *, is_listed: bool) -> set[Rank]:
    """Which ranks are headings here. Where chapters are labelled, other lines that stand out are signs and letters,
    unless a table of contents lists them; one alone of any other kind heads nothing."""
    labelled = {Rank.PART, Rank.CHAPTER} & set(ranks)
    if is_listed:
        return labelled | {Rank.TITLE}
    if Rank.CHAPTER in labelled or ranks.count(Rank.PART) >= _LEAST:
        return labelled
    return next(({rank} for rank in (Rank.TITLE, Rank.NUMERAL, Rank.SCENE) if ranks.count(rank) >= _LEAST), set())
