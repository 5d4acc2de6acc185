"""Words that one side writes as one and the other as two: today and to day, own self and ownself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple

__all__ = ["Unit", "units"]


class Unit(NamedTuple):
    """What a word of the quote is laid on: `first` to `last`, both included, are its places among the text's words.

    Of a word that the quote has as two both halves have that one place.
    """

    word: str
    first: int
    last: int


def units(query: Sequence[str], text: Sequence[str]) -> list[Unit]:
    """The words of `text` in order, cut and joined as `query` has them.

    >>> [unit.word for unit in units(["today"], ["so", "to", "day"])]
    ['so', 'today']
    """
    halves = {one + other: (one, other) for one, other in pairwise(query)}
    wholes = frozenset(query)
    pairs = {one + other for one, other in pairwise(text)}
    if wholes.isdisjoint(pairs) and halves.keys().isdisjoint(text):
        return [Unit(word, place, place) for place, word in enumerate(text)]
    found: list[Unit] = []
    place = 0
    while place < len(text):
        word = text[place]
        pair = word + text[place + 1] if place + 1 < len(text) else ""
        if pair in wholes and word not in wholes:
            found.append(Unit(pair, place, place + 1))
            place += 2
            continue
        if word in halves and word not in wholes:
            found += [Unit(half, place, place) for half in halves[word]]
        else:
            found.append(Unit(word, place, place))
        place += 1
    return found
