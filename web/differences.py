"""The difference between a quote and a passage, in pieces that are easy to read."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from fabula.search.results import Difference, Hit, Op


class DifferencePiece(NamedTuple):
    """Words that both sides have (`same`), or the quote's words and the passage's instead; one of these may be ""."""

    same: str
    remembered: str = ""
    actual: str = ""


def difference_pieces(steps: Iterable[Difference]) -> list[DifferencePiece]:
    """Steps of the same kind become one piece; in the order of the passage."""
    pieces = []
    for is_same, group in groupby(steps, key=lambda step: step.op is Op.SAME):
        run = list(group)
        remembered = " ".join(step.query for step in run if step.query)
        actual = " ".join(step.text for step in run if step.text)
        pieces.append(DifferencePiece(actual) if is_same else DifferencePiece("", remembered, actual))
    return pieces


def hit_difference(hit: Hit) -> list[DifferencePiece]:
    """The difference of a passage in pieces; [] if all words are the same."""
    return difference_pieces(hit.difference) if any(step.op is not Op.SAME for step in hit.difference) else []
