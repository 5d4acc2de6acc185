"""The words of a text as they are written: with capitals, apostrophes and hyphens, and the punctuation beside them.

Words are compared folded and in parts ("here", "s"); people read them whole: "Here's".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from fabula.index.analysis import is_apostrophe

_HYPHENS = frozenset("-\u2010\u2011")
# A row of stars or dots between two words is an ornament and belongs to neither.
_MAX_DASH_CHARS = 3


class WrittenWord(NamedTuple):
    """The terms `first` to `last`, both included, as one word. `text` has the punctuation beside it, without spaces."""

    first: int
    last: int
    text: str


def written_words(text: str, terms: Sequence[tuple[int, int]]) -> list[WrittenWord]:
    """The written words of `text` in order; together they have each of the terms once.

    terms  half-open offsets in `text`, ascending. Those of a contraction may overlap.

    >>> [word.text for word in written_words("“Here’s to-day,” he said", [(1, 5), (6, 7), (8, 10), (11, 14), (17, 19)])]
    ['“Here’s', 'to-day,”', 'he']
    """
    groups = list(_groups(text, terms))
    if not groups:
        return []
    edges = [(terms[first][0], max(end for _, end in terms[first : last + 1])) for first, last in groups]
    gaps = [_divided(text[end:start]) for (_, end), (start, _) in pairwise(edges)]
    before = ["".join(_beside(reversed(text[max(0, edges[0][0] - 8) : edges[0][0]])))[::-1], *(gap[1] for gap in gaps)]
    after = [*(gap[0] for gap in gaps), "".join(_beside(text[edges[-1][1] : edges[-1][1] + 8]))]
    return [
        WrittenWord(first, last, opening + text[start:end] + closing)
        for (first, last), (start, end), opening, closing in zip(groups, edges, before, after, strict=True)
    ]


def _groups(text: str, terms: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    """The first and the last term of each written word."""
    first = 0
    for index, (before, after) in enumerate(pairwise(terms)):
        if not _is_one_word(text, before, after):
            yield first, index
            first = index + 1
    if terms:
        yield first, len(terms) - 1


def _is_one_word(text: str, before: tuple[int, int], after: tuple[int, int]) -> bool:
    gap = text[before[1] : after[0]]
    if not gap:
        # "do" and "n't" touch; so do two ideographs, which are words of their own.
        return after[0] < before[1] or any(map(is_apostrophe, text[slice(*after)]))
    return len(gap) == 1 and (is_apostrophe(gap) or gap in _HYPHENS)


def _divided(gap: str) -> tuple[str, str]:
    """What stands between two words, as the end of the first and the beginning of the second.

    >>> _divided(",” “"), _divided("—"), _divided(" – ")
    ((',”', '“'), ('—', ''), (' –', ''))
    """
    pieces = gap.split()
    if not pieces:
        return "", ""
    if not any(character.isspace() for character in gap):
        return gap, ""
    closing = "" if gap[0].isspace() else pieces.pop(0)
    opening = "" if not pieces or gap[-1].isspace() else pieces.pop()
    if not closing and len(pieces) == 1 and len(pieces[0]) <= _MAX_DASH_CHARS:
        closing = f" {pieces[0]}"
    return closing, opening


def _beside(characters: Iterator[str] | str) -> Iterator[str]:
    """The punctuation that touches a word, outwards from it."""
    for character in characters:
        if character.isspace() or character.isalnum():
            return
        yield character
