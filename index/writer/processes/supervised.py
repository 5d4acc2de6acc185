"""Does tasks in forked processes, each task within limits: one that breaks them costs itself, and no other.

A process takes several tasks and writes what comes of each to its parent. The system ends it when a task uses more
processor time than it may, whatever else the machine does meanwhile; memory is limited, too. A new process goes on
after the task that the last one did not survive. Where no process can be forked (child_process.py) tasks are done in
this one, and those that look at their budget (budget.py) end in time.
"""

from __future__ import annotations

import json
import os
import selectors
import signal
import time
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from fabula.index.budget import Budget, spending
from fabula.index.errors import LibraryDamaged, LibraryError, QueryTooDear
from .child_process import ChildProcess, can_fork, describe_end, fork, kill, max_processes, signals_held
from .forking import process_failed
from .task_process import FRAME_HEAD, OutcomeKind, Task, TaskLimits, described, serve

# A process that computes nothing (it waits for a disk that is away) is killed after this many times its seconds.
_MAX_SILENCE = 10
# Who waits looks at the clock as often.
_LOOK_SECONDS = 5.0
_PIPE_BYTES = 1 << 16
# No limit: a work in memory is bounded by the limits of its file.
_UNPACKED_BYTES = 1 << 62
# After these the fault is the task's. SIGKILL is what the system ends a process with when memory runs out.
_OUT_OF_TIME, _KILLED = "SIGPROF", "SIGKILL"
_CRASHES = frozenset({"SIGSEGV", "SIGABRT", "SIGFPE", "SIGILL"})


class Stopped(NamedTuple):
    """Why a task came to no end: the second part of a sentence."""

    reason: str


@dataclass(slots=True, eq=False)
class _Worker:
    """A process, the tasks that it has not done, and until when it may be silent."""

    process: ChildProcess
    tasks: deque[Task]
    deadline: float = 0.0
    received: bytearray = field(default_factory=bytearray)


