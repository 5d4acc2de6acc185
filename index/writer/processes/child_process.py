"""A forked process that writes to a pipe and ends.

It has all that its parent has; nothing is sent to it. It is made only where no other thread exists: a lock that another
thread holds would stay locked in it for good.
"""

from __future__ import annotations

import gc
import os
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NamedTuple

import numpy as np

# More processes would cut the text of a round into parts too small to be worth a file each.
_MAX_PROCESSES = 4

# The GNU allocator keeps freed memory up to the size of the largest array that it has seen freed; it does not learn
# from arrays larger than this.
_LEARNED_ARRAY_BYTES = (32 << 20) - (1 << 16)

# Signals of which a caller may have made exceptions. (Windows has no SIGHUP, and forks nothing.)
_STOPPING = {getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)}


class ChildProcess(NamedTuple):
    """A running process, and the file descriptor of what it writes."""

    pid: int
    output: int

    def end(self) -> int:
        """Wait until it has ended, and return its exit code: the number of the signal, negative, if one ended it."""
        _, status = os.waitpid(self.pid, 0)
        os.close(self.output)
        return os.waitstatus_to_exitcode(status)


def max_processes() -> int:
    """How many processes may run at a time; 1 where processes cannot be forked."""
    return min(len(os.sched_getaffinity(0)), _MAX_PROCESSES) if can_fork() else 1


def can_fork() -> bool:
    """Only Linux allows to fork whatever the system's own libraries have running."""
    return sys.platform == "linux" and threading.active_count() == 1


@contextmanager
def signals_held() -> Iterator[None]:
    """Handle signals after the block. One between a fork and the first line of the worker would be handled in both
    processes, and so the parent's clean-up would be done twice, while the parent still writes."""
    signal.pthread_sigmask(signal.SIG_BLOCK, _STOPPING)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)


def fork(work: Callable[[int], object], inherited: Iterable[int] = ()) -> ChildProcess:
    """Start a process that calls `work` with the file descriptor to write to, and ends. The caller holds signals back.

    inherited  file descriptors that it closes first: what its siblings write.

    Raises OSError.
    """
    reading, writing = os.pipe()
    try:
        with warnings.catch_warnings():
            # Python 3.12 warns of the threads of numpy's linear algebra, which may be forked and is not used here.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            _run(work, writing, [reading, *inherited])
    except OSError:
        os.close(reading)
        raise
    finally:
        os.close(writing)
    return ChildProcess(pid, reading)


def kill(processes: Iterable[ChildProcess]) -> None:
    """Kill all of them, and wait until they have ended."""
    processes = list(processes)
    for process in processes:
        os.kill(process.pid, signal.SIGKILL)
    for process in processes:
        process.end()


def _run(work: Callable[[int], object], writing: int, inherited: Iterable[int]) -> None:
    """Never returns: this process must not flush the parent's buffers nor run its `finally` blocks."""
    code = 1
    try:
        # Ctrl-C interrupts the parent, which kills its workers.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        for number in _STOPPING - {signal.SIGINT}:
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, signal.SIG_DFL)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _STOPPING)
        for descriptor in inherited:
            os.close(descriptor)
        # Looking for reference cycles would write to, and so copy, all memory that is shared with the parent.
        gc.disable()
        # The allocator then keeps the memory of each piece of text for the next one, instead of returning and fetching
        # it: that saves a third of the page faults and a tenth of the time.
        np.empty(_LEARNED_ARRAY_BYTES, np.uint8)
        work(writing)
        code = 0
    finally:
        os._exit(code)


def describe_end(code: int) -> str:
    """Why a process gave no answer, by its exit code."""
    if code < 0:
        return f"it was ended by {signal.Signals(-code).name}"
    return f"it ended without an answer (exit code {code})"
