"""The process that reads: tasks come in on its standard input, outcomes go out on its standard output.

It has no lock and no library, limits its own memory, is killed by its parent when a file takes too long, and ends when
its parent does.
"""

from __future__ import annotations

import contextlib
import gc
import json
import os
import signal
import sys
from pathlib import Path
from typing import BinaryIO

from fabula.index.files.file_source import FileSource
from fabula.index.readers import readers

from .discovery import Task
from .read_task import read
from .wire import Kind, encoded, frame

__all__ = ["job_line", "main"]


def job_line(task: Task, known: dict[str, tuple[str, str]], after: str) -> bytes:
    """A task of files on disk as a line for a worker."""
    files = [source for source in (*task.sources, task.sidecar) if isinstance(source, FileSource)]
    places = [[_plain(file.location), _plain(file.root)] for file in files]
    said = {"places": places, "sidecar": task.sidecar is not None, "known": known, "after": after}
    return json.dumps(said).encode("ascii") + b"\n"


def _plain(path: Path) -> str:
    # As bytes, whatever the two processes take the file system's encoding for.
    return os.fsencode(path).decode("latin-1")


def _path(plain: str) -> Path:
    return Path(os.fsdecode(plain.encode("latin-1")))


def _job(line: bytes) -> tuple[Task, dict[str, tuple[str, str]], str]:
    said = json.loads(line)
    files = [FileSource(_path(location), _path(root)) for location, root in said["places"]]
    sidecar = files.pop() if said["sidecar"] else None
    return Task(tuple(files), sidecar), {path: (d, r) for path, (d, r) in said["known"].items()}, said["after"]


def main() -> None:
    """Read until there is nothing more to read. `sys.argv`: bytes of memory that may be used, the parent's number."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _end_with(int(sys.argv[2]))
    # What a parser prints must not come between the outcomes.
    answers = os.fdopen(os.dup(1), "wb")
    nothing = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nothing, 1)
    os.dup2(nothing, 2)
    readers()
    # Reading makes many objects and no cycles to speak of; looking for those took an eighth of the time.
    gc.freeze()
    gc.set_threshold(50_000, 50, 1_000)
    _limit(int(sys.argv[1]))
    jobs = sys.stdin.buffer
    with contextlib.suppress(BrokenPipeError):
        _say(answers, frame(Kind.READY))
        while line := jobs.readline():
            try:
                for outcome in read(*_job(line)):
                    for part in encoded(outcome):
                        _say(answers, part)
                _say(answers, frame(Kind.DONE))
            except MemoryError:
                # What is left of this process is not to be relied upon.
                _say(answers, frame(Kind.MEMORY))
                break
    # Not by way of the interpreter's end, in which a parser may still hang.
    os._exit(0)


def _say(answers: BinaryIO, part: bytes) -> None:
    answers.write(part)
    answers.flush()


def _limit(memory: int) -> None:
    import resource

    for kind, most in ((resource.RLIMIT_AS, memory), (resource.RLIMIT_CORE, 0)):
        # A limit that is there already may be lower, and some systems have no such limit.
        with contextlib.suppress(OSError, ValueError):
            _, hard = resource.getrlimit(kind)
            resource.setrlimit(kind, (most, most) if hard == resource.RLIM_INFINITY else (min(most, hard), hard))


_PR_SET_PDEATHSIG = 1


def _end_with(parent: int) -> None:
    """Have the system kill this process when its parent ends; elsewhere it ends at its next look for a task."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(1)
