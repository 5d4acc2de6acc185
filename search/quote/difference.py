"""What of a quote is the same in the text, changed, missing there, or added there?"""

from __future__ import annotations

from collections.abc import Sequence

from ..results import Difference, Op
from .alignment import Pair

__all__ = ["difference"]


def difference(path: Sequence[Pair], query: Sequence[str], text: Sequence[str]) -> tuple[Difference, ...]:
    """The words of both sides, in order: all of `query`, and all of `text` from the first aligned to the last."""
    return tuple(_step(pair, query, text) for pair in path)


def _step(pair: Pair, query: Sequence[str], text: Sequence[str]) -> Difference:
    if pair.query < 0:
        return Difference(Op.ADDED, "", text[pair.text])
    if pair.text < 0:
        return Difference(Op.MISSING, query[pair.query], "")
    own, other = query[pair.query], text[pair.text]
    return Difference(Op.SAME if own == other else Op.CHANGED, own, other)
