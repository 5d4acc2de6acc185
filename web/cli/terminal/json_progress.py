"""Progress for programs: one JSON object a line on standard error."""

from __future__ import annotations

import json
import time
from typing import TYPE_CHECKING

from fabula.index.store.lock import waited_seconds
from .output import complain

if TYPE_CHECKING:
    from fabula.index import Progress

_SECONDS_BETWEEN = 0.1


class JsonProgress:
    """Prints the first and last event of each phase, and between them at most ten a second.

    Waiting for another writer is no part of a phase, here as in receipts.
    """

    def __init__(self) -> None:
        self._phase = ""
        self._since = self._due = 0.0

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic() - waited_seconds()
        if progress.phase != self._phase:
            self._phase, self._since, self._due = progress.phase, now, 0.0
        if now < self._due and progress.done != progress.total:
            return
        self._due = now + _SECONDS_BETWEEN
        seconds = now - self._since
        rate = progress.done / seconds if seconds > 0 and progress.done else None
        left = (progress.total - progress.done) / rate if rate and progress.total is not None else None
        event = {
            "phase": progress.phase,
            "done": progress.done,
            "total": progress.total,
            "unit": progress.unit,
            "path": progress.path,
            "seconds": round(seconds, 3),
            "rate": None if rate is None else round(rate, 3),
            "left": None if left is None else round(left, 3),
        }
        complain(json.dumps(event, ensure_ascii=True), priority=None)
