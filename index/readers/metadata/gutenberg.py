"""Project Gutenberg's own words around a text: header, licence, small print, credits, transcriber's notes.

The same rules serve plain text and HTML: they look at a text as a sequence of pieces (what stands between blank
lines, or a paragraph), and say which of them are not the author's.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from fabula.index.analysis.language_tags import language_tag
from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from fabula.index.readers.structure.headings import Rank, parse_heading

from .dates import iso_date

__all__ = [
    "Bounds",
    "describe_header",
    "find_boilerplate",
    "find_bounds",
    "find_transcriber_notes",
    "is_boilerplate",
    "isolate_marks",
]

_START = re.compile(
    r"\*{3} ?START OF (?:THE|THIS) PROJECT GUTENBERG[^*]{0,600}\*{3}"
    r"|\*END ?\*? ?THE SMALL PRINT!?[^\n]*",
    re.IGNORECASE,
)
_END = re.compile(
    r"\s*(?:\*{3} ?END OF (?:THE|THIS) PROJECT GUTENBERG"
    r"|\W*End of (?:the |this )?Project Gutenberg"
    r"|\*{3} ?START: FULL LICENSE)",
    re.IGNORECASE,
)
_MARKS = re.compile(
    r"^[ \t]*(?:\*{3} ?(?:START|END) OF (?:THE|THIS) PROJECT GUTENBERG[^*\n]{0,300}(?:\n[^*\n]{1,300}){0,5}?\*{3}"
    r"|\*END ?\*? ?THE SMALL PRINT[^\n]*"
    r"|End of (?:the |this )?Project Gutenberg[^\n]*(?:\n[^\n]+)*)[ \t]*$",
    re.MULTILINE | re.IGNORECASE,
)
_NAMED = re.compile(r"Project\s+Gutenberg", re.IGNORECASE)
_CREDIT = re.compile(
    r"\W*(?:(?:Re-?)?Produced\s+by\b|Transcribed\s+(?:from|by)\b|E-?text\s+(?:prepared|scanned|produced)\s+by\b|Prepared\s+by\b"
    r"|Scanned\s+(?:and|by)\b|Typed\s+by\b|This\s+(?:e-?text|e-?book|etext)\s+was\s+\w+|HTML\s+version\s+by\b"
    r"|\[?(?:Yes,\s+we\s+are|This\s+file\s+was\s+(?:first\s+)?(?:posted|produced))|Note:\s+(?:Images\s+of|There\s+is\s+an?\s+)"
    r"|Character\s+set\s+encoding\b)",
    re.IGNORECASE,
)
_TRANSCRIBER = re.compile(
    r"[\W_]*(?:(?:original\s+)?(?:transcriber|scanner|e-?(?:book|text)\s+(?:editor|transcriber))(?:['’]?s|s['’])?"
    r"\s+(?:end\s?)?notes?\b"
    # "Errata noted by the transcriber:"
    r"|[^\n.]{1,60}\bby\s+(?:the\s+)?(?:e-?text\s+)?transcriber\s*[:.]?\s*$)",
    re.IGNORECASE,
)
_NOTED = ("transcriber", "scanner", "book editor", "text editor")
# What speaks of the file and not of the book.
_OF_FILES = re.compile(r"\be-?(?:text|book)s?\b|\b[\w.+-]+@[\w-]+\.\w", re.IGNORECASE)
_SPEECH = ("“", "‘", '"', "'", "«", "„")

# Characters at either end within which the marks stand: the licence is 19,000 long, the longest header 15,000.
_MARGIN = 100_000
# Headers are 20 pieces, with the small print 130.
_LONGEST_HEADER = 400
_UNMARKED = 5
_CREDITS_WITHIN = 12
_OF_FILES_WITHIN = 25
_LONGEST_NOTE = 40

_FIELD = re.compile(
    r"^(Title|Author|Authors|Language|Release Date|Posting Date|Date)[ \t]*:[ \t]*(\S.*(?:\n[ \t]+\S.*)*)",
    re.MULTILINE | re.IGNORECASE,
)
_NUMBER = re.compile(r"\[?\b(?:E-?text|E-?book)(?:[ -]?No\.?)?\s*#?\s*(\d+)\b", re.IGNORECASE)
_FIRST_LINE = re.compile(
    r"Project\s+Gutenberg(?:['’]s)?\s+(?:E-?text|E-?book)?(?:,|\s+of)?\s*(?P<title>\S(?:[^\n]|\n(?!\n)){0,150}?),?\s+by\s+(?P<author>[^\n]{2,80})",
    re.IGNORECASE,
)
_BY = re.compile(r"by\s+(\S.{0,80})", re.IGNORECASE)


class Bounds(NamedTuple):
    """The pieces from `start` up to, not including, `end` are the book; the others are Project Gutenberg's."""

    start: int
    end: int


