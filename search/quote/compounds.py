"""Words that one side writes as one and the other as two: today and to day, own self and ownself."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from typing import NamedTuple


class Unit(NamedTuple):
    """A counterpart for one word of the quote: `first` to `last`, both included, are indices into the text's words.

    If the quote has one word of the text as two, both halves have its index.
    """

    word: str
    first: int
    last: int


def units(query: Sequence[str], text: Sequence[str]) -> list[Unit]:
    """The words of `text` in order, cut and joined as `query` has them.

    >>> [unit.word for unit in units(["today"], ["so", "to", "day"])]
    ['so', 'today']
    """
    halves = {first + second: (first, second) for first, second in pairwise(query)}
    query_words = frozenset(query)
    text_pairs = {first + second for first, second in pairwise(text)}
    if query_words.isdisjoint(text_pairs) and halves.keys().isdisjoint(text):
        return [Unit(word, index, index) for index, word in enumerate(text)]
    result: list[Unit] = []
    index = 0
    while index < len(text):
        word = text[index]
        pair = word + text[index + 1] if index + 1 < len(text) else ""
        if pair in query_words and word not in query_words:
            result.append(Unit(pair, index, index + 1))
            index += 2
            continue
        if word in halves and word not in query_words:
            result += [Unit(half, index, index) for half in halves[word]]
        else:
            result.append(Unit(word, index, index))
        index += 1
    return result
