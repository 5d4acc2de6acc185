"""Finds the runs of text that hold words, in arrays: where they begin and end, and their bytes in lower case.

A table gives each byte a class, and comparing neighbours gives the edges of runs.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I32, I64, U8, Mask
from fabula.index.sorted_arrays import sorted_unique
from .characters import APOSTROPHES, SHAPES
from .folding import fold
from .tokens import PARTED, contracted, terms

# A run has all characters that a term may have, and those that do not count; what is a term in it, `terms` says.
_SEPARATOR, _WORD, _APOSTROPHE = 0, 1, 2
_CLASS_OF_SHAPE = {" ": _SEPARATOR, "'": _APOSTROPHE}

# ASCII bytes as they stand in a key: letters in lower case, 0 for bytes outside runs. Other bytes stay as they are;
# most are letters. bytes.translate takes 0.5 ns a byte, a numpy table look-up 1.5.
_FOLDED = bytes(
    code if _CLASS_OF_SHAPE.get(SHAPES[code]) != _SEPARATOR else 0 for code in bytes(range(128)).lower()
) + bytes(range(128, 256))
IS_MARK = np.array([code != 0 and not bytes([code]).isalnum() for code in range(256)])
"""Mask[256]: bytes of a key that are no ASCII letters or digits. That of no run is 0."""
_ASCII_APOSTROPHE = ord("'")
_CURLY_APOSTROPHE = "’".encode()
# Apostrophes that Unicode calls letters.
_LETTER_APOSTROPHES = frozenset(character for character in APOSTROPHES if character.isalpha())
# Below this code point, the first of Thai, no letter is a term by itself.
_FIRST_UNSPACED = "\u0e00"

_SOFT_HYPHEN = "\u00ad".encode()
_PARTED = re.compile(PARTED.pattern.encode())
# Stands in a run for each byte of what parts a word at a line's end. No text has it in a word.
_NOTHING = 1

KEY_BYTES = 16
"""The text of `FoldedRuns` has so many bytes of 0 behind it."""


class FoldedRuns(NamedTuple):
    """A text as keys are made of it. A run consists of word characters and single apostrophes between them.

    folded        U8[bytes + 16]   the text, followed by a key's length of 0.
    inside        Mask[bytes + 2]  whether each byte is in a run, with one byte before the first and behind the last.
    starts, ends  I64[runs]        where runs begin and end (half-open).
    """

    folded: U8
    inside: Mask
    starts: I64
    ends: I64


def folded_runs(text: bytes) -> FoldedRuns:
    """The runs of `text`, UTF-8."""
    size = len(text)
    folded = np.zeros(size + KEY_BYTES, np.uint8)
    folded[:size] = np.frombuffer(text.translate(_FOLDED), np.uint8)
    if _SOFT_HYPHEN in text:
        for parted in _PARTED.finditer(text):
            folded[parted.start() : parted.end()] = _NOTHING
    # One byte outside runs before the first and after the last, so that every edge lies between two bytes.
    inside = np.zeros(size + 2, bool)
    marks = [(np.flatnonzero(folded == _ASCII_APOSTROPHE), 1)]
    if not text.isascii():
        marks += _class_characters(folded)
    np.not_equal(folded[:size], 0, out=inside[1:-1])
    for places, width in marks:
        for offset in range(width):
            inside[places + (offset + 1)] = False
    for places, width in marks:
        between = places[inside[places] & inside[places + (width + 1)]]
        for offset in range(width):
            inside[between + (offset + 1)] = True
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    return FoldedRuns(folded, inside, edges[::2], edges[1::2])


def words_of_run(run: bytes) -> Sequence[str]:
    """The folded words of a run whose ASCII letters are in lower case."""
    run = run.replace(bytes([_NOTHING]), b"")
    before, mark, after = run.replace(_CURLY_APOSTROPHE, b"'").partition(b"'")
    if mark and before.isalnum() and after.isalnum():
        return contracted(before.decode("ascii"), after.decode("ascii"))[:2]
    word = run.decode()
    if word.isalpha() and max(word) < _FIRST_UNSPACED and _LETTER_APOSTROPHES.isdisjoint(word):
        # Letters alone are one term and need no shape, which halves the time.
        return [fold(word)]
    return [term.text for term in terms(word)]


class _Classes:
    """A table of the class of each code point, filled as characters are met."""

    _UNKNOWN = 255

    def __init__(self) -> None:
        self._known = np.full(0x110000, self._UNKNOWN, np.uint8)

    def __call__(self, codes: I32) -> U8:
        """U8[n]: the class of each of the code points."""
        found = self._known.take(codes)
        new = codes[found == self._UNKNOWN]
        if len(new):
            for code in sorted_unique(new).tolist():
                self._known[code] = _CLASS_OF_SHAPE.get(SHAPES[code], _WORD)
            found = self._known.take(codes)
        return found


_class_of = _Classes()


def _class_characters(folded: U8) -> list[tuple[I64, int]]:
    """Overwrite separators beyond ASCII with 0, in place. Returns where apostrophes begin, and their length in bytes.

    The list has an item for each length of a character.
    """
    marks = []
    leads = np.flatnonzero(folded >= 0xC0)
    lead = folded[leads]
    for size, least, most in ((2, 0xC0, 0xDF), (3, 0xE0, 0xEF), (4, 0xF0, 0xF7)):
        places = leads[(lead >= least) & (lead <= most)]
        if not len(places):
            continue
        codes = folded[places].astype(np.int32) & (0xFF >> (size + 1))
        for offset in range(1, size):
            codes = (codes << 6) | (folded[places + offset] & 0x3F)
        kinds = _class_of(codes)
        marks.append((places[kinds == _APOSTROPHE], size))
        separators = places[kinds == _SEPARATOR]
        for offset in range(size):
            folded[separators + offset] = 0
    return marks
