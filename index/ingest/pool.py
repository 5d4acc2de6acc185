"""Tasks read in several processes at a time, their outcomes in the order of the tasks.

Files may be hostile, and so a process is killed when a file takes too long; whatever ends a process costs the one file
that it was at, and the rest of its task goes on in a new one. There are no threads here, so that a caller may fork.
"""

from __future__ import annotations

import selectors
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from typing import NamedTuple

from fabula.index.errors import FabulaError
from fabula.index.files.source import MAX_BYTES
from fabula.index.receipt import SkipKind, Skipped

from .discovery import Task
from .outcome import Begun, Outcome, Read, SegmentedWork
from .wire import MOST_BYTES, Frame, Kind, outcome_of, work_of
from .worker import job_line
from .worker_process import ReadingProcess

__all__ = ["SECONDS", "Job", "Limits", "read_in_processes"]

# Bytes that are read slower than this are stuck: the slowest parser here does 0.5 MB a second on an idle machine.
_SLOWEST = 200_000
# Outcomes that wait for an earlier task: beyond this no more tasks are begun.
_MOST_WAITING = 256 * 1024 * 1024
_MOST_STARTS = 3
SECONDS = 60.0
_SECONDS_TO_START = 60.0
_LONGEST_WAIT = 3_600.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How files are read. `workers` processes, none for reading in this one; `timeout` seconds for a small file, with
    more time for larger ones; `memory` bytes a process."""

    workers: int = 1
    timeout: float = SECONDS
    memory: int = 2 * 1024 * 1024 * 1024


class Job(NamedTuple):
    """A task and what is known of it: path -> digest and reader."""

    task: Task
    known: dict[str, tuple[str, str]]


@dataclass(slots=True, eq=False)
class _Line:
    """The outcomes of one task that wait for their turn."""

    job: Job
    waiting: deque[Outcome] = field(default_factory=deque)
    size: int = 0
    is_done: bool = False


@dataclass(slots=True, eq=False)
class _Worker:
    """A process and what it is at. `path`: the file that it has begun; `deadline`: until when it may be silent."""

    process: ReadingProcess
    deadline: float
    allowed: float
    line: _Line | None = None
    after: str = ""
    path: str = ""
    works: list[SegmentedWork] = field(default_factory=list)
    size: int = 0
    is_ready: bool = False


def read_in_processes(jobs: Iterable[Job], limits: Limits) -> Generator[tuple[Job, Outcome]]:
    """All outcomes of all jobs, in their order; those of the first are given while others are still being read.

    Closing the generator kills all processes. Raises FabulaError if none can be started.
    """
    pool = _Pool(limits)
    try:
        yield from pool.outcomes(iter(jobs))
    finally:
        pool.close()


class _Pool:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._workers: list[_Worker] = []
        self._lines: deque[_Line] = deque()
        self._failed_starts = 0

    def outcomes(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, Outcome]]:
        is_more = True
        while is_more or self._lines:
            is_more = self._begin(jobs) if is_more else False
            while self._lines and (self._lines[0].waiting or self._lines[0].is_done):
                line = self._lines[0]
                while line.waiting:
                    before = time.monotonic()
                    yield line.job, line.waiting.popleft()
                    self._forgive(time.monotonic() - before)
                line.size = 0
                if line.is_done:
                    self._lines.popleft()
            if self._lines:
                self._wait()

    def close(self) -> None:
        for worker in self._workers:
            worker.process.kill()
        self._workers = []

    def _begin(self, jobs: Iterator[Job]) -> bool:
        """Give tasks to those who have none; False if there are no more."""
        while sum(line.size for line in self._lines) < _MOST_WAITING:
            # A process more for a task more, until there are enough.
            idle = next((worker for worker in self._workers if worker.line is None), None)
            if idle is None and len(self._workers) >= self._limits.workers:
                return True
            job = next(jobs, None)
            if job is None:
                return False
            line = _Line(job)
            self._lines.append(line)
            self._give(idle or self._started(), line)
        return True

    def _started(self) -> _Worker:
        process = ReadingProcess(self._limits.memory)
        worker = _Worker(process, time.monotonic() + _SECONDS_TO_START, _SECONDS_TO_START)
        self._workers.append(worker)
        return worker

    def _give(self, worker: _Worker, line: _Line, after: str = "") -> None:
        worker.line, worker.after, worker.path = line, after, ""
        self._allow(worker, 0)
        if not worker.process.send(job_line(line.job.task, line.job.known, after)):
            self._lost(worker, f"its reader {worker.process.end()}")

    def _allow(self, worker: _Worker, size: int) -> None:
        # What is larger is not even opened.
        size = min(size, MAX_BYTES)
        worker.allowed = self._limits.timeout + size / _SLOWEST if worker.is_ready else _SECONDS_TO_START
        worker.deadline = time.monotonic() + worker.allowed

    def _forgive(self, seconds: float) -> None:
        """While the caller was busy nobody listened, and a worker with much to say had to wait."""
        for worker in self._workers:
            worker.deadline += seconds

    def _wait(self) -> None:
        """Until something comes from a worker, or one has been silent for too long."""
        busy = [worker for worker in self._workers if worker.line is not None]
        next_deadline = min((worker.deadline for worker in busy), default=0.0)
        # A person may allow a year; the system waits for a month at most.
        timeout = min(max(0.0, next_deadline - time.monotonic()), _LONGEST_WAIT) if busy else 0.0
        # Not select(), which knows no file with a number above 1,023.
        with selectors.DefaultSelector() as selector:
            for worker in self._workers:
                selector.register(worker.process, selectors.EVENT_READ, worker)
            ready: list[_Worker] = [key.data for key, _ in selector.select(timeout)]
        for worker in ready:
            self._hear(worker)
        now = time.monotonic()
        for worker in busy:
            if worker not in ready and now > worker.deadline:
                worker.process.kill()
                self._lost(worker, f"reading it took longer than {worker.allowed:,.0f} seconds")

    def _hear(self, worker: _Worker) -> None:
        try:
            received = worker.process.received()
            if received is None:
                self._lost(worker, f"its reader {worker.process.end()}")
                return
            for one in received:
                if not self._take(worker, one):
                    return
        except ValueError:
            worker.process.kill()
            self._lost(worker, "its reader gave an answer that is none")

    def _take(self, worker: _Worker, received: Frame) -> bool:
        """Take one frame; False if the worker is gone. Raises ValueError for an answer to another question."""
        kind, content = received
        line = worker.line
        if kind is Kind.READY and not worker.is_ready:
            worker.is_ready, self._failed_starts = True, 0
            self._allow(worker, 0)
            return True
        if line is None:
            raise ValueError("an answer without a task")
        if kind is Kind.DONE:
            line.is_done, worker.line = True, None
        elif kind is Kind.MEMORY:
            worker.process.kill()
            self._lost(worker, f"reading it needs more than {self._limits.memory / 1e6:,.0f} MB of memory")
            return False
        elif kind is Kind.WORK:
            worker.size += len(content)
            if worker.size > MOST_BYTES:
                raise ValueError("works without end")
            worker.works.append(work_of(content))
        else:
            outcome = outcome_of(kind, content, tuple(worker.works))
            if not _belongs(outcome, line.job.task):
                raise ValueError("an answer to another question")
            if isinstance(outcome, Begun):
                worker.path = outcome.path
                self._allow(worker, outcome.size)
            else:
                line.waiting.append(outcome)
                line.size += worker.size
                self._allow(worker, 0)
            worker.works, worker.size = [], 0
        return True

    def _lost(self, worker: _Worker, reason: str) -> None:
        """A worker has ended: a line for the file that it was at, and the rest of its task for a new one."""
        self._workers.remove(worker)
        if not worker.is_ready:
            self._failed_starts += 1
            if self._failed_starts >= _MOST_STARTS:
                raise FabulaError(
                    f"No process to read files in could be started: {reason}.",
                    hint="Read in this one with --workers 0, which is less safe with files of strangers.",
                )
        line = worker.line
        if line is None:
            return
        if not worker.is_ready:
            self._give(self._started(), line, worker.after)
            return
        path = worker.path or line.job.task.sources[0].path
        line.waiting.append(Skipped(path, SkipKind.FAILED, reason, fleeting=True))
        # Without a file begun it did not even get to where it was before.
        if worker.path and path != worker.after:
            self._give(self._started(), line, path)
        else:
            line.is_done = True


def _belongs(outcome: Outcome, task: Task) -> bool:
    """True if `outcome` is of the files of `task`: no process has a say in the works of others."""
    paths = [outcome.path, *(outcome.covers if isinstance(outcome, Read) else ())]
    own = tuple(source.path for source in (*task.sources, task.sidecar) if source is not None)
    below = tuple(f"{path}{sign}" for path in own for sign in ("!/", "/"))
    return all(path in own or path.startswith(below) for path in paths)
