"""What of a quote is the same in the text, changed, missing there, or added there?"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from fabula.search.engine.alignment import Pair
from fabula.search.results import Difference, Op

from .compounds import Unit

__all__ = ["difference"]


def difference(
    path: Sequence[Pair], query: Sequence[str], text: Sequence[str], units: Sequence[Unit]
) -> tuple[Difference, ...]:
    """The words of both sides in the order of the text: all of `query`, of `text` from the first aligned to the last.

    units  what the path's text places count: one or two words of the text, or half a word of it.
    """
    return tuple(_steps(path, query, text, units))


def _steps(
    path: Sequence[Pair], query: Sequence[str], text: Sequence[str], units: Sequence[Unit]
) -> Iterator[Difference]:
    done = -1
    for pair in path:
        own = query[pair.query] if pair.query >= 0 else ""
        stands: Sequence[str] = ()
        if pair.text >= 0:
            unit = units[pair.text]
            # The second half of a word has been said with the first.
            stands = text[max(unit.first, done + 1) : unit.last + 1]
            done = unit.last
        if own and not stands:
            yield Difference(Op.MISSING, own, "")
        elif own:
            yield Difference(Op.SAME if stands == [own] else Op.CHANGED, own, stands[0])
        yield from (Difference(Op.ADDED, "", word) for word in stands[bool(own) :])
