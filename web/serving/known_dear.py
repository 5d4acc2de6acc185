"""Remembers which addresses were dear, so that asking again and again costs no trial each time."""

from __future__ import annotations

import time
from collections import OrderedDict
from collections.abc import Callable
from threading import Lock

# A query may be dear only while what it needs is not in memory, or until the library changes.
_REMEMBERED_SECONDS = 60.0
_MAX_ADDRESSES = 1_000


class KnownDear:
    """Addresses by when they were dear last, the latest of them. May be shared by threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        # Hashes, so that long addresses take no memory. A collision costs a detour.
        self._until: OrderedDict[int, float] = OrderedDict()

    def add(self, address: str) -> None:
        with self._lock:
            self._until[hash(address)] = self._clock() + _REMEMBERED_SECONDS
            self._until.move_to_end(hash(address))
            if len(self._until) > _MAX_ADDRESSES:
                self._until.popitem(last=False)

    def __contains__(self, address: str) -> bool:
        with self._lock:
            return self._until.get(hash(address), 0.0) > self._clock()
