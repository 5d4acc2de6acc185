"""How long each phase of a run took, by the clock and by the processor. Waiting for other writers is no part of any."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from typing import NamedTuple

from fabula.index.receipt import ProcessorTime, Progress, Receipt
from fabula.index.store.lock import waited_seconds

Report = Callable[[Progress], object]


class _Seconds(NamedTuple):
    """Seconds from any beginning, or between two moments.

    wall       that this thread did not spend waiting for other writers.
    own        of processor time of this thread: a server has others.
    elsewhere  of processor time of the child processes that have ended. The system counts them in hundredths.
    """

    wall: float = 0.0
    own: float = 0.0
    elsewhere: float = 0.0

    @classmethod
    def now(cls) -> _Seconds:
        # Not of the module `resource`, which Windows lacks and an idle run would have to load.
        times = os.times()
        own, elsewhere = time.thread_time(), times.children_user + times.children_system
        return cls(time.perf_counter() - waited_seconds(), own, elsewhere)

    def since(self, start: _Seconds) -> _Seconds:
        return _Seconds(self.wall - start.wall, self.own - start.own, self.elsewhere - start.elsewhere)

    def plus(self, other: _Seconds) -> _Seconds:
        return _Seconds(self.wall + other.wall, self.own + other.own, self.elsewhere + other.elsewhere)


class Phases:
    """Passes progress on. A phase lasts from its first progress to that of the next phase.

    The first phase has the time before its progress as well, and the last one that after it, so that the phases add up
    to the whole. What other processes do meanwhile is no phase of its own; see `ProcessorTime`.
    """

    def __init__(self, report: Report | None) -> None:
        self._report = report
        self._run_start = self._phase_start = _Seconds.now()
        self._phase = ""
        self.started = datetime.now(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
        self.started_ns = time.time_ns()
        self._phases: dict[str, _Seconds] = {}
        self._searchable_after = 0.0

    def __call__(self, progress: Progress) -> None:
        if progress.phase != self._phase:
            self._count_phase()
            self._phase = progress.phase
        if self._report is not None:
            self._report(progress)

    def committed(self) -> None:
        """From now on the works of this run can be searched."""
        self._searchable_after = _Seconds.now().since(self._run_start).wall

    def _count_phase(self) -> None:
        """Count the time until now for the phase."""
        if self._phase:
            now = _Seconds.now()
            self._phases[self._phase] = self._phases.get(self._phase, _Seconds()).plus(now.since(self._phase_start))
            self._phase_start = now

    def timed(self, receipt: Receipt) -> Receipt:
        """`receipt` with the seconds of each phase so far, to the millisecond, and of all of them together."""
        self._count_phase()
        whole = _Seconds.now().since(self._run_start)
        phases = {phase: round(spent.wall, 3) for phase, spent in self._phases.items()}
        processor = {phase: round(spent.own + spent.elsewhere, 3) for phase, spent in self._phases.items()}
        return replace(
            receipt,
            seconds=round(sum(phases.values()) if phases else whole.wall, 3),
            phases=phases,
            searchable_after=round(self._searchable_after, 3),
            processor=ProcessorTime(
                round(sum(processor.values()) if phases else whole.own + whole.elsewhere, 3),
                round(whole.elsewhere, 3),
                processor,
            ),
        )
