"""The words of a quote that are the same in the text, changed or missing there, and those added there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from fabula.search.engine.alignment import Pair
from fabula.search.results import Difference, Op
from .compounds import Unit
from .written import WrittenWord


class Side(NamedTuple):
    """A quote or a text: its folded words, and the same as written."""

    words: Sequence[str]
    written: Sequence[WrittenWord]


class _Step(NamedTuple):
    """Written words, by index, that belong together: of the quote, and of the text."""

    query: tuple[int, ...]
    text: tuple[int, ...]


def difference(path: Iterable[Pair], query: Side, text: Side, units: Sequence[Unit]) -> tuple[Difference, ...]:
    """The words of both sides in the order of the text: all of the quote, of the text from first to last of the path.

    units  what the path's text indices count: one or two words of the text, or half a word of it.
    """
    return tuple(_written(step, query, text) for step in _steps(path, query, text, units))


def _steps(path: Iterable[Pair], query: Side, text: Side, units: Sequence[Unit]) -> Iterator[_Step]:
    """The path in written words, each once."""
    query_word, text_word = _owners(query), _owners(text)
    shown: tuple[set[int], set[int]] = (set(), set())
    step = _Step((), ())
    for pair in path:
        remembered = (query_word[pair.query],) if pair.query >= 0 else ()
        actual: tuple[int, ...] = ()
        if pair.text >= 0:
            unit = units[pair.text]
            actual = tuple(dict.fromkeys(text_word[unit.first : unit.last + 1]))
        belongs = not {*step.query}.isdisjoint(remembered) or not {*step.text}.isdisjoint(actual)
        if not belongs and (step.query or step.text):
            yield step
            step = _Step((), ())
        # A word whose parts are aligned apart is shown where the first of them is.
        new_query = tuple(word for word in remembered if word not in shown[0])
        new_text = tuple(word for word in actual if word not in shown[1])
        shown[0].update(new_query)
        shown[1].update(new_text)
        step = _Step(step.query + new_query, step.text + new_text)
    if step.query or step.text:
        yield step


def _owners(side: Side) -> list[int]:
    """For each folded word the written word that it is part of."""
    return [number for number, word in enumerate(side.written) for _ in range(word.first, word.last + 1)]


def _written(step: _Step, query: Side, text: Side) -> Difference:
    remembered, actual = _joined(query, step.query), _joined(text, step.text)
    if not step.text:
        return Difference(Op.MISSING, remembered, "")
    if not step.query:
        return Difference(Op.ADDED, "", actual)
    is_same = _folded(query, step.query) == _folded(text, step.text)
    return Difference(Op.SAME if is_same else Op.CHANGED, remembered, actual)


def _joined(side: Side, numbers: Sequence[int]) -> str:
    return " ".join(side.written[number].text for number in numbers)


def _folded(side: Side, numbers: Sequence[int]) -> list[str]:
    return [
        word for number in numbers for word in side.words[side.written[number].first : side.written[number].last + 1]
    ]