def isolate_marks(text: str) -> str:
    """`text` with blank lines around the marks where book and boilerplate meet, so that no piece is of both."""
    if not _NAMED.search(text):
        return text
    head, middle, tail = text[:_MARGIN], text[_MARGIN:-_MARGIN], text[max(_MARGIN, len(text) - _MARGIN) :]
    return "".join([_MARKS.sub(_parted, head), middle, _MARKS.sub(_parted, tail)])


def _parted(match: re.Match[str]) -> str:
    return f"\n\n{match[0]}\n\n"


def find_bounds(pieces: Sequence[str], *, marked: bool = False) -> Bounds | None:
    """Where the book begins and ends among `pieces`; None if Project Gutenberg had no hand in it.

    With `marked` its START or END mark is asked for: an imprint may name the project as its source.
    """
    end = next((index for index, piece in enumerate(pieces) if _END.match(piece)), len(pieces))
    head = range(min(end, _LONGEST_HEADER))
    start = next((index + 1 for index in reversed(head) if "*" in pieces[index] and _START.search(pieces[index])), 0)
    unmarked = start == 0 and end == len(pieces)
    if unmarked and (marked or not any(_NAMED.search(pieces[index]) for index in head[:_UNMARKED])):
        return None
    if start == 0:
        # A header without a mark: what names the project, and what stands before it.
        named = [index for index in head[:_UNMARKED] if is_boilerplate(pieces[index])]
        start = named[-1] + 1 if named and named[-1] < end else 0
    for index in range(start, min(end, start + _CREDITS_WITHIN)):
        if _CREDIT.match(pieces[index]):
            start = index + 1
    start = _below_words_of_files(pieces, start, end)
    return Bounds(start, max(start, end))


def _below_words_of_files(pieces: Sequence[str], start: int, end: int) -> int:
    """Where the book begins below what volunteers say of its file; chapters and speech begin it in any case."""
    for index in range(start, min(end, start + _OF_FILES_WITHIN)):
        text = pieces[index].lstrip()
        if text.startswith(_SPEECH):
            break
        if (found := parse_heading(text, 1)) and found.rank is not Rank.TITLE:
            break
        # Transcriber's notes have an end of their own, and a magazine's blurb may stand above one.
        if _OF_FILES.search(text) and not _TRANSCRIBER.match(text[:200]):
            start = _end_of_bracket(pieces, index, end) if text.startswith("[") else index + 1
    return start


def _end_of_bracket(pieces: Sequence[str], start: int, end: int) -> int:
    """The index after the piece that closes the bracket that `pieces[start]` opens."""
    limit = min(end, start + _LONGEST_NOTE)
    return next((index + 1 for index in range(start, limit) if "]" in pieces[index]), start + 1)


_SAID = (
    "gutenberg",
    "small print!",
    "distributed proofread",
    "distributed\nproofread",
    "pglaf.org",
    "pgdp.net",
    "ibiblio.org",
    "pg has multiple editions",
    "[etext #",
    "[ebook #",
)


def is_boilerplate(piece: str) -> bool:
    """True for a piece that speaks of Project Gutenberg. Ask only within its files: a story may well name it."""
    # Sought one by one in lower case: 1 us a paragraph, where one expression of them all takes 20.
    folded = piece.lower()
    said = [words for words in _SAID if words in folded]
    if said == ["gutenberg"]:
        return "project" in folded or "gutenberg." in folded or "gutenberg2000" in folded
    return bool(said)


