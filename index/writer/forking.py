"""Runs functions in forked processes, each of which answers in JSON and ends.

A forked process has all that its parent has; nothing is sent to it. It is made only where no other thread exists: a
lock that another thread holds would stay locked in it for good.
"""

from __future__ import annotations

import gc
import json
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import numpy as np

from fabula.index.errors import LibraryError

# More processes would cut the text of a round into parts too small to be worth a file each.
_MAX_PROCESSES = 4

# The GNU allocator keeps freed memory up to the size of the largest array that it has seen freed; it does not learn
# from arrays larger than this.
_LEARNED_ARRAY_BYTES = (32 << 20) - (1 << 16)

# What a caller may have made exceptions of. (Windows has no SIGHUP, and forks nothing.)
_STOPPING = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}


class _Process(NamedTuple):
    """A running process, the file descriptor of its answer, and the place of the answer among all."""

    pid: int
    answer: int
    place: int


class Forks:
    """Forked processes, several of which run at a time, and their answers."""

    def __init__(self, detach: Callable[[], None]) -> None:
        """`detach` closes what a forked process must not keep open: the lock."""
        self._detach = detach
        self._running: list[_Process] = []
        self._answers: list[dict[str, Any] | None] = []

    @property
    def max_running(self) -> int:
        """How many processes may run at a time; 1 where processes cannot be forked."""
        # Only Linux allows to fork whatever the system's own libraries have running.
        if sys.platform != "linux" or threading.active_count() > 1:
            return 1
        return min(len(os.sched_getaffinity(0)), _MAX_PROCESSES)

    def run_here(self, work: Callable[[], dict[str, Any]]) -> None:
        """Call `work` in this process; its answer takes its place among the others. Raises what `work` raises."""
        self._answers.append(work())

    def start(self, work: Callable[[], dict[str, Any]]) -> None:
        """Call `work` in a forked process. If too many run, wait until the first of them is done.

        Raises OSError, LibraryError.
        """
        while len(self._running) >= self.max_running:
            self._wait()
        inherited = [process.answer for process in self._running]
        parent = os.getpid()

        def answer() -> dict[str, Any]:
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

        with _signals_held():
            # A signal is handled when the process can be killed with the others.
            self._running.append(_fork(answer, len(self._answers)))
            self._answers.append(None)

    def finish(self) -> list[dict[str, Any]]:
        """All answers, in the order in which the work was started. Raises OSError, LibraryError."""
        while self._running:
            self._wait()
        answers = [answer for answer in self._answers if answer is not None]
        self._answers = []
        return answers

    def close(self) -> None:
        """Kill the processes that still run."""
        for worker in self._running:
            os.kill(worker.pid, signal.SIGKILL)
        for worker in self._running:
            os.waitpid(worker.pid, 0)
            os.close(worker.answer)
        self._running = []

    def _wait(self) -> None:
        """Read the answer of the process that was started first."""
        worker = self._running[0]
        with open(worker.answer, "rb", closefd=False) as file:
            encoded = file.read()
        _, status = os.waitpid(worker.pid, 0)
        self._running.remove(worker)
        os.close(worker.answer)
        code = os.waitstatus_to_exitcode(status)
        answer: dict[str, Any] = json.loads(encoded) if encoded else {"error": _describe_end(code)}
        if "errno" in answer:
            raise OSError(answer["errno"], os.strerror(answer["errno"]))
        if "error" in answer:
            raise LibraryError(
                f"A process that wrote a part of the index failed: {answer['error']}.",
                hint="The library is as it was. Check that there is enough memory, then run this again.",
            )
        self._answers[worker.place] = answer


@contextmanager
def _signals_held() -> Iterator[None]:
    """Handle signals after the block. One between a fork and the first line of the worker would be handled in both
    processes, and so the parent's clean-up would be done twice, while the parent still writes."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)


def _fork(work: Callable[[], dict[str, Any]], place: int) -> _Process:
    """Start a process that calls `work`, writes the answer, and ends. The caller holds signals back."""
    reading, writing = os.pipe()
    try:
        with warnings.catch_warnings():
            # Python 3.12 warns of the threads of numpy's linear algebra, which may be forked and is not used here.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            _run_worker(work, writing)
    except OSError:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    return _Process(pid, reading, place)


def _run_worker(work: Callable[[], dict[str, Any]], writing: int) -> None:
    """Never returns: this process must not flush the parent's buffers nor run its `finally` blocks."""
    code = 1
    try:
        # Ctrl-C interrupts the parent, which kills its workers.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for number in _STOPPING - {signal.SIGINT}:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
        # Looking for reference cycles would write to, and so copy, all memory that is shared with the parent.
        gc.disable()
        # The allocator then keeps the memory of each piece of text for the next one, instead of returning and fetching
        # it: that saves a third of the page faults and a tenth of the time.
        np.empty(_LEARNED_ARRAY_BYTES, np.uint8)
        os.write(writing, json.dumps(work()).encode("ascii"))
        code = 0
    finally:
        os._exit(code)


def _describe_end(code: int) -> str:
    """Why a process gave no answer, by its exit code."""
    if code < 0:
        return f"it was ended by {signal.Signals(-code).name}"
    return f"it ended without an answer (exit code {code})"
