"""Several processes read tasks at a time; the outcomes come in the order of the tasks.

Files may be hostile, so a process is killed when a file takes too long. A process that ends costs only the file that it
was reading; a new one reads the rest of its task. There are no threads here, so that a caller may fork.
"""

from __future__ import annotations

import selectors
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field

from fabula.index.errors import FabulaError
from fabula.index.files.source import MAX_BYTES
from fabula.index.receipt import SkipKind, Skipped
from .discovery import Task
from .job import Job
from .job_line import encode_job
from .limits import Limits
from .outcome import Begun, Outcome, Read, SegmentedWork
from .wire import MAX_FRAME_BYTES, Frame, Kind, decode_outcome, decode_work
from .worker_process import WorkerProcess

# A slower reader is stuck: the slowest parser here reads 0.5 MB a second on an idle machine.
_MIN_BYTES_PER_SECOND = 200_000
# While the outcomes that wait for an earlier task are larger than this, no more tasks are begun.
_MAX_PENDING_BYTES = 256 * 1024 * 1024
_MAX_FAILED_STARTS = 3
_START_TIMEOUT_SECONDS = 60.0
_MAX_WAIT_SECONDS = 3_600.0


@dataclass(slots=True, eq=False)
class _Pending:
    """The outcomes of one job that wait for their turn, and their size in bytes."""

    job: Job
    outcomes: deque[Outcome] = field(default_factory=deque)
    size: int = 0
    is_complete: bool = False


@dataclass(slots=True, eq=False)
class _Worker:
    """A process and the job it reads.

    deadline   until when it may be silent; `allowed` seconds were given.
    after      the path after which it was told to go on.
    path       the file that it has begun.
    works      of that file, received so far, in `size` bytes.
    """

    process: WorkerProcess
    deadline: float
    allowed: float
    pending: _Pending | None = None
    after: str = ""
    path: str = ""
    works: list[SegmentedWork] = field(default_factory=list)
    size: int = 0
    is_ready: bool = False


def read_in_processes(jobs: Iterable[Job], limits: Limits) -> Generator[tuple[Job, Outcome]]:
    """All outcomes of all jobs, in order; those of the first come while others are still being read.

    Closing the generator kills all processes. Raises FabulaError if none can be started.
    """
    pool = _Pool(limits)
    try:
        yield from pool.read(iter(jobs))
    finally:
        pool.close()


