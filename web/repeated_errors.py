"""Keeps an error that every request meets from filling the log."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock

_QUIET_SECONDS = 60.0
_MAX_MESSAGES = 100


class RepeatedErrors:
    """Which messages were logged lately. May be shared by threads."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = Lock()
        self._quiet_until: dict[str, float] = {}

    def is_news(self, message: str) -> bool:
        """True, but for a minute after it was true of the same message."""
        now = self._clock()
        with self._lock:
            if self._quiet_until.get(message, 0.0) > now:
                return False
            if len(self._quiet_until) >= _MAX_MESSAGES:
                self._quiet_until.clear()
            self._quiet_until[message] = now + _QUIET_SECONDS
            return True
