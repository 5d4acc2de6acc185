"""Forked processes that each do one thing, write down what came of it, and end.

A forked process has all that its parent has without its being sent. It is made only where no thread exists, as a lock
that another thread holds would stay locked in it for good.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from fabula.index.errors import LibraryError

__all__ = ["Forks"]

# More would share the memory that a round may take among parts too small to be worth a file each.
_MOST = 4

# Just below the size beyond which that allocator no longer learns.
_TEACHING = (32 << 20) - (1 << 16)


class _Forked(NamedTuple):
    """A process, the file that it answers to, and the place of its answer among all."""

    pid: int
    answer: int
    place: int


class Forks:
    """Processes that each do one thing and answer, in JSON, what came of it. Several run at a time."""

    def __init__(self, detach: Callable[[], None]) -> None:
        """`detach` closes what a forked process must not hold on to: the lock."""
        self._detach = detach
        self._running: list[_Forked] = []
        self._answers: list[dict[str, Any] | None] = []

    @property
    def most(self) -> int:
        """How many are worth having at a time: 1 where processes cannot be forked."""
        # Only on Linux may what the system's own libraries have running be forked.
        if sys.platform != "linux" or threading.active_count() > 1:
            return 1
        return min(len(os.sched_getaffinity(0)), _MOST)

    def here(self, work: Callable[[], dict[str, Any]]) -> None:
        """Do `work` in this process; its answer takes its place among the others. Raises what it raises."""
        self._answers.append(work())

    def start(self, work: Callable[[], dict[str, Any]]) -> None:
        """Have `work` done while this process goes on; wait first until one that runs is done, if need be.

        Raises OSError, LibraryError.
        """
        while len(self._running) >= self.most:
            self._wait()
        inherited = [other.answer for other in self._running]
        parent = os.getpid()

        def answered() -> dict[str, Any]:
            self._detach()
            for descriptor in inherited:
                os.close(descriptor)
            try:
                if os.getppid() != parent:
                    raise InterruptedError
                return work()
            except OSError as error:
                return {"errno": error.errno} if error.errno else {"error": str(error)}
            except Exception as error:  # noqa: BLE001 - the message is all that comes out of this process
                return {"error": f"{type(error).__name__}: {error}"}

        self._running.append(_forked(answered, len(self._answers)))
        self._answers.append(None)

    def finish(self) -> list[dict[str, Any]]:
        """All answers, in the order in which the work was begun. Raises OSError, LibraryError."""
        while self._running:
            self._wait()
        made = [answer for answer in self._answers if answer is not None]
        self._answers = []
        return made

    def close(self) -> None:
        """End those that are still at work."""
        for worker in self._running:
            os.kill(worker.pid, signal.SIGKILL)
        for worker in self._running:
            os.waitpid(worker.pid, 0)
            os.close(worker.answer)
        self._running = []

    def _wait(self) -> None:
        """Take the answer of the one that was begun first."""
        worker = self._running[0]
        with open(worker.answer, "rb", closefd=False) as file:
            answer = file.read()
        _, status = os.waitpid(worker.pid, 0)
        self._running.remove(worker)
        os.close(worker.answer)
        ended = os.waitstatus_to_exitcode(status)
        found: dict[str, Any] = json.loads(answer) if answer else {"error": _how_it_ended(ended)}
        if "errno" in found:
            raise OSError(found["errno"], os.strerror(found["errno"]))
        if "error" in found:
            raise LibraryError(
                f"A process that wrote a part of the index failed: {found['error']}.",
                hint="The library is as it was. Check that there is enough memory, then run this again.",
            )
        self._answers[worker.place] = found


def _forked(work: Callable[[], dict[str, Any]], place: int) -> _Forked:
    """A new process that does `work`, writes down what it gives, and ends."""
    reading, writing = os.pipe()
    # An interrupt between the fork and the first line of the worker would run on in two processes.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with warnings.catch_warnings():
            # Python 3.12 warns of the threads of numpy's linear algebra, which is made to be forked and not used here.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            _be_worker(work, writing)
    except OSError:
        os.close(reading)
        raise
    finally:
        os.close(writing)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    return _Forked(pid, reading, place)


def _be_worker(work: Callable[[], dict[str, Any]], writing: int) -> None:
    """Never returns: what the parent has begun (its buffers, its `finally`) is not this process's to end."""
    code = 1
    try:
        # Who interrupts interrupts the parent, and that ends its workers.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Looking for cycles would touch, and so copy, all that was inherited.
        gc.disable()
        # The GNU allocator keeps freed memory up to the size of the largest array that it has seen go, instead of
        # returning and fetching it for every piece of text: a third of the page faults, a tenth of the time.
        np.empty(_TEACHING, np.uint8)
        answer = json.dumps(work()).encode("ascii")
        os.write(writing, answer)
        code = 0
    finally:
        os._exit(code)


def _how_it_ended(code: int) -> str:
    """What became of a process that gave no answer, by its exit code."""
    if code < 0:
        return f"it was ended by {signal.Signals(-code).name}"
    return f"it ended without an answer (exit code {code})"
