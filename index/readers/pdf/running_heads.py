"""What stands at the head and foot of every page of a book: running heads and page numbers, which are no text."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from .lines import Line

__all__ = ["without_edges"]

# How many lines from the head and from the foot are looked at, and on how many pages the same must stand.
_DEPTH = 2
_LEAST_ALIKE = 3
_HEIGHT = 4.0
_NUMBER = re.compile(r"\d{1,4}|\b[ivxlc]{1,7}\b", re.IGNORECASE)
_ROMAN = {"i": 1, "v": 5, "x": 10, "l": 50, "c": 100}


class _Edge(NamedTuple):
    """Words, height, and how far a number in them is from the page's own."""

    words: str
    height: int
    offset: int | None


def without_edges(pages: Sequence[Sequence[Line]]) -> list[list[Line]]:
    """`pages` without their running heads and page numbers.

    These say the same at the same height on page after page; a number in them counts with the pages, which that of
    "Chapter 7" at the head of one does not.
    """
    edges = [_edges(page, number) for number, page in enumerate(pages)]
    seen = Counter(edge for found in edges for edge in {*found.values()})
    kept: list[list[Line]] = []
    for page, found in zip(pages, edges, strict=True):
        dropped = {index for index, edge in found.items() if seen[edge] >= _least(edge, len(pages))}
        kept.append([line for index, line in enumerate(page) if index not in dropped])
    return kept


def _least(edge: _Edge, pages: int) -> int:
    is_bare = edge.offset is not None and not any(map(str.isalpha, edge.words))
    return min(_LEAST_ALIKE, max(2, pages)) if is_bare else _LEAST_ALIKE


def _edges(page: Sequence[Line], number: int) -> dict[int, _Edge]:
    order = sorted(range(len(page)), key=lambda index: page[index].base)
    return {index: _edge(page[index], number) for index in {*order[:_DEPTH], *order[-_DEPTH:]}}


def _edge(line: Line, page: int) -> _Edge:
    words = " ".join(line.text.casefold().split())
    height = round(line.base / _HEIGHT)
    found = _NUMBER.search(words)
    if not found:
        return _Edge(words, height, None)
    return _Edge(f"{words[: found.start()]}#{words[found.end() :]}", height, _value(found[0]) - page)


def _value(number: str) -> int:
    if number.isdigit():
        return int(number)
    values = [_ROMAN[letter] for letter in number]
    return sum(-value if value < max(values[place:]) else value for place, value in enumerate(values))
