"""Joins drop capitals with their words: letters as high as several lines, sunk beside them or raised above them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import replace
from itertools import islice
from typing import NamedTuple

from fabula.index.readers.styled.drop_capitals import QUOTE_MARKS
from .lines import Line
from .pieces import MIN_INITIAL_SIZE

_INITIAL = re.compile(rf"[{QUOTE_MARKS}]{{0,2}}[^\W\d_][’']?")
_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
# Times the size of the initial: how far it may reach into the line beside it, and how far below that line.
_OVERLAP, _BELOW = 0.2, 0.1
# Times the size of the text: the space between them.
_MAX_SPACE = 3.0
# Each drop capital is compared with all lines of its page; it is as high as eight lines at most.
_MAX_ON_PAGE, _MAX_BESIDE = 30, 12


class _DropCapital(NamedTuple):
    """The indices of its line on a page, of the line that it begins, and of all lines beside it."""

    initial: int
    first: int
    beside: tuple[int, ...]


def join_drop_capitals(pages: Sequence[Sequence[Line]], size: float) -> list[list[Line]]:
    """The pages of a document with each drop capital in its word, and the lines beside it at its margin.

    size  of most letters of the document.
    """
    found = [list(_drop_capitals(page, size)) for page in pages]
    if not any(found):
        return [list(page) for page in pages]
    words = _words(pages, found)
    return [_joined(page, capitals, words) for page, capitals in zip(pages, found, strict=True)]


def _drop_capitals(page: Sequence[Line], size: float) -> Iterator[_DropCapital]:
    initials = (
        (at, line)
        for at, line in enumerate(page)
        if line.size > MIN_INITIAL_SIZE * size and _INITIAL.fullmatch(line.text)
    )
    for at, initial in islice(initials, _MAX_ON_PAGE):
        beside = [*islice((index for index, line in enumerate(page) if _is_beside(line, initial, size)), _MAX_BESIDE)]
        below = [at + 1] if at + 1 < len(page) and _continues_below(page[at + 1], initial) else []
        if beside or below:
            yield _DropCapital(at, max(beside or below, key=lambda index: page[index].base), tuple(beside))


def _is_beside(line: Line, initial: Line, size: float) -> bool:
    is_near = -_OVERLAP * initial.size <= line.left - initial.right <= _MAX_SPACE * size
    height = line.base - initial.base
    return is_near and line.size < initial.size and -_BELOW * initial.size <= height < initial.size


def _continues_below(line: Line, initial: Line) -> bool:
    """True for the next line, if nothing stands beside the initial."""
    return 0 < initial.base - line.base < 2 * initial.size and line.text[:1].islower()


def _words(pages: Sequence[Sequence[Line]], found: Sequence[Sequence[_DropCapital]]) -> set[str]:
    """The words of the document that no drop capital has torn."""
    words: set[str] = set()
    for page, capitals in zip(pages, found, strict=True):
        torn = {index: 1 for capital in capitals for index in (capital.initial, capital.first)}
        for index, line in enumerate(page):
            words.update(word.casefold() for word in _WORD.findall(line.text)[torn.get(index, 0) :])
    return words


def _joined(page: Sequence[Line], capitals: Sequence[_DropCapital], words: AbstractSet[str]) -> list[Line]:
    joined: list[Line | None] = list(page)
    for initial, first, beside in capitals:
        capital, after = page[initial], page[first]
        for index in beside:
            joined[index] = replace(page[index], left=capital.left)
        text = capital.text + _space(capital.text, after.text, words) + after.text
        joined[first] = replace(after, text=text, left=capital.left)
        joined[initial] = None
    return [line for line in joined if line is not None]


def _space(capital: str, text: str, words: AbstractSet[str]) -> str:
    """A space after a capital that is a word of its own: "A cold wind", and not "Once". The document's words tell."""
    letter, word = _WORD.search(capital), _WORD.match(text)
    if not letter or not word:
        return ""
    initial, rest = letter[0].casefold(), word[0].casefold()
    return " " if initial + rest not in words and {initial, rest} <= words else ""
