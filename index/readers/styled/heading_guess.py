"""Guesses the headings of a document without heading styles: short lines that stand out, or are labelled."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from fabula.index.readers.headings.heading_ranks import Heading, Rank
from fabula.index.readers.headings.heading_text import title_key
from fabula.index.readers.headings.headings import is_chapter_title, parse_heading
from fabula.index.readers.structure.breaks import is_break
from fabula.index.readers.structure.contents import find_contents
from fabula.index.readers.structure.text_layout import Piece
from .paragraph import StyledParagraph
from .style_names import Role

_MAX_TITLE_CHARS = 90
_MIN_HEADINGS = 2
_MAX_NAME_WORDS = 8
# A title page may stand below the header of an archive or a library.
_MAX_PARAGRAPHS_ABOVE_TITLE = 60
_PAGE_WIDTH_CHARS = 72
_TITLE_GAP_LINES = 2
_BY = re.compile(r"(?:written\s+|a\s+story\s+)?by:?\s+(?P<name>[^\W\d_][^\n]{0,60})", re.IGNORECASE)
_LEVELS = {Rank.PART: 1, Rank.CHAPTER: 2, Rank.TITLE: 3, Rank.NUMERAL: 4, Rank.SCENE: 5}


@dataclass(slots=True)
class HeadingGuess:
    """Guesses by the indices of paragraphs.

    levels  of headings.
    title   of the work; -1 for none.
    listed  the tables of contents.
    """

    levels: dict[int, int] = field(default_factory=dict)
    title: int = -1
    bylines: set[int] = field(default_factory=set)
    authors: list[str] = field(default_factory=list)
    listed: set[int] = field(default_factory=set)


def guess_title(paragraphs: Sequence[StyledParagraph]) -> HeadingGuess:
    """The title above the first heading of a document that has heading styles, but none on its title."""
    filled = [index for index, paragraph in enumerate(paragraphs) if not paragraph.is_blank]
    guess = HeadingGuess()
    if filled and not paragraphs[filled[0]].level and paragraphs[filled[0]].role is Role.BODY:
        _find_title(paragraphs, filled, _outstanding(paragraphs, filled), guess)
    return guess


def guess_headings(paragraphs: Sequence[StyledParagraph]) -> HeadingGuess:
    """The headings of `paragraphs` without heading styles."""
    filled = [index for index, paragraph in enumerate(paragraphs) if not paragraph.is_blank]
    guess = HeadingGuess()
    outstanding = _outstanding(paragraphs, filled)
    _find_title(paragraphs, filled, outstanding, guess)
    # From here on, headings are known by their position in `filled`.
    parts, headings = _candidates(paragraphs, filled, outstanding)
    title_page = {at for at, index in enumerate(filled) if index == guess.title or index in guess.bylines}
    for at in title_page:
        headings.pop(at, None)
    table = find_contents(parts, range(len(parts)), headings, _PAGE_WIDTH_CHARS, title_page)
    guess.listed = {filled[at] for at in table.piece_indices}
    listed_titles = {
        at: Heading(Rank.TITLE, part.text, bare=False)
        for at, part in enumerate(parts)
        if at not in table.piece_indices
        and len(part.text) <= _MAX_TITLE_CHARS
        and title_key(part.text) in table.title_keys
    }
    headings = listed_titles | {at: heading for at, heading in headings.items() if at not in table.piece_indices}
    ranks = _heading_ranks([heading.rank for heading in headings.values()], is_listed=bool(listed_titles))
    guess.levels = {filled[at]: _LEVELS[heading.rank] for at, heading in headings.items() if heading.rank in ranks}
    return guess


def name_in_byline(text: str) -> str:
    """The name in a line below a title ("by Mara Vell"); "" in any other line."""
    by = _BY.fullmatch(text.strip())
    return by["name"].strip(" .,") if by and len(by["name"].split()) <= _MAX_NAME_WORDS else ""


def _candidates(
    paragraphs: Sequence[StyledParagraph], filled: Sequence[int], outstanding: set[int]
) -> tuple[list[Piece], dict[int, Heading]]:
    """The paragraphs that are not blank, and by their positions those that may be headings."""
    parts: list[Piece] = []
    headings: dict[int, Heading] = {}
    for at, index in enumerate(filled):
        text = paragraphs[index].text.strip()
        gap = index - filled[at - 1] - 1 if at else _TITLE_GAP_LINES
        gap = max(gap, _TITLE_GAP_LINES) if index in outstanding else gap
        parts.append(Piece(gap, text))
        if len(text) > 2 * _MAX_TITLE_CHARS or is_break(text) or paragraphs[index].cell:
            continue
        if heading := parse_heading(text, gap):
            headings[at] = heading
        elif index in outstanding and "\n" not in text and is_chapter_title(text) and not name_in_byline(text):
            headings[at] = Heading(Rank.TITLE, text, bare=False)
    return parts, headings


def _outstanding(paragraphs: Sequence[StyledParagraph], filled: Sequence[int]) -> set[int]:
    """The centred paragraphs unless most are, and the bold ones unless most are. Cells of tables often are both."""
    outstanding: set[int] = set()
    for name in ("is_centred", "is_bold"):
        indices = [index for index in filled if getattr(paragraphs[index], name) and not paragraphs[index].cell]
        if len(indices) <= max(_MIN_HEADINGS, len(filled) // 3):
            outstanding.update(index for index in indices if len(paragraphs[index].text) <= _MAX_TITLE_CHARS)
    return outstanding


def _find_title(
    paragraphs: Sequence[StyledParagraph], filled: Sequence[int], outstanding: set[int], guess: HeadingGuess
) -> None:
    """A line that stands out above "by NAME" is the title of the work; so is the first line, if it stands above a
    heading or is the only one of its kind."""
    for at, index in enumerate(filled[:_MAX_PARAGRAPHS_ABOVE_TITLE]):
        text = paragraphs[index].text.strip()
        after = paragraphs[filled[at + 1]].text if at + 1 < len(filled) else ""
        if index not in outstanding or is_break(text):
            continue
        heading = parse_heading(text, _TITLE_GAP_LINES)
        if heading and heading.rank is not Rank.TITLE:
            return
        name = name_in_byline(after)
        is_first_title = at == 0 and (heading or is_chapter_title(text))
        if name or (is_first_title and _is_work_title(paragraphs, filled, outstanding)):
            guess.title = index
            if name:
                guess.bylines.add(filled[at + 1])
                guess.authors.append(name)
            return


def _is_work_title(paragraphs: Sequence[StyledParagraph], filled: Sequence[int], outstanding: set[int]) -> bool:
    """True if the first line stands above the first heading, or is unlike the headings of chapters."""
    after = filled[1] if len(filled) > 1 else filled[0]
    if paragraphs[after].level or (after in outstanding and not is_break(paragraphs[after].text)):
        return True
    return not any(is_chapter_title(paragraphs[other].text) for other in outstanding if other != filled[0])


def _heading_ranks(ranks: Sequence[Rank], *, is_listed: bool) -> set[Rank]:
    """The ranks that are headings here. Where chapters are labelled, other lines that stand out are signs and letters,
    unless a table of contents lists them. A single line of any other rank is no heading."""
    labelled = {Rank.PART, Rank.CHAPTER} & set(ranks)
    if is_listed:
        return labelled | {Rank.TITLE}
    if Rank.CHAPTER in labelled or ranks.count(Rank.PART) >= _MIN_HEADINGS:
        return labelled
    return next(
        ({rank} for rank in (Rank.TITLE, Rank.NUMERAL, Rank.SCENE) if ranks.count(rank) >= _MIN_HEADINGS), set()
    )
