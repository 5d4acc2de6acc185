"""The outcomes of all surveyed files, in order: repeated from the catalogue, or read."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing

from fabula.index.account.phases import Report
from fabula.index.files.paths import path_key
from fabula.index.ingest.discovery import Task
from fabula.index.ingest.dispatch import read_all
from fabula.index.ingest.job import Job
from fabula.index.ingest.limits import Limits
from fabula.index.ingest.outcome import Outcome, Unchanged
from fabula.index.library.catalogue import Catalogue
from fabula.index.receipt import Progress, RunWarning, Skipped
from .ledger import Ledger
from .survey import SurveyedFile, TaskOutcome


def read_changed(
    files: Sequence[SurveyedFile],
    ledger: Ledger,
    catalogue: Catalogue,
    readers: str,
    limits: Limits,
    report: Report,
    *,
    verify: bool = False,
    retry: bool = False,
) -> Generator[TaskOutcome]:
    """All outcomes of all files, in order. Only a file whose fingerprint differs is opened; with `verify`, every file,
    and with `retry` those that were skipped.

    A file with the same bytes as before keeps the warnings that it had when it was read.
    """
    repeats_skipped = catalogue.readers == readers and not retry
    repeated: dict[int, tuple[Outcome, ...]] = {}
    jobs: list[Job] = []
    for number, file in enumerate(files):
        if isinstance(file.task, Task):
            outcomes = None
            if not verify:
                outcomes = _outcomes_before(file, file.task, catalogue, ledger, repeats_skipped)
            if outcomes is None:
                jobs.append(Job(file.task, ledger.known(file.task)))
            else:
                repeated[number] = outcomes
    done = 0
    with closing(read_all(jobs, limits)) as results:
        pending = next(results, None)
        for number, file in enumerate(files):
            if isinstance(file.task, Skipped):
                yield TaskOutcome(file, file.task)
            elif number in repeated:
                for outcome in repeated[number]:
                    yield TaskOutcome(file, outcome)
            else:
                report(Progress("reading", done, len(jobs), path=file.task.sources[0].path))
                warnings = _warnings_before(file, catalogue)
                while pending is not None and pending[0].task is file.task:
                    yield TaskOutcome(file, pending[1])
                    if isinstance(pending[1], Unchanged):
                        for warning in warnings.get(pending[1].path, ()):
                            yield TaskOutcome(file, warning)
                    pending = next(results, None)
                done += 1
    report(Progress("reading", len(jobs), len(jobs)))


def _warnings_before(file: SurveyedFile, catalogue: Catalogue) -> dict[str, list[RunWarning]]:
    """The warnings of the last run about this file and all files in it, by path."""
    warnings: dict[str, list[RunWarning]] = {}
    entry = catalogue.entry(file.key)
    for outcome in entry.outcomes if entry is not None else ():
        if isinstance(outcome, RunWarning):
            warnings.setdefault(outcome.path, []).append(outcome)
    return warnings


def _outcomes_before(
    file: SurveyedFile, task: Task, catalogue: Catalogue, ledger: Ledger, repeats_skipped: bool
) -> tuple[Outcome, ...] | None:
    """The outcomes of the last run, if the fingerprint is the same; None if the file has to be opened."""
    entry = catalogue.entry(file.key)
    if entry is None or file.fingerprint is None or not entry.is_settled or not entry.stamp.same(file.fingerprint):
        return None
    outcomes = entry.outcomes or (Unchanged(task.sources[0].path),)
    for outcome in outcomes:
        if isinstance(outcome, Unchanged) and path_key(task.root, outcome.path) not in ledger.by_key:
            return None
        if isinstance(outcome, Skipped) and not repeats_skipped:
            return None
    return outcomes
