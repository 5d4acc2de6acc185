"""Cuts text that is too long for one scene, whatever it is made of: no spaces, no words, or one word alone."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fabula.index.analysis.characters import SHAPES
from fabula.index.analysis.tokens import edges
from fabula.index.array_types import I64
from .cuts import sentence_end

# Characters. Twenty times a page, and more than Molly Bloom's longest sentence has (24,000). Text that is longer
# without a paragraph's end comes from a file that lost its paragraphs, or from a hostile one.
MAX_SCENE_CHARACTERS = 30_000
# Characters that are looked at behind a piece, so that what joins the word at its end is seen.
_LOOK_AHEAD = 64


def split_text(text: str, max_characters: int = MAX_SCENE_CHARACTERS) -> list[str]:
    """Split `text` into pieces of at most `max_characters`, in order, without the white space between them.

    A piece ends where a sentence does, in its second half; else at white space, else between two words. No word is
    cut: a longer one is a piece by itself. The words of the pieces are those of the text.

    >>> split_text("One day. Two days. Three.", 20)
    ['One day. Two days.', 'Three.']
    """
    return [piece for piece in map(str.strip, _pieces(text, max_characters)) if piece]


def _pieces(text: str, max_characters: int) -> Iterator[str]:
    start = 0
    while len(text) - start > max_characters:
        end = start + _first_end(text, start, max_characters)
        yield text[start:end]
        start = end
    yield text[start:]


def _first_end(text: str, start: int, limit: int) -> int:
    """Where the first piece of `text[start:]` ends, counted from `start`. The rest is longer than `limit`."""
    window = text[start : start + limit + _LOOK_AHEAD]
    bounds = edges(window)
    half = limit // 2
    for end in (sentence_end(window, half, limit), window.rfind(" ", half, limit) + 1):
        if end and not _is_in_word(bounds, end):
            return end
    if not (_is_in_word(bounds, limit) or _is_at_apostrophe(window, limit)):
        return limit
    begins = bounds[::2]
    begins = begins[(begins > 0) & (begins <= limit)]
    if not len(begins):
        return _word_end(text, start, limit)
    # The second word of "don't" begins behind an apostrophe. In a chain of apostrophes all do, and any place will do.
    return next((at for at in begins[:-3:-1].tolist() if not _is_at_apostrophe(window, at)), int(begins[-1]))


def _is_in_word(bounds: I64, at: int) -> bool:
    """True if the place `at` is between two characters of one word; `bounds` has where words begin and end."""
    begun = np.searchsorted(bounds[::2], at, "left")
    ended = np.searchsorted(bounds[1::2], at, "right")
    return bool(begun > ended)


def _is_at_apostrophe(text: str, at: int) -> bool:
    """True if an apostrophe stands on either side of the place `at`: what is around it may be read as one ("don't")."""
    return any(SHAPES[ord(character)] == "'" for character in text[at - 1 : at + 1])


def _word_end(text: str, start: int, limit: int) -> int:
    """Where the word at the beginning of `text[start:]` ends, which is longer than `limit`, counted from `start`."""
    size = 2 * limit
    while True:
        window = text[start : start + size]
        end = int(edges(window)[1])
        if end < len(window) or len(window) < size:
            return end
        size *= 2
