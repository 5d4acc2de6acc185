"""Words that the library spells apart or as one: co-operation and cooperation, 1,000 and 1000, U.S.A. and USA.

Only what is nowhere in the library is read differently, and only as something that stands there.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from itertools import combinations
from typing import NamedTuple

from fabula.index.analysis import flatten, words
from fabula.index.budget import checked
from fabula.search.results import ReadAs
from .lexicon import Lexicon

# Longer words have too many places to part them at; the longest that English has has 29 letters.
_MAX_LETTERS = 30
# Three parts: "brotherinlaw". Shorter words with three parts are initials.
_MIN_LETTERS_OF_THREE = 8
_MAX_INITIALS = 6
# Words in a row that may be one: the initials of a long name.
_MAX_JOINED = 6
# Words of a text that are nowhere and are parted: a text with more of them is no line of this library.
_MAX_PARTED = 8
# Ways to part a word whose parts the library has, tried for whether they stand side by side: each takes 0.1 ms.
_MAX_TRIED = 24


class Respelling(NamedTuple):
    """The words from `first` up to `end` are read as `terms`."""

    first: int
    end: int
    terms: tuple[str, ...]
    read: ReadAs


def respellings(text: str, lexicon: Lexicon) -> list[Respelling]:
    """What can be read differently in prose, from left to right; they do not overlap."""
    terms = words(text)
    joins = {join.first: join for join in _joins(text, terms, lexicon)}
    found: list[Respelling] = []
    at = unknown = 0
    while at < len(terms):
        change = joins.get(at)
        if change is None and unknown < _MAX_PARTED and not lexicon.has_word(terms[at]):
            unknown += 1
            parts = spelt_apart(terms[at], lexicon)
            change = Respelling(at, at + 1, parts, ReadAs(terms[at], " ".join(parts))) if parts else None
        if change is not None:
            found.append(change)
        at = change.end if change is not None else at + 1
    return found


def spelt_apart(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """The words that stand in the library side by side where `word` is written as one; () if they do not.

    The way that is in most scenes, if there are several.
    """
    best: tuple[int, tuple[str, ...]] = (0, ())
    for parts in checked(_partings(word, lexicon), every=1):
        best = max(best, (lexicon.scenes_with(parts), parts), key=lambda item: item[0])
    return best[1]


def _partings(word: str, lexicon: Lexicon) -> Iterator[tuple[str, ...]]:
    """Ways to part a word into words of the library, the likeliest first."""
    letters = flatten(word)
    if len(letters) > _MAX_LETTERS or len(letters) < 2:
        return
    tried = 0
    # The same piece begins many ways.
    has_word = cache(lexicon.has_word)
    for parts in _ways(letters):
        if all(map(has_word, parts)):
            yield parts
            tried += 1
            if tried == _MAX_TRIED:
                return


def _ways(letters: str) -> Iterator[tuple[str, ...]]:
    size = len(letters)
    if letters.isdigit():
        # Groups of three, as in 1,000 and in 1.000.000; figures are parted nowhere else.
        first = size % 3 or 3
        groups = (letters[:first], *(letters[at : at + 3] for at in range(first, size, 3)))
        if len(groups) > 1:
            yield groups
        return
    if 2 < size <= _MAX_INITIALS:
        yield tuple(letters)
    yield from ((letters[:at], letters[at:]) for at in range(1, size))
    if size >= _MIN_LETTERS_OF_THREE:
        # No part of three is a single letter but the "a" or "o" in the middle: "twoayear", "maneverso".
        for first, second in combinations(range(2, size - 1), 2):
            yield letters[:first], letters[first:second], letters[second:]


def _joins(text: str, terms: Sequence[str], lexicon: Lexicon) -> Iterator[Respelling]:
    """Words in a row that are nowhere in a row, and that the library has as one."""
    chunks = [(chunk, len(words(chunk))) for chunk in text.split()]
    if sum(size for _, size in chunks) != len(terms):
        # A word that a soft hyphen parts at a line's end stands in two chunks.
        return
    at = 0
    for chunk, size in chunks:
        # Signs within a chunk part it: "co-operation", "U.S.A.", "1,000", "don't".
        if 1 < size <= _MAX_JOINED:
            letters = "".join(words("".join(filter(str.isalnum, chunk))))
            yield from _join(at, at + size, terms, letters, chunk, lexicon)
        elif size == 1 and at + 1 < len(terms):
            yield from _join(at, at + 2, terms, terms[at] + terms[at + 1], "", lexicon)
        at += size


def _join(
    first: int, end: int, terms: Sequence[str], letters: str, typed: str, lexicon: Lexicon
) -> Iterator[Respelling]:
    run = tuple(terms[first:end])
    if lexicon.has_word(letters) and not lexicon.scenes_with(run):
        yield Respelling(first, end, (letters,), ReadAs(typed or " ".join(run), letters))
