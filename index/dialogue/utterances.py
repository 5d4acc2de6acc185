"""From a scene's paragraphs to what is said in them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from fabula.index.model import BlockKind, Paragraph

from .asides import is_aside
from .convention import Convention
from .dashes import dashed_speech
from .insertions import without_insertions
from .quoted import quotes_pattern
from .singles import single_quotes
from .turns import goes_on

__all__ = ["Utterance", "utterances"]


class Utterance(NamedTuple):
    """A piece of speech without its marks, in one paragraph; `turn` numbers the speeches of a scene from 0.

    Pieces of one speech, with narration or a paragraph's end between them, have the same turn.
    """

    start: int
    end: int
    turn: int


_SPOKEN = (BlockKind.PARAGRAPH, BlockKind.VERSE)
# What opens a speech that tags may stand in without marks of their own.
_INSERTED = "\u00ab"
_Piece = tuple[int, int, bool]


def utterances(text: str, paragraphs: Sequence[Paragraph], convention: Convention) -> tuple[Utterance, ...]:
    """What is said in a scene, in order; spans are disjoint, not empty, and begin and end with no blank."""
    said: list[Utterance] = []
    turn = -1
    unclosed = False
    pieces_of = _finder(text, paragraphs, convention)
    for place, (first, _, kind) in enumerate(paragraphs):
        pieces = pieces_of(place) if kind in _SPOKEN else ()
        ended = -1
        for start, end, closed in pieces:
            same = goes_on(text, ended, start) if ended >= 0 else unclosed and _begins(text, first, start)
            turn += not same
            said.append(Utterance(start, end, turn))
            ended, unclosed = end, not closed
        if ended < 0:
            unclosed = False
    return tuple(said)


def _finder(text: str, paragraphs: Sequence[Paragraph], convention: Convention) -> Callable[[int], Sequence[_Piece]]:
    """What finds the pieces of speech, each with whether a mark closes it, in the paragraph of a number."""
    pairs = convention.pairs
    quotes = None if not pairs or pairs[0].is_single else quotes_pattern(pairs).finditer

    def quoted(place: int) -> Sequence[_Piece]:
        first, last, _ = paragraphs[place]
        pieces: list[_Piece] = []
        if quotes is not None:
            for found in quotes(text, first, last):
                start, end = found.span(found.lastindex or 0)
                if text[start - 1] == _INSERTED and not is_aside(text, first, last, start, end):
                    _add_parts(pieces, text, start, end, end < found.end())
                else:
                    _add(pieces, text, first, last, start, end, end < found.end())
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
    """Adds the span without its blanks; nothing if it is empty, or no speech."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end and not (closed and start - 1 > first and is_aside(text, first, last, start, end)):
        pieces.append((start, end, closed))


def _add_parts(pieces: list[_Piece], text: str, start: int, end: int, closed: bool) -> None:
    parts = without_insertions(text, start, end)
    for first, last in parts:
        _add(pieces, text, first, last, first, last, closed or last < end)


def _begins(text: str, first: int, start: int) -> bool:
    """True if nothing but marks and blanks stands before the first piece of a paragraph."""
    return start - first <= 8 and not any(letter.isalnum() for letter in text[first:start])
