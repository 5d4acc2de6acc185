"""Clauses in another order: the second part of a quote laid on what stands before the first."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import F64
from fabula.search.engine.alignment import Pair, aligned, path_of

__all__ = ["Turned", "turned"]

# Words that a part has at least: "there is a method to his madness" is "madness, yet there is method in it".
_LEAST = 1
# Beyond that every second, third … place to part the quote at is tried.
_MOST_PLACES = 14
# What it costs that the parts are exchanged, as a share of the whole: fewer false claims, and a tie stays in order.
_COST = 0.06


class Turned(NamedTuple):
    """The best order of a window: its mass, and its path with the quote's words numbered as they were given."""

    mass: float
    path: list[Pair]


def turned(grids: NDArray[np.float32], weights: F64) -> list[Turned]:
    """For each window the best alignment with the parts of the quote exchanged at the best place for that.

    grids  as in `aligned`. Nothing for quotes that are too short to have two parts.
    """
    words = len(weights)
    places = range(_LEAST, words - _LEAST + 1, 1 + max(0, words - 2 * _LEAST) // _MOST_PLACES)
    best = np.full(len(grids), -np.inf)
    where = np.zeros(len(grids), np.int64)
    for place in places:
        masses, _ = aligned(np.roll(grids, -place, axis=1), np.roll(weights, -place))
        better = masses > best
        best[better], where[better] = masses[better], place
    found = []
    cost = _COST * float(weights.sum())
    for window, place in enumerate(where.tolist() if len(places) else ()):
        own, order = np.roll(grids[window : window + 1], -place, axis=1), np.roll(weights, -place)
        _, rows = aligned(own, order)
        path = path_of(rows, own, order, 0)
        path = [Pair((pair.query + place) % words if pair.query >= 0 else -1, pair.text) for pair in path]
        found.append(Turned(float(best[window]) - cost, path))
    return found
