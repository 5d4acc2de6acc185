"""Chooses which files are read in this process, and which in processes of their own."""

from __future__ import annotations

from collections.abc import Generator, Iterable, Sequence

from fabula.index.errors import SourceError
from fabula.index.readers import readers
from fabula.index.readers.bytes.binary import binary_kind, looks_like_html
from fabula.index.readers.preload import preload
from fabula.index.writer.processes.child_process import can_fork
from .discovery import Task
from .job import Job
from .limits import Limits
from .outcome import Begun, Outcome
from .pool import read_in_processes
from .read_task import read_task

# Starting processes and sending texts through pipes takes 40 ms; in that time this one reads so much plain text.
_MAX_BYTES_HERE = 300_000
# Formats that only this package's code reads, in time that grows with the length alone.
_PLAIN_SUFFIXES = frozenset((".txt", ".text", ".md", ".markdown"))


def read_all(jobs: Iterable[Job], limits: Limits) -> Generator[tuple[Job, Outcome]]:
    """All outcomes of all jobs, in order. A few small plain files are read in this process, all others elsewhere."""
    jobs = list(jobs)
    if limits.workers == 0:
        yield from _read_here(jobs)
    elif sum(_size(job.task) for job in jobs) <= _MAX_BYTES_HERE and _all_readers_ours():
        yield from _read_mixed(jobs, limits)
    else:
        if can_fork():
            preload(job.task.sources[0].suffix for job in jobs)
        yield from read_in_processes(jobs, limits)


def _read_here(jobs: Iterable[Job]) -> Generator[tuple[Job, Outcome]]:
    for job in jobs:
        for outcome in read_task(job.task, job.known, audits=job.audits):
            if not isinstance(outcome, Begun):
                yield job, outcome


def _read_mixed(jobs: Sequence[Job], limits: Limits) -> Generator[tuple[Job, Outcome]]:
    elsewhere = read_in_processes([job for job in jobs if not _is_plain(job.task)], limits)
    pending = next(elsewhere, None)
    for job in jobs:
        if _is_plain(job.task):
            yield from _read_here([job])
        while pending is not None and pending[0] is job:
            yield pending
            pending = next(elsewhere, None)


def _is_plain(task: Task) -> bool:
    """True for a plain text by its name and its first bytes."""
    source = task.sources[0]
    if len(task.sources) > 1 or source.is_folder or source.suffix not in _PLAIN_SUFFIXES:
        return False
    try:
        return not binary_kind(source.head()) and not looks_like_html(source.head())
    except SourceError:
        # Reading it reports the reason.
        return True


def _size(task: Task) -> int:
    return sum(source.size for source in task.sources)


def _all_readers_ours() -> bool:
    return all(type(reader).__module__.startswith("fabula.index.") for reader in readers())
