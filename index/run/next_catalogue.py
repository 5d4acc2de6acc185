"""From the outcomes of a run to the catalogue that the next one begins with."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from pathlib import Path

from fabula.index.ingest import Read, Unchanged
from fabula.index.ingest.discovery import Task
from fabula.index.library.catalogue import SETTLED_NS, CatalogueWriter, Entry
from fabula.index.receipt import Skipped
from fabula.index.store.protocol import StoreWriter

from .ledger import Ledger
from .read_changed import TaskOutcome
from .survey import SurveyedFile
from .unchanged_run import SourcesFingerprint

__all__ = ["NextCatalogue"]


class NextCatalogue:
    """What came of each task, as it is to be said again while its files look the same."""

    def __init__(self, readers: str, before: Mapping[int, Entry], started_ns: int) -> None:
        self._writer = CatalogueWriter(readers, before)
        self._started_ns = started_ns
        self._tasks: dict[str, tuple[SurveyedFile, list[Unchanged | Skipped]]] = {}
        self._fleeting: set[str] = set()
        self._latest = ""

    def take(self, done: TaskOutcome, ledger: Ledger, writer: StoreWriter) -> None:
        """Have the ledger take `done`, and the writer what it makes of it; remember what came of it."""
        lines = len(ledger.skipped)
        if done.task is not None:
            ledger.take(writer, done.outcome, done.task)
        elif isinstance(done.outcome, Skipped):
            ledger.skip(done.outcome, done.found.place)
        self._latest = done.found.place
        _, kept = self._tasks.setdefault(done.found.place, (done.found, []))
        match done.outcome:
            case Unchanged() | Skipped():
                kept.append(done.outcome)
            case Read(path, works):
                kept += ledger.skipped[lines:]
                if (
                    done.task is not None
                    and works
                    and f"{done.task.sources[0].root_display_path.rstrip('/')}/{path}" in ledger.held
                ):
                    kept.append(Unchanged(path))
        if isinstance(done.outcome, Skipped) and done.outcome.fleeting:
            self._fleeting.add(done.found.place)

    def begins(self, done: TaskOutcome) -> bool:
        """True if `done` is the first of its task, so that all before it are done with."""
        return done.found.place != self._latest

    def finish(self) -> None:
        """All tasks are done with."""
        self._latest = ""

    def again(self, sight: SourcesFingerprint | None) -> list[tuple[str, Unchanged | Skipped]] | None:
        """What the next run comes to if it finds `sight`, in its order, each with where it lies.

        None where something has to be looked at again all the same: what failed for now, what cannot all be seen, and
        what is so young that it may have changed since unseen.
        """
        if sight is None or not self._is_old(sight.newest):
            return None
        said: list[tuple[str, Unchanged | Skipped]] = []
        for place, (found, kept) in self._tasks.items():
            if isinstance(found.what, Task) and not (self._is_known(place) and self._is_settled(found)):
                return None
            inside = found.what.sources[0].root_display_path if isinstance(found.what, Task) else ""
            said += [(posixpath.join(inside, one.path), one) for one in kept]
        return said

    def _is_known(self, place: str) -> bool:
        """True if what came of the task at `place` is known and will be the same while its files look the same.

        Of what is still being read not all is known.
        """
        found, kept = self._tasks[place]
        return found.stamp is not None and bool(kept) and place not in self._fleeting and place != self._latest

    def _is_settled(self, found: SurveyedFile) -> bool:
        return found.stamp is not None and self._is_old(found.stamp.newest)

    def _is_old(self, newest: int) -> bool:
        return newest < self._started_ns - SETTLED_NS

    def write(self, path: Path, commit: str, scans: Mapping[str, str], calm: object = None) -> None:
        for place, (found, kept) in self._tasks.items():
            if isinstance(found.what, Task) and found.stamp is not None and self._is_known(place):
                own = Unchanged(found.what.sources[0].path)
                outcomes = () if kept == [own] else tuple(kept)
                self._writer.add(place, Entry(found.root.shown, found.stamp, outcomes, self._is_settled(found)))
        self._writer.write(path, commit, scans, calm)
