"""The process that reads: tasks come in on its standard input, outcomes go out on its standard output.

It has no lock and no library, limits its own memory, is killed by its parent when a file takes too long, and ends when
its parent does.
"""

from __future__ import annotations

import contextlib
import gc
import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from fabula.index.readers import readers
from .job_line import decode_job
from .read_task import read_task
from .wire import Kind, encode_frame, encode_outcome


def main() -> None:
    """In a new interpreter: read tasks until there are no more. `sys.argv`: as for `serve`."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    serve(0, 1, int(sys.argv[1]), int(sys.argv[2]))


def serve(tasks_from: int, frames_to: int, memory: int, parent: int) -> None:
    """Read tasks from one file descriptor and write frames to another until there are no more tasks. Never returns.

    All other file descriptors are closed: a process that was forked holds no lock of its parent's.

    memory  bytes that reading may take, beside what the process has at its beginning.
    parent  the id of the process with which this one ends.
    """
    _end_with_parent(parent)
    tasks, output = os.fdopen(os.dup(tasks_from), "rb"), os.fdopen(os.dup(frames_to), "wb")
    _close_others(tasks.fileno(), output.fileno())
    readers()
    # Reading makes many objects and hardly a cycle; looking for cycles took an eighth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 50, 1_000)
    gc.enable()
    _limit_memory(memory)
    with contextlib.suppress(BrokenPipeError):
        _send(output, encode_frame(Kind.READY))
        while line := tasks.readline():
            try:
                job, after = decode_job(line)
                for outcome in read_task(job.task, job.known, after, job.audits):
                    for frame in encode_outcome(outcome):
                        _send(output, frame)
                _send(output, encode_frame(Kind.DONE))
            except MemoryError:
                # The rest of this process cannot be relied upon.
                _send(output, encode_frame(Kind.MEMORY))
                break
    # Not by the interpreter's way out, in which a parser may still hang.
    os._exit(0)


def _send(output: BinaryIO, frame: bytes) -> None:
    output.write(frame)
    output.flush()


def _close_others(*kept: int) -> None:
    """Close all file descriptors but these. A parser's output, which must not come between frames, goes nowhere."""
    devnull = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(devnull, standard)
    # What a program has put in place of these may write to a file that is closed now.
    sys.stdin, sys.stdout, sys.stderr = (os.fdopen(standard, mode) for standard, mode in enumerate(("r", "w", "w")))
    starts = [3, *(descriptor + 1 for descriptor in sorted(kept))]
    for start, end in zip(starts, [*sorted(kept), os.sysconf("SC_OPEN_MAX")], strict=True):
        os.closerange(start, end)


def _limit_memory(size: int) -> None:
    # Here because Windows, which reads in one process, does not have this module.
    import resource

    with contextlib.suppress(OSError):
        # What was mapped by then counts, too: a process that was forked has all that its parent had.
        size += int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0]) * resource.getpagesize()
    for kind, limit in ((resource.RLIMIT_AS, size), (resource.RLIMIT_CORE, 0)):
        # A lower limit may be set already, and some systems have no such limit.
        with contextlib.suppress(OSError, ValueError):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (limit, limit) if hard == resource.RLIM_INFINITY else (min(limit, hard), hard))


_PR_SET_PDEATHSIG = 1


def _end_with_parent(parent: int) -> None:
    """Have the system kill this process when its parent ends; elsewhere it ends when it next waits for a task."""
    if sys.platform == "linux":
        # Here because only a worker needs it: 4 ms that every other command would wait for.
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
