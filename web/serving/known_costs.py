"""Remembers what answers have cost: cheap ones go first, and dear ones to the lane without another trial."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock
from typing import NamedTuple

# A query may be dear only while what it needs is not in memory, or until the library changes.
_REMEMBERED_SECONDS = 60.0
_MAX_ADDRESSES = 2_000


class _Cost(NamedTuple):
    """Processor seconds, and when they were noted."""

    seconds: float
    noted_at: float


class KnownCosts:
    """The processor seconds of the latest answers, by address. May be shared by threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        # The keys are hashes, so that long addresses take no memory. A collision costs a detour.
        self._costs: OrderedDict[int, _Cost] = OrderedDict()

    def note(self, address: str, seconds: float) -> None:
        """The answer to `address` has taken so many processor seconds."""
        with self._lock:
            self._costs[hash(address)] = _Cost(seconds, self._clock())
            self._costs.move_to_end(hash(address))
            if len(self._costs) > _MAX_ADDRESSES:
                self._costs.popitem(last=False)

    def of(self, address: str) -> float:
        """What the last answer has cost; 0 if that is not known."""
        with self._lock:
            cost = self._costs.get(hash(address))
        return cost.seconds if cost is not None and self._clock() - cost.noted_at < _REMEMBERED_SECONDS else 0.0
