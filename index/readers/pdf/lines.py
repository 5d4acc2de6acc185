"""A printed line of a PDF page: its text, and its place on the page."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from .pieces import HYPHENATED_ENDS, INVISIBLE, Piece
from .text_page import TextPage

_HYPHENS = ("-", "\u2010", "\xad")
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
    text = _text(page.units[start:end])
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


def _text(text: str) -> str:
    if _HALF_LETTER.search(text):
        text = text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    # A soft hyphen at the end of a line is a hyphen; one within a line is invisible.
    return text[:-1].replace("\xad", "") + text[-1:]
