"""How long each phase of a run took. Waiting for other writers is no part of any."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

from fabula.index.receipt import Progress, Receipt
from fabula.index.store.lock import waited_seconds

Report = Callable[[Progress], object]


def _clock() -> float:
    """Seconds that this thread did not spend waiting for other writers, from any beginning."""
    return time.perf_counter() - waited_seconds()


class Phases:
    """Passes progress on. A phase lasts from its first progress to that of the next phase.

    The first phase has the time before its progress as well, and the last one that after it, so that the phases add up
    to the whole.
    """

    def __init__(self, report: Report | None) -> None:
        self._report = report
        self._run_start = self._phase_start = _clock()
        self._phase = ""
        self.started = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        self.started_ns = time.time_ns()
        self._seconds: dict[str, float] = {}

    def __call__(self, progress: Progress) -> None:
        if progress.phase != self._phase:
            self._count_phase()
            self._phase = progress.phase
        if self._report is not None:
            self._report(progress)

    def _count_phase(self) -> None:
        """Count the time until now for the phase."""
        if self._phase:
            now = _clock()
            self._seconds[self._phase] = self._seconds.get(self._phase, 0.0) + now - self._phase_start
            self._phase_start = now

    def timed(self, receipt: Receipt) -> Receipt:
        """`receipt` with the seconds of each phase so far, to the millisecond, and of all of them together."""
        self._count_phase()
        phases = {phase: round(seconds, 3) for phase, seconds in self._seconds.items()}
        seconds = sum(phases.values()) if phases else _clock() - self._run_start
        return replace(receipt, seconds=round(seconds, 3), phases=phases)