class _Pool:
    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._workers: list[_Worker] = []
        self._queue: deque[_Pending] = deque()
        self._failed_starts = 0

    def read(self, jobs: Iterator[Job]) -> Iterator[tuple[Job, Outcome]]:
        has_more = True
        while has_more or self._queue:
            has_more = self._assign(jobs) if has_more else False
            while self._queue and (self._queue[0].outcomes or self._queue[0].is_complete):
                pending = self._queue[0]
                while pending.outcomes:
                    before = time.monotonic()
                    yield pending.job, pending.outcomes.popleft()
                    self._postpone_deadlines(time.monotonic() - before)
                pending.size = 0
                if pending.is_complete:
                    self._queue.popleft()
            if self._queue:
                self._wait()

    def close(self) -> None:
        for worker in self._workers:
            worker.process.kill()
        self._workers = []

    def _assign(self, jobs: Iterator[Job]) -> bool:
        """Give jobs to idle workers; False if there are no more jobs."""
        while sum(pending.size for pending in self._queue) < _MAX_PENDING_BYTES:
            # One more process for one more job, up to the limit.
            idle = next((worker for worker in self._workers if worker.pending is None), None)
            if idle is None and len(self._workers) >= self._limits.workers:
                return True
            job = next(jobs, None)
            if job is None:
                return False
            pending = _Pending(job)
            self._queue.append(pending)
            self._send(idle or self._start(), pending)
        return True

    def _start(self) -> _Worker:
        process = WorkerProcess(self._limits.memory)
        worker = _Worker(process, time.monotonic() + _START_TIMEOUT_SECONDS, _START_TIMEOUT_SECONDS)
        self._workers.append(worker)
        return worker

    def _send(self, worker: _Worker, pending: _Pending, after: str = "") -> None:
        worker.pending, worker.after, worker.path = pending, after, ""
        self._set_deadline(worker, 0)
        if not worker.process.send(encode_job(pending.job, after)):
            self._replace(worker, f"its reader {worker.process.end()}")

    def _set_deadline(self, worker: _Worker, size: int) -> None:
        # A larger file is not even opened.
        size = min(size, MAX_BYTES)
        timeout = self._limits.timeout + size / _MIN_BYTES_PER_SECOND
        worker.allowed = timeout if worker.is_ready else _START_TIMEOUT_SECONDS
        worker.deadline = time.monotonic() + worker.allowed

    def _postpone_deadlines(self, seconds: float) -> None:
        """Nobody received while the caller was busy, so a worker with a full pipe had to wait."""
        for worker in self._workers:
            worker.deadline += seconds

    def _wait(self) -> None:
        """Wait until a worker sends something, or one has been silent for too long."""
        busy = [worker for worker in self._workers if worker.pending is not None]
        next_deadline = min((worker.deadline for worker in busy), default=0.0)
        # A person may allow a year; the system waits for a month at most.
        timeout = min(max(0.0, next_deadline - time.monotonic()), _MAX_WAIT_SECONDS) if busy else 0.0
        # Not select(), which takes no file descriptor above 1,023.
        with selectors.DefaultSelector() as selector:
            for worker in self._workers:
                selector.register(worker.process, selectors.EVENT_READ, worker)
            ready: list[_Worker] = [key.data for key, _ in selector.select(timeout)]
        for worker in ready:
            self._receive(worker)
        now = time.monotonic()
        for worker in busy:
            if worker not in ready and now > worker.deadline:
                worker.process.kill()
                self._replace(worker, f"reading it took longer than {worker.allowed:,.0f} seconds")

    def _receive(self, worker: _Worker) -> None:
        try:
            frames = worker.process.receive()
            if frames is None:
                self._replace(worker, f"its reader {worker.process.end()}")
                return
            for frame in frames:
                if not self._accept(worker, frame):
                    return
        except ValueError:
            worker.process.kill()
            self._replace(worker, "its reader gave an answer that is none")

    def _accept(self, worker: _Worker, frame: Frame) -> bool:
        """Accept one frame; False if the worker is gone. Raises ValueError for a frame that was not asked for."""
        kind, content = frame
        pending = worker.pending
        if kind is Kind.READY and not worker.is_ready:
            worker.is_ready, self._failed_starts = True, 0
            self._set_deadline(worker, 0)
            return True
        if pending is None:
            raise ValueError("an answer without a task")
        if kind is Kind.DONE:
            pending.is_complete, worker.pending = True, None
        elif kind is Kind.MEMORY:
            worker.process.kill()
            self._replace(worker, f"reading it needs more than {self._limits.memory / 1e6:,.0f} MB of memory")
            return False
        elif kind is Kind.WORK:
            worker.size += len(content)
            if worker.size > MAX_FRAME_BYTES:
                raise ValueError("works without end")
            worker.works.append(decode_work(content))
        else:
            outcome = decode_outcome(kind, content, tuple(worker.works))
            if not _belongs_to(outcome, pending.job.task):
                raise ValueError("an answer to another question")
            if isinstance(outcome, Begun):
                worker.path = outcome.path
                self._set_deadline(worker, outcome.size)
            else:
                pending.outcomes.append(outcome)
                pending.size += worker.size
                self._set_deadline(worker, 0)
            worker.works, worker.size = [], 0
        return True

    def _replace(self, worker: _Worker, reason: str) -> None:
        """A worker has ended: report the file that it was reading, and give the rest of its task to a new one."""
        self._workers.remove(worker)
        if not worker.is_ready:
            self._failed_starts += 1
            if self._failed_starts >= _MAX_FAILED_STARTS:
                raise FabulaError(
                    f"No process to read files in could be started: {reason}.",
                    hint="Read in this one with --workers 0, which is less safe with files of strangers.",
                )
        pending = worker.pending
        if pending is None:
            return
        if not worker.is_ready:
            self._send(self._start(), pending, worker.after)
            return
        path = worker.path or pending.job.task.sources[0].path
        pending.outcomes.append(Skipped(path, SkipKind.FAILED, reason, fleeting=True))
        # A worker that began no file did not even get to where the one before it was.
        if worker.path and path != worker.after:
            self._send(self._start(), pending, path)
        else:
            pending.is_complete = True


def _belongs_to(outcome: Outcome, task: Task) -> bool:
    """True if all paths of `outcome` are of `task`: a process has no say in the works of other files."""
    paths = [outcome.path, *(outcome.covers if isinstance(outcome, Read) else ())]
    task_paths = tuple(source.path for source in (*task.sources, task.sidecar) if source is not None)
    prefixes = tuple(f"{path}{separator}" for path in task_paths for separator in ("!/", "/"))
    return all(path in task_paths or path.startswith(prefixes) for path in paths)
