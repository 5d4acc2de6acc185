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
from typing import BinaryIO

from fabula.index.readers import readers
from .job_line import decode_job
from .read_task import read_task
from .wire import Kind, encode_frame, encode_outcome


def main() -> None:
    """Read tasks until there are no more. `sys.argv`: bytes of memory that may be used, the parent's process id."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with_parent(int(sys.argv[2]))
    # A parser's output must not come between the frames.
    output = os.fdopen(os.dup(1), "wb")
    devnull = os.open(os.devnull, os.O_WRONLY)
    os.dup2(devnull, 1)
    os.dup2(devnull, 2)
    readers()
    # Reading makes many objects and hardly a cycle; looking for cycles took an eighth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 50, 1_000)
    _limit_memory(int(sys.argv[1]))
    tasks = sys.stdin.buffer
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


def _limit_memory(size: int) -> None:
    # Here because Windows, which reads in one process, does not have this module.
    import resource

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
