"""Headings of a document without heading styles: short lines that stand out, or say what they are."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .breaks import is_break
from .headings import Rank, heading, is_chapter_title
from .style_names import Role

if TYPE_CHECKING:
    from .styled import Styled

__all__ = ["Unstyled", "named_in", "title_alone", "unstyled"]

_LONGEST = 90
_LEAST = 2
_LONGEST_NAME = 8
_BY = re.compile(r"(?:written\s+|a\s+story\s+)?by:?\s+(?P<name>[^\W\d_][^\n]{0,60})", re.IGNORECASE)
_LEVELS = {Rank.PART: 1, Rank.CHAPTER: 2, Rank.TITLE: 3, Rank.NUMERAL: 4, Rank.SCENE: 5}


@dataclass(slots=True)
class Unstyled:
    """levels: index of a paragraph -> level of the heading it is. title: index of the work's own title, -1 for none.
    bylines: indices of what says who wrote it."""

    levels: dict[int, int] = field(default_factory=dict)
    title: int = -1
    bylines: set[int] = field(default_factory=set)
    authors: list[str] = field(default_factory=list)


def unstyled(paragraphs: Sequence[Styled]) -> Unstyled:
    """The headings among `paragraphs`, none of which has a heading's style."""
    filled = [index for index, paragraph in enumerate(paragraphs) if not paragraph.is_blank]
    found = Unstyled()
    outstanding = _outstanding(paragraphs, filled)
    _find_title(paragraphs, filled, outstanding, found)
    ranks: dict[int, Rank] = {}
    for place, index in enumerate(filled):
        text = paragraphs[index].text.strip()
        if index == found.title or index in found.bylines or len(text) > 2 * _LONGEST or is_break(text):
            continue
        gap = index - filled[place - 1] - 1 if place else 2
        ranked = heading(text, 2 if index in outstanding else gap)
        if ranked:
            ranks[index] = ranked.rank
        elif index in outstanding and "\n" not in text and is_chapter_title(text):
            ranks[index] = Rank.TITLE
    kept = _kept(set(ranks.values()), list(ranks.values()))
    found.levels = {index: _LEVELS[rank] for index, rank in ranks.items() if rank in kept}
    return found


def title_alone(paragraphs: Sequence[Styled]) -> Unstyled:
    """The title above the first heading of a document that has headings' styles, but none on its title."""
    filled = [index for index, paragraph in enumerate(paragraphs) if not paragraph.is_blank]
    found = Unstyled()
    if filled and not paragraphs[filled[0]].level and paragraphs[filled[0]].role is Role.BODY:
        _find_title(paragraphs, filled, _outstanding(paragraphs, filled), found)
    return found


def named_in(text: str) -> str:
    """Whom a line under a title names ("by Mara Vell"); "" if it is none of those."""
    by = _BY.fullmatch(text.strip())
    return by["name"].strip(" .,") if by and len(by["name"].split()) <= _LONGEST_NAME else ""


def _outstanding(paragraphs: Sequence[Styled], filled: Sequence[int]) -> set[int]:
    """Centred or bold paragraphs, unless most are: then that says nothing."""
    found: set[int] = set()
    for name in ("is_centred", "is_bold"):
        standing = [index for index in filled if getattr(paragraphs[index], name)]
        if len(standing) <= max(_LEAST, len(filled) // 3):
            found.update(index for index in standing if len(paragraphs[index].text) <= _LONGEST)
    return found


def _find_title(paragraphs: Sequence[Styled], filled: Sequence[int], outstanding: set[int], found: Unstyled) -> None:
    """A first line that stands out is the title of the work; "by NAME" under it is its author."""
    if len(filled) < 2 or filled[0] not in outstanding:
        return
    text = paragraphs[filled[0]].text.strip()
    ranked = heading(text, 2)
    if is_break(text) or (ranked and ranked.rank is not Rank.TITLE):
        return
    name = named_in(paragraphs[filled[1]].text)
    if not name and not ranked and not is_chapter_title(text):
        return
    found.title = filled[0]
    if name:
        found.bylines.add(filled[1])
        found.authors.append(name)


def _kept(present: set[Rank], ranks: Sequence[Rank]) -> set[Rank]:
    """Which ranks are headings here. Where chapters are labelled, other lines that stand out are signs and letters;
    one alone of any other kind heads nothing."""
    if Rank.CHAPTER in present or ranks.count(Rank.PART) >= _LEAST:
        return present & {Rank.PART, Rank.CHAPTER}
    if ranks.count(Rank.TITLE) >= _LEAST:
        return {Rank.TITLE}
    if ranks.count(Rank.NUMERAL) >= _LEAST:
        return {Rank.NUMERAL}
    return {Rank.SCENE} if ranks.count(Rank.SCENE) >= _LEAST else set()