def find_boilerplate(pieces: Sequence[str], start: int, end: int) -> set[int]:
    """The indices from `start` up to `end` of what `is_boilerplate`. Most books have none, which one look shows."""
    if end <= start or not is_boilerplate("\n\n".join([*pieces[start:end], "project"])):
        return set()
    return {index for index in range(start, end) if is_boilerplate(pieces[index])}


def find_transcriber_notes(pieces: Sequence[str], gaps: Sequence[int | None], within: Bounds) -> set[int]:
    """The indices of transcriber's notes within the book.

    A note in brackets ends with its bracket; another with its paragraph, or, where only a heading names it, at the
    next wide gap; at the book's end it runs to the end.
    """
    found: set[int] = set()
    text = "\n".join(pieces[within.start : within.end]).lower()
    names = [name for name in _NOTED if name in text]
    if not names:
        return found
    last_part = _last_part(pieces, within, len(text) // 20)
    index = within.start
    while index < within.end:
        start = pieces[index][:200]
        if not any(map(start.lower().__contains__, names)) or not _TRANSCRIBER.match(start):
            index += 1
            continue
        stop = index + 1
        limit = min(within.end, index + _LONGEST_NOTE)
        opening = pieces[index].lstrip("* \t\n")
        if opening.startswith("["):
            stop = min(_end_of_bracket(pieces, index, within.end), limit)
        elif index >= last_part:
            stop = within.end
        elif len(opening) < 60:
            while stop < limit and (stop == index + 1 or (gaps[stop] or 0) < 3):
                stop += 1
        found.update(range(index, stop))
        index = stop
    return found


def _last_part(pieces: Sequence[str], within: Bounds, letters: int) -> int:
    """Where the last twentieth begins, by pieces or by `letters`: corrections are many and short."""
    index = within.end
    while index > within.start and letters >= len(pieces[index - 1]):
        index -= 1
        letters -= len(pieces[index])
    count = within.end - within.start
    # Of a very short book at most the second half.
    return max(min(index, within.end - max(5, count // 20)), within.start + count // 2)


def describe_header(header: Sequence[str]) -> Description:
    """What a header (the pieces before the book) says of title, authors, language, date and number."""
    text = "\n\n".join(header)
    fields: dict[str, list[str]] = {}
    for label, value in _FIELD.findall(text):
        fields.setdefault(label.lower().removesuffix("s"), []).append(value)
    title = " ".join(fields.get("title", [""])[0].split())
    authors = [" ".join(line.split()) for value in fields.get("author", []) for line in value.split("\n")]
    if not title:
        title, authors = _old_names(header, text)
    number = _NUMBER.search(text)
    dates = fields.get("release date") or fields.get("posting date") or fields.get("date") or [""]
    published = iso_date(dates[0].split("[")[0])
    if not published and number:
        published = iso_date(text[text.rfind("\n", 0, number.start()) + 1 : number.start()])
    return Description(
        title,
        tuple(dict.fromkeys(author for author in authors if author)),
        Metadata(
            language=language_tag(fields.get("language", [""])[0]),
            published=published,
            address=f"https://www.gutenberg.org/ebooks/{number[1]}" if number else "",
        ),
    )


def _old_names(header: Sequence[str], text: str) -> tuple[str, list[str]]:
    """Title and authors of the headers of the 1990s: title, "by …" and "[Etext #…]" in a row, or the first line."""
    for index in range(2, len(header)):
        by = _BY.match(header[index - 1])
        if by and _NUMBER.search(header[index]) and len(header[index - 2]) < 100:
            return " ".join(header[index - 2].split()), [re.sub(r"\s*\[.*", "", by[1]).strip()]
    first = _FIRST_LINE.search(text[:600])
    if not first:
        return "", []
    return " ".join(first["title"].split()), [first["author"].strip(" .*")]