class Supervisor:
    """Does all tasks of `shares`, one share a process: `work(number)` is what comes of a task.

    detach  closes what a forked process must not keep open: the lock.
    """

    def __init__(
        self,
        shares: Sequence[Sequence[Task]],
        work: Callable[[int], bytes],
        limits: TaskLimits,
        detach: Callable[[], object],
    ) -> None:
        self._shares = deque(deque(share) for share in shares if share)
        self._work, self._limits, self._detach = work, limits, detach
        self._workers: list[_Worker] = []
        self._killed_once: set[int] = set()

    def results(self) -> Generator[tuple[int, bytes | Stopped]]:
        """(number, what came of it) for each task, in any order. Closing the iterator kills all processes.

        Raises LibraryDamaged, LibraryError and OSError as `work` does, and LibraryError for a process that was ended.
        """
        if not can_fork():
            yield from self._results_here()
            return
        try:
            while self._shares or self._workers:
                while self._shares and len(self._workers) < max_processes():
                    self._start(self._shares.popleft())
                for worker in self._silent_or_ready():
                    yield from self._receive(worker)
        finally:
            kill(worker.process for worker in self._workers)
            self._workers = []

    def _results_here(self) -> Iterator[tuple[int, bytes | Stopped]]:
        for number, size in (task for share in self._shares for task in share):
            seconds = self._limits.seconds_for(size)
            result: bytes | Stopped
            try:
                with spending(_ProcessorTime(seconds)):
                    result = self._work(number)
            except QueryTooDear:
                result = _too_long(seconds)
            except MemoryError:
                result = self._too_large()
            except (OSError, LibraryError):
                raise
            except Exception as error:  # noqa: BLE001 - one text that nobody foresaw must not stop thousands
                result = Stopped(described(error))
            yield number, result

    def _start(self, tasks: deque[Task]) -> None:
        inherited = [worker.process.output for worker in self._workers]
        plan, parent = list(tasks), os.getpid()

        def serve_plan(writing: int) -> None:
            self._detach()
            serve(plan, self._work, self._limits, writing, parent)

        with signals_held():
            # A signal is handled when the process can be killed with the others.
            process = fork(serve_plan, inherited)
            worker = _Worker(process, tasks)
            self._workers.append(worker)
        os.set_blocking(process.output, False)
        self._set_deadline(worker)

    def _set_deadline(self, worker: _Worker) -> None:
        size = worker.tasks[0].size if worker.tasks else 0
        worker.deadline = time.monotonic() + _MAX_SILENCE * self._limits.seconds_for(size)

    def _silent_or_ready(self) -> list[_Worker]:
        """The workers that have written something or ended; those that were silent for too long are killed."""
        began = time.monotonic()
        timeout = min(max(0.0, min(worker.deadline for worker in self._workers) - began), _LOOK_SECONDS)
        with selectors.DefaultSelector() as selector:
            for worker in self._workers:
                selector.register(worker.process.output, selectors.EVENT_READ, worker)
            ready: list[_Worker] = [key.data for key, _ in selector.select(timeout)]
        paused = time.monotonic() - began - timeout
        if paused > _LOOK_SECONDS:
            # Ctrl-Z, or a machine that sleeps, stops the workers as well.
            for worker in self._workers:
                worker.deadline += paused
        for worker in self._workers:
            if worker not in ready and time.monotonic() > worker.deadline:
                os.kill(worker.process.pid, signal.Signals[_OUT_OF_TIME])
                worker.deadline = float("inf")
        return ready

    def _receive(self, worker: _Worker) -> Iterator[tuple[int, bytes | Stopped]]:
        piece = os.read(worker.process.output, _PIPE_BYTES)
        if not piece:
            yield from self._ended(worker)
            return
        worker.received += piece
        while len(worker.received) >= FRAME_HEAD.size:
            kind, number, length = FRAME_HEAD.unpack_from(worker.received)
            if len(worker.received) < FRAME_HEAD.size + length:
                break
            content = bytes(worker.received[FRAME_HEAD.size : FRAME_HEAD.size + length])
            del worker.received[: FRAME_HEAD.size + length]
            worker.tasks.popleft()
            self._set_deadline(worker)
            yield number, self._result(OutcomeKind(kind), content)

    def _result(self, kind: OutcomeKind, content: bytes) -> bytes | Stopped:
        if kind is OutcomeKind.DONE:
            return content
        if kind is OutcomeKind.MEMORY:
            return self._too_large()
        if kind is OutcomeKind.FAILED:
            return Stopped(content.decode())
        if kind is OutcomeKind.SYSTEM_ERROR:
            number = int(content)
            raise OSError(number, os.strerror(number))
        message, hint = json.loads(content)
        raise (LibraryDamaged if kind is OutcomeKind.LIBRARY_DAMAGED else LibraryError)(message, hint=hint)

    def _ended(self, worker: _Worker) -> Iterator[tuple[int, Stopped]]:
        self._workers.remove(worker)
        code = worker.process.end()
        if worker.tasks:
            name = signal.Signals(-code).name if code < 0 else ""
            task = worker.tasks[0]
            if name == _KILLED and task.number not in self._killed_once:
                # Another process may have taken the memory, or somebody ended the wrong one.
                self._killed_once.add(task.number)
            elif code:
                yield task.number, self._reason(name, code, task)
                worker.tasks.popleft()
        if worker.tasks:
            self._shares.appendleft(worker.tasks)

    def _reason(self, name: str, code: int, task: Task) -> Stopped:
        if name == _OUT_OF_TIME:
            return _too_long(self._limits.seconds_for(task.size))
        if name == _KILLED:
            return Stopped("its process was killed twice, as it is when memory runs out")
        if name in _CRASHES:
            return Stopped(f"its process crashed ({name})")
        raise process_failed(describe_end(code))

    def _too_large(self) -> Stopped:
        return Stopped(f"it needs more than {self._limits.memory / 1e6:,.0f} MB of memory")


class _ProcessorTime(Budget):
    """So many seconds of this thread's own: a work that was stopped is not tried again, so a busy machine must not."""

    __slots__ = ("_seconds_allowed", "_thread_until")

    def __init__(self, seconds: float) -> None:
        super().__init__(None, _UNPACKED_BYTES)
        self._seconds_allowed = seconds
        self._thread_until = time.thread_time() + seconds

    def check(self, part: object = None) -> None:
        if time.thread_time() > self._thread_until:
            raise QueryTooDear.out_of_time(part, self._seconds_allowed)


def _too_long(seconds: float) -> Stopped:
    return Stopped(f"it took longer than {seconds:,.0f} seconds")
