"""A printed line of a PDF page: its text, and its place on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from fabula.index.readers.marks.raised_numbers import raise_number
from .pieces import HYPHENATED_ENDS, INVISIBLE, Piece
from .text_page import TextPage

_HYPHENS = ("-", "\u2010", "\xad")
_NUMBER_BEHIND_WORD = re.compile(r"(?<=[^\W_]|[.,;:!?…”’\"')])(?<!\d)\d{1,3}(?!\w)")
# Times the size of the letters before it.
_MAX_RAISED_SIZE, _MIN_RAISED_HEIGHT = 0.85, 0.15
_HALF_LETTER = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Line:
    """left, right, base: in points, `base` from the foot of the page. size: of the letters.

    is_hyphenated  it ended with a hyphen, which is no longer in `text`.
    column         the right end of the column that it stands in; 0 for a line that has the page for itself.
    """

    text: str
    left: float
    right: float
    base: float
    size: float
    is_bold: bool = False
    is_hyphenated: bool = False
    column: float = 0.0


def join_pieces(page: Sequence[Line]) -> list[Line]:
    """`page` with pieces side by side joined to one line: a label and its value, a chapter and its page."""
    joined: list[Line] = []
    for line in page:
        last = joined[-1] if joined else None
        if last and abs(last.base - line.base) < 1 and line.left >= last.right - 1:
            text = f"{last.text} {line.text}"
            joined[-1] = replace(last, text=text, right=line.right, is_hyphenated=line.is_hyphenated)
        else:
            joined.append(line)
    return joined


def read_line(page: TextPage, piece: Piece) -> Line | None:
    """The line that a piece of a page is; None for one that has no letters once its hyphen is gone."""
    start, end = piece
    text = _text(_raised_numbers(page, piece))
    # Only after a letter: "--" is a dash.
    has_hyphen = text[-1:] in _HYPHENS and text[-2:-1].isalpha()
    text = text[:-1] if has_hyphen else text
    if not text:
        return None
    left, base = page.origin(start)
    following = page.units[end : end + 3].lstrip(INVISIBLE)[:1]
    return Line(
        text,
        left,
        page.right(end - 1),
        base,
        page.size(start),
        page.is_bold(start) and page.is_bold(end - 1),
        has_hyphen or following in HYPHENATED_ENDS,
    )


def _raised_numbers(page: TextPage, piece: Piece) -> str:
    """The units of a piece, with raised digits where small ones stand above the line: marks of notes, powers."""
    start, end = piece
    units = page.units[start:end]

    def raised(match: re.Match[str]) -> str:
        index = start + match.start()
        size, height = page.size(start), page.origin(index)[1] - page.origin(start)[1]
        is_raised = page.size(index) < _MAX_RAISED_SIZE * size and height > _MIN_RAISED_HEIGHT * size
        return raise_number(match[0]) if is_raised else match[0]

    return _NUMBER_BEHIND_WORD.sub(raised, units) if _NUMBER_BEHIND_WORD.search(units) else units


def _text(text: str) -> str:
    if _HALF_LETTER.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    # A soft hyphen at the end of a line is a hyphen; one within a line is invisible.
    return text[:-1].replace("\xad", "") + text[-1:]
