"""A difference in pieces that are read at a glance: what is the same, and what stands instead of what."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import NamedTuple

from fabula.search.results import Difference, Op

__all__ = ["DifferencePiece", "difference_pieces"]


class DifferencePiece(NamedTuple):
    """Words that are the same on both sides (`same`), or what is remembered and what stands there (one may be "")."""

    same: str
    remembered: str = ""
    stands: str = ""


def difference_pieces(steps: Iterable[Difference]) -> list[DifferencePiece]:
    """Neighbouring words together, in the order of the passage."""
    found = []
    for same, group in groupby(steps, key=lambda step: step.op is Op.SAME):
        own = list(group)
        remembered = " ".join(step.query for step in own if step.query)
        stands = " ".join(step.text for step in own if step.text)
        found.append(DifferencePiece(stands) if same else DifferencePiece("", remembered, stands))
    return found
