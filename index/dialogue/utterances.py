"""Finds the utterances in a scene's paragraphs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import NamedTuple

from fabula.index.budget import check
from fabula.index.model import BlockKind, Paragraph
from .asides import is_aside
from .convention import DASHES, Convention
from .dashes import dashed_speech
from .insertions import without_insertions
from .quoted import quotes_pattern
from .singles import single_quotes
from .turns import continues_turn


class Utterance(NamedTuple):
    """A piece of speech without its marks, in one paragraph; `turn` numbers the turns of a scene from 0.

    Pieces of one turn have narration or a paragraph's end between them.
    """

    start: int
    end: int
    turn: int


# A third of the time of Utterance's own constructor.
_MAKE_UTTERANCE: Callable[[tuple[int, int, int]], Utterance] = partial(tuple.__new__, Utterance)
_PROSE_AND_VERSE = (BlockKind.PARAGRAPH, BlockKind.VERSE)
# Speech in these marks may hold tags without marks of their own.
_OPENS_INSERTIONS = "\u00ab"
# Nothing but marks and blanks stands before speech that begins a paragraph; so many characters are looked at.
_MAX_LEADING_CHARS = 8
_BREAKS_OFF = ("--", "\u2014")
# (start, end, whether a mark closes it)
_Piece = tuple[int, int, bool]


def utterances(text: str, paragraphs: Sequence[Paragraph], convention: Convention) -> tuple[Utterance, ...]:
    """The utterances of a scene in order: disjoint spans, not empty, without blanks at either end."""
    spoken: list[Utterance] = []
    turn = -1
    unclosed = False
    pieces_of = _finder(text, paragraphs, convention)
    for place, (first, last, kind) in enumerate(paragraphs):
        check("speech")
        pieces = pieces_of(place) if kind in _PROSE_AND_VERSE else ()
        ended = -1
        for start, end, closed in pieces:
            if ended >= 0:
                continues = continues_turn(text, ended, start, end, last)
            else:
                continues = unclosed and _begins(text, first, start) and not _opens_with_dash(text, first, start)
            turn += not continues
            spoken.append(_MAKE_UTTERANCE((start, end, turn)))
            # A speech that breaks off in a dash was cut short; no mark closes it, and the next one is an answer.
            ended, unclosed = end, not (closed or text.endswith(_BREAKS_OFF, start, end))
        if ended < 0:
            unclosed = False
    return tuple(spoken)


def _finder(text: str, paragraphs: Sequence[Paragraph], convention: Convention) -> Callable[[int], Sequence[_Piece]]:
    """A function from a paragraph's number to its pieces of speech."""
    pairs = convention.pairs
    quotes = None if not pairs or pairs[0].is_single else quotes_pattern(pairs).finditer

    def quoted(place: int) -> Sequence[_Piece]:
        first, last, _ = paragraphs[place]
        pieces: list[_Piece] = []
        if quotes is not None:
            for match in quotes(text, first, last):
                start, end = match.span(match.lastindex or 0)
                if text[start - 1] == _OPENS_INSERTIONS and not is_aside(text, first, last, start, end):
                    _add_parts(pieces, text, start, end, end < match.end())
                else:
                    _add(pieces, text, first, last, start, end, end < match.end())
        elif pairs:
            opening = pairs[0].open
            continued = place + 1 < len(paragraphs) and text.startswith(opening, paragraphs[place + 1].start)
            for start, end, closed in single_quotes(text, first, last, pairs[0], continued=continued):
                _add(pieces, text, first, last, start, end, closed)
        return pieces

    def dashed(place: int) -> Sequence[_Piece]:
        first, last, _ = paragraphs[place]
        pieces: list[_Piece] = []
        for start, end in dashed_speech(text, first, last):
            _add_parts(pieces, text, start, end, True)
        return pieces or quoted(place)

    return dashed if convention.dashes else quoted


def _add(pieces: list[_Piece], text: str, first: int, last: int, start: int, end: int, closed: bool) -> None:
    """Add the span without its blanks, unless it is empty or no speech."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    spoken = pieces[-1][1] if pieces else -1
    if start < end and not (closed and start - 1 > first and is_aside(text, first, last, start, end, spoken)):
        pieces.append((start, end, closed))


def _add_parts(pieces: list[_Piece], text: str, start: int, end: int, closed: bool) -> None:
    parts = without_insertions(text, start, end)
    for first, last in parts:
        _add(pieces, text, first, last, first, last, closed or last < end)


def _opens_with_dash(text: str, first: int, start: int) -> bool:
    """True if a dash begins the paragraph: an answer to speech in guillemets, which go on over both."""
    return text[first:start].strip()[:1] in (*DASHES, "-")


def _begins(text: str, first: int, start: int) -> bool:
    """True if nothing but marks and blanks stands before the first piece of a paragraph."""
    return start - first <= _MAX_LEADING_CHARS and not any(letter.isalnum() for letter in text[first:start])
