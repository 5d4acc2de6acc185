"""How the time of a task grows with its size: told from a ratio, which is the same on every machine."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable

__all__ = ["grows_evenly"]

# Four times the size takes four times as long where all is passed once, and sixteen times where it is compared with
# itself; between the two lies room for caches, the collector and other processes.
_TIMES, _MOST, _TRIES = 4, 8.0, 3
_TOO_SHORT = 0.05  # seconds of the larger one, in which a pause would count for too much


def grows_evenly(task: Callable[[int], object], size: int) -> bool:
    """True if `task(size)` takes at most eight times the CPU time of `task(size // 4)`, in one of three tries."""
    for _ in range(_TRIES):
        small, large = (_seconds(task, part) for part in (size // _TIMES, size))
        if large < _TOO_SHORT or large <= _MOST * small:
            return True
    return False


def _seconds(task: Callable[[int], object], size: int) -> float:
    # The collector goes through all that the tests before have left, 0.1 s each time, and the oftener the more is made.
    gc.disable()
    try:
        started = time.process_time()
        task(size)
        return time.process_time() - started
    finally:
        gc.enable()
