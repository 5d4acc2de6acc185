"""Clauses in another order: aligns the second part of a quote with text before the first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import F64
from fabula.search.engine.alignment import Pair, align_windows, path_of

# "there is a method to his madness" is "madness, yet there is method in it".
_MIN_PART_WORDS = 1
# A quote with more words is divided only at every second, third, … of them.
_MAX_DIVISIONS = 14
# The cost of exchanging the parts, as a share of the whole weight: fewer false claims, and a tie stays in order.
_EXCHANGE_COST = 0.06


class Reordered(NamedTuple):
    """The best order for a window: its mass, and its path with the quote's words numbered as they were given."""

    mass: float
    path: list[Pair]


def reordered(grids: NDArray[np.float32], weights: F64) -> list[Reordered]:
    """For each window the best alignment with the two parts of the quote exchanged, divided where that is best.

    grids  as in `align_windows`. [] for a quote too short to have two parts.
    """
    words = len(weights)
    step = 1 + max(0, words - 2 * _MIN_PART_WORDS) // _MAX_DIVISIONS
    divisions = range(_MIN_PART_WORDS, words - _MIN_PART_WORDS + 1, step)
    if not divisions:
        return []
    best_masses = np.full(len(grids), -np.inf)
    best_divisions = np.zeros(len(grids), np.int64)
    for division in divisions:
        masses, _ = align_windows(np.roll(grids, -division, axis=1), np.roll(weights, -division))
        better = masses > best_masses
        best_masses[better], best_divisions[better] = masses[better], division
    alignments = []
    cost = _EXCHANGE_COST * float(weights.sum())
    for window, division in enumerate(best_divisions.tolist()):
        rolled, rolled_weights = np.roll(grids[window : window + 1], -division, axis=1), np.roll(weights, -division)
        _, rows = align_windows(rolled, rolled_weights)
        path = path_of(rows, rolled, rolled_weights, 0)
        path = [Pair((pair.query + division) % words if pair.query >= 0 else -1, pair.text) for pair in path]
        alignments.append(Reordered(float(best_masses[window]) - cost, path))
    return alignments
