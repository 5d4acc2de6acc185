"""A watch that looks at all files at regular times, and needs nothing of the system."""

from __future__ import annotations

import time

from fabula.index.receipt import Receipt


class Looking:
    """See `Waiting`. An update is due at once, and then so many seconds after each."""

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._is_first = True

    def wait(self) -> None:
        if not self._is_first:
            time.sleep(self._seconds)
        self._is_first = False

    def updated(self, receipt: Receipt, seconds: float) -> None: ...

    def put_off(self, seconds: float, *, is_soon_over: bool) -> None: ...

    def close(self) -> None: ...
