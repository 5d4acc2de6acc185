"""Finds what Project Gutenberg puts around a text: header, licence, small print, credits.

The same rules serve plain text and HTML: a text is a sequence of pieces (between blank lines, or a paragraph each),
and the rules say which pieces are not the author's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from fabula.index.readers.headings.heading_ranks import Rank
from fabula.index.readers.headings.headings import parse_heading
from .gutenberg_notes import TRANSCRIBER_NOTE, end_of_bracket, fold_ascii, fold_pieces, pieces_with

_START = re.compile(
    r"\*{3} ?START OF (?:THE|THIS) PROJECT GUTENBERG[^*]{0,600}\*{3}"
    r"|\*END ?\*? ?THE SMALL PRINT!?[^\n]*",
    re.IGNORECASE,
)
# Possessive: blanks before it are passed once, not tried in two ways from each of them.
_END = re.compile(
    r"\s*+\*{3} ?(?:END OF (?:THE|THIS) PROJECT GUTENBERG|START: FULL LICENSE)"
    r"|\W*+End of (?:the |this )?Project Gutenberg",
    re.IGNORECASE,
)
_LETTERS_BUT_E = frozenset("abcdfghijklmnopqrstuvwxyzABCDFGHIJKLMNOPQRSTUVWXYZ")
_MARKS = re.compile(
    r"^[ \t]*(?:\*{3} ?(?:START|END) OF (?:THE|THIS) PROJECT GUTENBERG[^*\n]{0,300}(?:\n[^*\n]{1,300}){0,5}?\*{3}"
    r"|\*END ?\*? ?THE SMALL PRINT[^\n]*"
    r"|End of (?:the |this )?Project Gutenberg[^\n]*(?:\n[^\n]+)*)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
# Each mark has one of these in its first line, and none has a blank line.
_WORDS_OF_MARKS = (b"gutenberg", b"small print")
_NAMED = re.compile(r"Project\s+Gutenberg", re.IGNORECASE)
_CREDIT = re.compile(
    r"\W*(?:(?:Re-?)?Produced\s+by\b|Transcribed\s+(?:from|by)\b|E-?text\s+(?:prepared|scanned|produced)\s+by\b|Prepared\s+by\b"
    r"|Scanned\s+(?:and|by)\b|Typed\s+by\b|This\s+(?:e-?text|e-?book|etext)\s+was\s+\w+|HTML\s+version\s+by\b"
    r"|\[?(?:Yes,\s+we\s+are|This\s+file\s+was\s+(?:first\s+)?(?:posted|produced))|Note:\s+(?:Images\s+of|There\s+is\s+an?\s+)"
    r"|Character\s+set\s+encoding\b)",
    re.IGNORECASE,
)
# A piece about the file, not the book.
_ABOUT_FILE = re.compile(r"\be-?(?:text|book)s?\b|\b[\w.+-]+@[\w-]+\.\w", re.IGNORECASE)
_SPEECH = ("“", "‘", '"', "'", "«", "„")

# The marks are this near to either end: the licence has 19,000 characters, the longest header 15,000.
_MARGIN_CHARS = 100_000
# Headers have 20 pieces, with the small print 130.
_MAX_HEADER_PIECES = 400
_MAX_UNMARKED_HEADER_PIECES = 5
_MAX_CREDIT_PIECES = 12
_MAX_ABOUT_FILE_PIECES = 25


class Bounds(NamedTuple):
    """The book is the pieces from `start` up to, not including, `end`; the others are Project Gutenberg's."""

    start: int
    end: int


def isolate_marks(text: str) -> str:
    """`text` with blank lines around the marks between book and boilerplate, so that no piece holds both."""
    # Nearly all files of the project name it so, in their first lines.
    if not ("Gutenberg" in text or b"gutenberg" in fold_ascii(text)) or not _NAMED.search(text):
        return text
    head, middle, tail = (
        text[:_MARGIN_CHARS],
        text[_MARGIN_CHARS:-_MARGIN_CHARS],
        text[max(_MARGIN_CHARS, len(text) - _MARGIN_CHARS) :],
    )
    return "".join([_isolate_marks(head), middle, _isolate_marks(tail)])


