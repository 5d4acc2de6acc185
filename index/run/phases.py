"""How long each phase of a run took."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import UTC, datetime

from fabula.index.receipt import Progress

Report = Callable[[Progress], object]


class Phases:
    """Passes progress on. A phase lasts from its first progress to that of the next phase."""

    def __init__(self, report: Report | None) -> None:
        self._report = report
        self._run_start = self._phase_start = time.perf_counter()
        self._phase = ""
        self.started = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        self.started_ns = time.time_ns()
        self._seconds: dict[str, float] = {}

    def __call__(self, progress: Progress) -> None:
        if progress.phase != self._phase:
            self._end_phase()
            self._phase = progress.phase
        if self._report is not None:
            self._report(progress)

    def _end_phase(self) -> None:
        now = time.perf_counter()
        if self._phase:
            self._seconds[self._phase] = self._seconds.get(self._phase, 0.0) + now - self._phase_start
        self._phase_start = now

    @property
    def seconds(self) -> float:
        """Since the run began."""
        return time.perf_counter() - self._run_start

    def finished(self) -> dict[str, float]:
        """End the last phase. The seconds of each, in order."""
        self._end_phase()
        self._phase = ""
        return dict(self._seconds)
