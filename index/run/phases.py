"""How long each phase of a run took."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from fabula.index.receipt import Progress

__all__ = ["Phases", "Report"]

Report = Callable[[Progress], object]


class Phases:
    """Passes progress on, and measures what lies between the first words of one phase and of the next."""

    def __init__(self, report: Report | None) -> None:
        self._report = report
        self._began = self._since = time.perf_counter()
        self._phase = ""
        self.started = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        self.started_ns = time.time_ns()
        self._seconds: dict[str, float] = {}

    def __call__(self, progress: Progress) -> None:
        if progress.phase != self._phase:
            self._end()
            self._phase = progress.phase
        if self._report is not None:
            self._report(progress)

    def _end(self) -> None:
        now = time.perf_counter()
        if self._phase:
            self._seconds[self._phase] = self._seconds.get(self._phase, 0.0) + now - self._since
        self._since = now

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.perf_counter() - self._began

    def finished(self) -> dict[str, float]:
        """Seconds by phase, in their order."""
        self._end()
        self._phase = ""
        return dict(self._seconds)
