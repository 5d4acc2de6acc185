"""What came of everything that was found, in its order: taken from the catalogue, or read."""

from __future__ import annotations

from collections.abc import Generator, Sequence
from contextlib import closing
from typing import NamedTuple

from fabula.index.ingest import Job, Limits, Outcome, Unchanged, read_all
from fabula.index.ingest.discovery import Task
from fabula.index.library.catalogue import Catalogue, Entry
from fabula.index.receipt import Progress, Skipped

from .ledger import Ledger, place_of
from .phases import Report
from .survey import SurveyedFile

__all__ = ["TaskOutcome", "read_changed"]


class TaskOutcome(NamedTuple):
    """An outcome of what was found. `task` is None for what is not even looked at."""

    found: SurveyedFile
    outcome: Outcome
    is_replayed: bool = False

    @property
    def task(self) -> Task | None:
        return None if isinstance(self.found.what, Skipped) else self.found.what


def read_changed(
    found: Sequence[SurveyedFile], ledger: Ledger, catalogue: Catalogue, readers: str, limits: Limits, report: Report
) -> Generator[TaskOutcome]:
    """All outcomes of all that was found, in its order. Only what looks different is opened."""
    replays: dict[int, tuple[Outcome, ...]] = {}
    jobs: list[Job] = []
    for number, one in enumerate(found):
        if isinstance(one.what, Task):
            known = _replayed(one, catalogue.entry(one.place), ledger, catalogue.readers == readers)
            if known is None:
                jobs.append(Job(one.what, ledger.known(one.what)))
            else:
                replays[number] = known
    done = 0
    with closing(read_all(jobs, limits)) as outcomes:
        waiting = next(outcomes, None)
        for number, one in enumerate(found):
            if isinstance(one.what, Skipped):
                yield TaskOutcome(one, one.what)
            elif number in replays:
                for outcome in replays[number]:
                    yield TaskOutcome(one, outcome, True)
            else:
                report(Progress("reading", done, len(jobs), path=one.what.sources[0].path))
                while waiting is not None and waiting[0].task is one.what:
                    yield TaskOutcome(one, waiting[1])
                    waiting = next(outcomes, None)
                done += 1
    report(Progress("reading", len(jobs), len(jobs)))


def _replayed(
    found: SurveyedFile, entry: Entry | None, ledger: Ledger, same_readers: bool
) -> tuple[Outcome, ...] | None:
    """What came of it the last time, if it looks as it did then; None if it has to be looked into."""
    if entry is None or found.stamp is None or not entry.is_settled or not entry.stamp.same(found.stamp):
        return None
    assert isinstance(found.what, Task)
    outcomes = entry.outcomes or (Unchanged(found.what.sources[0].path),)
    for outcome in outcomes:
        if isinstance(outcome, Unchanged) and place_of(found.what, outcome.path) not in ledger.by_place:
            return None
        if isinstance(outcome, Skipped) and not same_readers:
            return None
    return outcomes
