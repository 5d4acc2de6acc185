"""Which files are read in this process, and which in processes of their own?"""

from __future__ import annotations

import os
import sys
from collections.abc import Generator, Iterable, Sequence

from fabula.index.errors import SourceError
from fabula.index.readers import readers
from fabula.index.readers.bytes.binary import binary_kind, looks_like_html

from .discovery import Task
from .outcome import Begun, Outcome
from .pool import Job, Limits, read_in_processes
from .read_task import read

__all__ = ["most_workers", "read_all"]

# A process is ready after 0.3 s; in that time this one reads 2 MB of what it reads well.
_FEW_BYTES = 2_000_000
# Formats that are read by nothing but what is in this package, in time that grows with the length alone.
_PLAIN = frozenset((".txt", ".text", ".md", ".markdown"))


def most_workers() -> int:
    """How many processes are worth having on this machine; 0 where they cannot be had."""
    if sys.platform == "win32" or not sys.executable:
        return 0
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 16)


def read_all(jobs: Iterable[Job], limits: Limits) -> Generator[tuple[Job, Outcome]]:
    """All outcomes of all jobs, in their order. A few small plain files are read here, everything else elsewhere."""
    jobs = list(jobs)
    if limits.workers == 0:
        yield from _here(jobs)
        return
    if sum(_size(job.task) for job in jobs) <= _FEW_BYTES and _readers_are_ours():
        yield from _mixed(jobs, limits)
        return
    yield from read_in_processes(jobs, limits)


def _here(jobs: Iterable[Job]) -> Generator[tuple[Job, Outcome]]:
    for job in jobs:
        for outcome in read(job.task, job.known):
            if not isinstance(outcome, Begun):
                yield job, outcome


def _mixed(jobs: Sequence[Job], limits: Limits) -> Generator[tuple[Job, Outcome]]:
    elsewhere = read_in_processes([job for job in jobs if not _is_plain(job.task)], limits)
    waiting = next(elsewhere, None)
    for job in jobs:
        if _is_plain(job.task):
            yield from _here([job])
        while waiting is not None and waiting[0] is job:
            yield waiting
            waiting = next(elsewhere, None)


def _is_plain(task: Task) -> bool:
    """True for a file that is a text by its name and by its first bytes."""
    source = task.sources[0]
    if len(task.sources) > 1 or source.is_folder or source.suffix not in _PLAIN:
        return False
    try:
        return not binary_kind(source.head()) and not looks_like_html(source.head())
    except SourceError:
        # Reading it says why.
        return True


def _size(task: Task) -> int:
    return sum(source.size for source in task.sources)


def _readers_are_ours() -> bool:
    return all(type(reader).__module__.startswith("fabula.index.") for reader in readers())
