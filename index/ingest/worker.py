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
from dataclasses import astuple
from pathlib import Path
from typing import Any, BinaryIO

from fabula.index.files.file_source import FileSource
from fabula.index.files.left_out import NameRules
from fabula.index.readers import readers
from .discovery import Task
from .job import Job
from .read_task import read_task
from .wire import Kind, encode_frame, encode_outcome


def encode_job(job: Job, after: str) -> bytes:
    """A job of files on disk as a line for a worker. `after`: see `read_task`."""
    task, known, audits = job
    files = [source for source in (*task.sources, task.sidecar) if isinstance(source, FileSource)]
    paths = [[_encode_path(file.location), _encode_path(file.root)] for file in files]
    plain = {"paths": paths, "sidecar": task.sidecar is not None, "known": known, "audits": audits, "after": after}
    if task.rules != NameRules():
        plain["rules"] = astuple(task.rules)
    return json.dumps(plain).encode("ascii") + b"\n"


def _decode_job(line: bytes) -> tuple[Job, str]:
    plain = json.loads(line)
    files = [FileSource(_decode_path(location), _decode_path(root)) for location, root in plain["paths"]]
    sidecar = files.pop() if plain["sidecar"] else None
    known = {path: (digest, reader) for path, (digest, reader) in plain["known"].items()}
    return Job(Task(tuple(files), sidecar, _decode_rules(plain.get("rules"))), known, plain["audits"]), plain["after"]


def _decode_rules(plain: Any) -> NameRules:
    if plain is None:
        return NameRules()
    *patterns, start = plain
    defaults, exclude, include, source_exclude, source_include = map(tuple, patterns)
    return NameRules(defaults, exclude, include, source_exclude, source_include, start)


def _encode_path(path: Path) -> str:
    # As bytes: the two processes may disagree about the file system's encoding.
    return os.fsencode(path).decode("latin-1")


def _decode_path(encoded: str) -> Path:
    return Path(os.fsdecode(encoded.encode("latin-1")))


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
                job, after = _decode_job(line)
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
