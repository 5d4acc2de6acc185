"""Finds transcriber's notes in books of Project Gutenberg."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

import numpy as np

TRANSCRIBER_NOTE = re.compile(
    r"[\W_]*(?:(?:original\s+)?(?:transcriber|scanner|e-?(?:book|text)\s+(?:editor|transcriber))(?:['’]?s|s['’])?"
    r"\s+(?:end\s?)?notes?\b"
    # "Errata noted by the transcriber:"
    r"|[^\n.]{1,60}\bby\s+(?:the\s+)?(?:e-?text\s+)?transcriber\s*[:.]?\s*$)",
    re.IGNORECASE,
)
_TRANSCRIBER_NAMES = ("transcriber", "scanner", "book editor", "text editor")
_MAX_NOTE_PIECES = 40
# A shorter opening is only a heading.
_MIN_NOTE_CHARS = 60


def fold_ascii(text: str) -> bytes:
    """`text` in UTF-8, its ASCII letters in lower case, in a third of the time of `str.lower` on curly quotes."""
    return text.encode("utf-8", "surrogatepass").lower()


def fold_pieces(pieces: Sequence[str]) -> bytes:
    """All of `pieces` by `fold_ascii`, with a byte of 0 between them."""
    return fold_ascii("\0".join(pieces))


def pieces_with(words: Sequence[bytes], folded: bytes, count: int) -> Iterable[int]:
    """The numbers of the pieces that hold one of `words`, ascending. `folded`: all `count` pieces by `fold_pieces`.

    All numbers, if a piece holds a byte of 0 itself.
    """
    ends = np.flatnonzero(np.frombuffer(folded, np.uint8) == 0)
    if len(ends) != count - 1:
        return range(count)
    places: list[int] = []
    for word in words:
        at = folded.find(word)
        while at >= 0:
            places.append(at)
            at = folded.find(word, at + 1)
    return sorted(set(np.searchsorted(ends, places).tolist()))


def find_transcriber_notes(
    pieces: Sequence[str], gaps: Sequence[int | None], start: int, end: int, folded: bytes | None = None
) -> set[int]:
    """The indices of transcriber's notes in the book, `pieces[start:end]`.

    gaps    blank lines before each piece.
    folded  the book by `fold_pieces`, if it is known.

    A note in brackets ends with its bracket; any other with its paragraph, or, if that is only a heading, at the next
    wide gap; in the last part of the book it runs to the end.
    """
    notes: set[int] = set()
    folded = fold_pieces(pieces[start:end]) if folded is None else folded
    names = [name for name in _TRANSCRIBER_NAMES if name.encode() in folded]
    if not names:
        return notes
    characters = sum(map(len, pieces[start:end])) + max(0, end - start - 1)
    last_part = _start_of_last_part(pieces, start, end, characters // 20)
    stop = start
    for index in pieces_with([name.encode() for name in names], folded, end - start):
        index += start
        beginning = pieces[index][:200]
        if index < stop or not any(map(beginning.lower().__contains__, names)) or not TRANSCRIBER_NOTE.match(beginning):
            continue
        stop = index + 1
        limit = min(end, index + _MAX_NOTE_PIECES)
        opening = pieces[index].lstrip("* \t\n")
        if opening.startswith("["):
            stop = min(end_of_bracket(pieces, index, end), limit)
        elif index >= last_part:
            stop = end
        elif len(opening) < _MIN_NOTE_CHARS:
            while stop < limit and (stop == index + 1 or (gaps[stop] or 0) < 3):
                stop += 1
        notes.update(range(index, stop))
    return notes


def _start_of_last_part(pieces: Sequence[str], start: int, end: int, chars: int) -> int:
    """The start of the last twentieth, by pieces or by `chars`: corrections are many and short."""
    index = end
    while index > start and chars >= len(pieces[index - 1]):
        index -= 1
        chars -= len(pieces[index])
    count = end - start
    # At most the second half of a very short book.
    return max(min(index, end - max(5, count // 20)), start + count // 2)


def end_of_bracket(pieces: Sequence[str], start: int, end: int) -> int:
    """The index after the piece that closes the bracket that `pieces[start]` opens."""
    limit = min(end, start + _MAX_NOTE_PIECES)
    return next((index + 1 for index in range(start, limit) if "]" in pieces[index]), start + 1)
