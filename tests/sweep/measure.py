"""Measures how the time of a task grows, at the size at which it takes long enough to be measured."""

from __future__ import annotations

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
    """The growth at the first size that takes 50 ms, and at most at `max_size`; a task that is quicker grows evenly."""
    task(_FIRST_SIZE)
    size = _FIRST_SIZE
    while (seconds := cpu_seconds(task, size)) < MIN_SECONDS and size < max_size:
        # Not more than needed: a quadratic task of ten times the size takes a hundred times as long.
        size *= 2
    best = Growth(size, seconds, 0.0)
    if seconds < MIN_SECONDS:
        return best
    for tries in range(TRIES):
        small = cpu_seconds(task, size // SIZE_RATIO)
        large = seconds if not tries else cpu_seconds(task, size)
        ratio = large / max(small, 1e-9)
        best = Growth(size, large, ratio if not tries else min(best.ratio, ratio))
        if best.is_even:
            break
    return best