def _isolate_marks(margin: str) -> str:
    """Looks for marks from the first to the last paragraph that names the project."""
    folded = fold_ascii(margin)
    first = min([at for words in _WORDS_OF_MARKS if (at := folded.find(words)) >= 0], default=-1)
    if first < 0:
        return margin
    last = max(folded.rfind(words) for words in _WORDS_OF_MARKS)
    start = margin.rfind("\n", 0, _characters(folded[:first])) + 1
    end = margin.find("\n\n", _characters(folded[:last]))
    end = len(margin) if end < 0 else end
    return "".join([margin[:start], _MARKS.sub(_between_blank_lines, margin[start:end]), margin[end:]])


def _characters(utf8: bytes) -> int:
    return len(utf8.decode("utf-8", "surrogatepass"))


def _between_blank_lines(match: re.Match[str]) -> str:
    return f"\n\n{match[0]}\n\n"


def find_bounds(pieces: Sequence[str], *, marked: bool = False) -> Bounds | None:
    """The bounds of the book among `pieces`; None if Project Gutenberg is not its source.

    `marked` demands the START or END mark: an imprint may name the project as its source.
    """
    # The quick test first: nearly all pieces begin with a letter that does not begin the mark.
    ends = (index for index, piece in enumerate(pieces) if piece[:1] not in _LETTERS_BUT_E and _END.match(piece))
    end = next(ends, len(pieces))
    head = range(min(end, _MAX_HEADER_PIECES))
    start = next((index + 1 for index in reversed(head) if "*" in pieces[index] and _START.search(pieces[index])), 0)
    is_unmarked = start == 0 and end == len(pieces)
    if is_unmarked and (
        marked or not any(_NAMED.search(pieces[index]) for index in head[:_MAX_UNMARKED_HEADER_PIECES])
    ):
        return None
    if start == 0:
        # A header without a mark ends with the last piece that names the project.
        named = [index for index in head[:_MAX_UNMARKED_HEADER_PIECES] if is_boilerplate(pieces[index])]
        start = named[-1] + 1 if named and named[-1] < end else 0
    for index in range(start, min(end, start + _MAX_CREDIT_PIECES)):
        if _CREDIT.match(pieces[index]):
            start = index + 1
    start = _skip_pieces_about_file(pieces, start, end)
    return Bounds(start, max(start, end))


def _skip_pieces_about_file(pieces: Sequence[str], start: int, end: int) -> int:
    """Where the book begins below notes of volunteers about its file; a chapter or speech always begins it."""
    for index in range(start, min(end, start + _MAX_ABOUT_FILE_PIECES)):
        text = pieces[index].lstrip()
        if text.startswith(_SPEECH):
            break
        if (heading := parse_heading(text, 1)) and heading.rank is not Rank.TITLE:
            break
        # A transcriber's note has its own end, and a magazine's blurb may stand above one.
        if _ABOUT_FILE.search(text) and not TRANSCRIBER_NOTE.match(text[:200]):
            start = end_of_bracket(pieces, index, end) if text.startswith("[") else index + 1
    return start


# By what is looked for first: a search over a whole book takes 0.5 ms/MB, and for one sign 0.03.
_WORDS_BY_SIGN = {
    "gutenberg": ("gutenberg",),
    "small print!": ("small print!",),
    "proofread": ("distributed proofread", "distributed\nproofread"),
    "pg": ("pglaf.org", "pgdp.net", "pg has multiple editions"),
    "ibiblio.org": ("ibiblio.org",),
    "#": ("[etext #", "[ebook #"),
}
_BOILERPLATE_WORDS = tuple(word for words in _WORDS_BY_SIGN.values() for word in words)


def is_boilerplate(piece: str) -> bool:
    """True for a piece about Project Gutenberg. For its files only: a story may well name it."""
    # One search for each in lower case takes 1 us a paragraph; one regular expression for all takes 20 us.
    folded = piece.lower()
    matches = [words for words in _BOILERPLATE_WORDS if words in folded]
    if matches == ["gutenberg"]:
        return "project" in folded or "gutenberg." in folded or "gutenberg2000" in folded
    return bool(matches)


def find_boilerplate(pieces: Sequence[str], start: int, end: int, folded: bytes | None = None) -> set[int]:
    """The indices of boilerplate from `start` up to `end`. `folded`: those pieces by `fold_pieces`, if known."""
    # Most books have none, which one search over all of it shows.
    folded = fold_pieces(pieces[start:end]) if folded is None else folded
    words = [
        word
        for sign, words in _WORDS_BY_SIGN.items()
        if sign.encode() in folded
        for word in map(str.encode, words)
        if word in folded
    ]
    candidates = (start + number for number in (pieces_with(words, folded, end - start) if words else ()))
    return {index for index in candidates if is_boilerplate(pieces[index])}
