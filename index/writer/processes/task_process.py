"""A task under limits, and the forked process that does one task after the other and writes what comes of each."""

from __future__ import annotations

import json
import os
import signal
import struct
from collections.abc import Callable, Sequence
from contextlib import suppress
from enum import IntEnum
from pathlib import Path
from typing import NamedTuple

from fabula.index.errors import LibraryDamaged, LibraryError

# On an idle machine speech is found in a million bytes a second, and at worst, where all is marks and tags, in a
# hundredth of that.
_MIN_BYTES_PER_SECOND = 100_000
_MAX_REASON_CHARS = 300
# Three years: the timers of the system take no infinity.
_LONGEST_SECONDS = 1e8
# The process that the system ends first when memory runs out, before the one that holds the lock.
_FIRST_TO_GO = b"1000"
FRAME_HEAD = struct.Struct("<BII")
"""The head of an outcome: its kind, the number of the task, and the length."""


class TaskLimits(NamedTuple):
    """`seconds` of processor time for a small task, with more for larger ones; `memory`: bytes for a task."""

    seconds: float = 60.0
    memory: int = 2 * 1024 * 1024 * 1024

    def seconds_for(self, size: int) -> float:
        return min(self.seconds + size / _MIN_BYTES_PER_SECOND, _LONGEST_SECONDS)


class Task(NamedTuple):
    """A task by its number, and the bytes that it reads."""

    number: int
    size: int


class OutcomeKind(IntEnum):
    """DONE with what came of the task; FAILED with the reason; MEMORY ran out; or an error that is not the task's."""

    DONE = 0
    FAILED = 1
    MEMORY = 2
    SYSTEM_ERROR = 3
    LIBRARY_DAMAGED = 4
    LIBRARY_ERROR = 5


def serve(tasks: Sequence[Task], work: Callable[[int], bytes], limits: TaskLimits, writing: int, parent: int) -> None:
    """Do the tasks, as long as `parent` is the parent of this process, and write a frame for each to `writing`.

    The system ends the process with SIGPROF when a task takes too long.
    """
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    _limit_memory(limits.memory)
    for number, size in tasks:
        if os.getppid() != parent:
            return
        # Processor time: a busy machine, or one that sleeps, stops no task.
        signal.setitimer(signal.ITIMER_PROF, limits.seconds_for(size))
        kind, content = _outcome(work, number)
        signal.setitimer(signal.ITIMER_PROF, 0.0)
        _write(writing, FRAME_HEAD.pack(kind, number, len(content)) + content)
        if kind not in (OutcomeKind.DONE, OutcomeKind.FAILED):
            # The rest of this process cannot be relied upon.
            return


def described(error: Exception) -> str:
    """An error that nobody foresaw, as a reason."""
    return f"{type(error).__name__}: {error}"[:_MAX_REASON_CHARS]


def _outcome(work: Callable[[int], bytes], number: int) -> tuple[OutcomeKind, bytes]:
    try:
        return OutcomeKind.DONE, work(number)
    except MemoryError:
        return OutcomeKind.MEMORY, b""
    except OSError as error:
        return OutcomeKind.SYSTEM_ERROR, str(error.errno or 0).encode()
    except LibraryError as error:
        kind = OutcomeKind.LIBRARY_DAMAGED if isinstance(error, LibraryDamaged) else OutcomeKind.LIBRARY_ERROR
        return kind, json.dumps([str(error), error.hint]).encode("ascii")
    except Exception as error:  # noqa: BLE001 - one text that nobody foresaw must not stop thousands
        return OutcomeKind.FAILED, described(error).encode("utf-8", "replace")


def _write(writing: int, content: bytes) -> None:
    rest = memoryview(content)
    while rest:
        rest = rest[os.write(writing, rest) :]


def _limit_memory(size: int) -> None:
    """`size` bytes beside what the process has; it is the first to go if memory runs out all the same."""
    # Here because Windows, which forks nothing, does not have this module.
    import resource

    with suppress(OSError, ValueError):
        Path("/proc/self/oom_score_adj").write_bytes(_FIRST_TO_GO)
    with suppress(OSError, ValueError):
        pages = int(Path("/proc/self/statm").read_bytes().split()[0])
        _, hard = resource.getrlimit(resource.RLIMIT_AS)
        limit = pages * resource.getpagesize() + size
        limit = limit if hard == resource.RLIM_INFINITY else min(limit, hard)
        resource.setrlimit(resource.RLIMIT_AS, (limit, hard))
    with suppress(OSError, ValueError):
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
