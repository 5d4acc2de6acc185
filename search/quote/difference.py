"""The words of a quote that are the same in the text, changed or missing there, and those added there."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.search.engine.alignment import Pair
from fabula.search.results import Difference, Op
from .compounds import Unit


def difference(
    path: Sequence[Pair], query: Sequence[str], text: Sequence[str], units: Sequence[Unit]
) -> tuple[Difference, ...]:
    """The words of both sides in the order of the text: all of `query`, of `text` from the first aligned to the last.

    units  what the path's text indices count: one or two words of the text, or half a word of it.
    """
    return tuple(_steps(path, query, text, units))


def _steps(
    path: Sequence[Pair], query: Sequence[str], text: Sequence[str], units: Sequence[Unit]
) -> Iterator[Difference]:
    last_shown = -1
    for pair in path:
        remembered = query[pair.query] if pair.query >= 0 else ""
        actual: Sequence[str] = ()
        if pair.text >= 0:
            unit = units[pair.text]
            # The second half of a word is shown with the first.
            actual = text[max(unit.first, last_shown + 1) : unit.last + 1]
            last_shown = unit.last
        if remembered and not actual:
            yield Difference(Op.MISSING, remembered, "")
        elif remembered:
            yield Difference(Op.SAME if actual == [remembered] else Op.CHANGED, remembered, actual[0])
        yield from (Difference(Op.ADDED, "", word) for word in actual[bool(remembered) :])
