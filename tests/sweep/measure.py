"""Measures how the time of a task grows, at the size at which it takes long enough to be measured."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import NamedTuple

from ..growth import MAX_TIME_RATIO, MIN_SECONDS, SIZE_RATIO, TRIES, cpu_seconds

# A quarter of it fills what is looked at beside each speech: below that each further unit adds more than the last.
_FIRST_SIZE = 256


class Growth(NamedTuple):
    """How many times longer four times the size took, in the best of three tries; `seconds` for the larger size."""

    size: int
    seconds: float
    ratio: float

    @property
    def is_even(self) -> bool:
        return self.ratio <= MAX_TIME_RATIO


def growth_of(task: Callable[[int], object], max_size: int) -> Growth:
    """The growth at the first size that takes 50 ms, and at most at `max_size`; a task that is quicker grows evenly.

    One that seems not to is measured at four times that size, too.
    """
    task(_FIRST_SIZE)
    size = _FIRST_SIZE
    while (seconds := cpu_seconds(task, size)) < MIN_SECONDS and size < max_size:
        # Not more than needed: a quadratic task of ten times the size takes a hundred times as long.
        size *= 2
    if seconds < MIN_SECONDS:
        return Growth(size, seconds, 0.0)
    growth = _growth_to(task, size)
    if growth.is_even:
        return growth
    # A step, such as the length up to which a header is one, is passed once; what is not linear grows on.
    return min(growth, _growth_to(task, size * SIZE_RATIO), key=lambda one: one.ratio)


def _growth_to(task: Callable[[int], object], size: int) -> Growth:
    best = Growth(size, 0.0, math.inf)
    for _ in range(TRIES):
        small, large = cpu_seconds(task, size // SIZE_RATIO), cpu_seconds(task, size)
        best = min(best, Growth(size, large, large / max(small, 1e-9)), key=lambda one: one.ratio)
        if best.is_even:
            break
    return best
