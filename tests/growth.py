"""Checks how the time of a task grows with its size, by a ratio that is the same on every machine."""

from __future__ import annotations

import gc
import sys
import time
from collections.abc import Callable

__all__ = ["MAX_TIME_RATIO", "MIN_SECONDS", "SIZE_RATIO", "TRIES", "cpu_seconds", "grows_evenly"]

# Four times the size takes four times as long if the time is linear, and sixteen times if it is quadratic; the bound
# between them leaves room for caches, the garbage collector and other processes.
SIZE_RATIO, MAX_TIME_RATIO, TRIES = 4, 8.0, 3
# Below this time of the larger task a pause would distort the ratio.
MIN_SECONDS = 0.05


def grows_evenly(task: Callable[[int], object], size: int) -> bool:
    """True if `task(size)` takes at most eight times the CPU time of `task(size // 4)`, in one of three tries."""
    for _ in range(TRIES):
        small, large = (cpu_seconds(task, task_size) for task_size in (size // SIZE_RATIO, size))
        if large < MIN_SECONDS or large <= MAX_TIME_RATIO * small:
            return True
    return False


def cpu_seconds(task: Callable[[int], object], size: int) -> float:
    """The CPU time of `task(size)`, without the garbage collector and the measuring of coverage."""
    # The collector would traverse the objects of earlier tests, 0.1 s each time, more often for larger tasks.
    gc.disable()
    tracing = sys.gettrace()
    sys.settrace(None)
    try:
        started = time.process_time()
        task(size)
        return time.process_time() - started
    finally:
        sys.settrace(tracing)
        gc.enable()
