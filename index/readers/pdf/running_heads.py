"""Removes running heads and page numbers, which repeat at the head or foot of the pages of a book."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from fabula.index.readers.headings.roman_numerals import roman_value
from .lines import Line

_EDGE_LINES = 2  # from the head, and from the foot
_MIN_EQUAL_PAGES = 3
_HEIGHT_STEP_POINTS = 4.0
# In folded words. Ignoring case here would take the Turkish "ı" for a numeral.
_NUMBER = re.compile(r"\d{1,4}|\b[ivxlc]{1,7}\b")


class _Edge(NamedTuple):
    """A line at an edge. offset: of the number in its words from the number of the page; None without a number."""

    words: str
    height: int
    offset: int | None


class Cleaned(NamedTuple):
    """The pages without their running heads, and these, in the order of the pages."""

    pages: list[list[Line]]
    heads: list[str]


def without_running_heads(pages: Sequence[Sequence[Line]]) -> Cleaned:
    """`pages` without their running heads and page numbers.

    These have the same words at the same height on page after page. A number in them counts with the pages, unlike
    that of "Chapter 7" at the head of a page.
    """
    edges = [_edges(page, number) for number, page in enumerate(pages)]
    counts = Counter(edge for page_edges in edges for edge in {*page_edges.values()})
    cleaned = Cleaned([], [])
    for page, page_edges in zip(pages, edges, strict=True):
        heads = {index for index, edge in page_edges.items() if counts[edge] >= _min_pages(edge, len(pages))}
        cleaned.pages.append([line for index, line in enumerate(page) if index not in heads])
        cleaned.heads.extend(page[index].text for index in sorted(heads))
    return cleaned


def _min_pages(edge: _Edge, pages: int) -> int:
    is_page_number = edge.offset is not None and not any(map(str.isalpha, edge.words))
    return min(_MIN_EQUAL_PAGES, max(2, pages)) if is_page_number else _MIN_EQUAL_PAGES


def _edges(page: Sequence[Line], number: int) -> dict[int, _Edge]:
    order = sorted(range(len(page)), key=lambda index: page[index].base)
    return {index: _edge(page[index], number) for index in {*order[:_EDGE_LINES], *order[-_EDGE_LINES:]}}


def _edge(line: Line, page: int) -> _Edge:
    words = " ".join(line.text.casefold().split())
    height = round(line.base / _HEIGHT_STEP_POINTS)
    number = _NUMBER.search(words)
    if not number:
        return _Edge(words, height, None)
    return _Edge(f"{words[: number.start()]}#{words[number.end() :]}", height, _value(number[0]) - page)


def _value(number: str) -> int:
    return int(number) if number.isdigit() else roman_value(number)
