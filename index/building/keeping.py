"""From the outcomes of a run to the catalogue that the next one begins with."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from ..catalogue import SETTLED_NS, CatalogueWriter, Entry
from ..reading import Outcome, Read, Unchanged
from ..receipt import Skipped
from ..walk import Task
from .ledger import Ledger
from .looking import Found
from .outcomes import Done

__all__ = ["Remembered"]


class Remembered:
    """What came of each task, as it is to be said again while its files look the same."""

    def __init__(self, readers: str, before: Mapping[int, Entry], started_ns: int) -> None:
        self._writer = CatalogueWriter(readers, before)
        self._started_ns = started_ns
        self._tasks: dict[str, tuple[Found, list[Outcome]]] = {}
        self._fleeting: set[str] = set()
        self._latest = ""

    def take(self, done: Done, ledger: Ledger, skipped_before: int) -> None:
        """Called after the ledger took `done`; `skipped_before` is how many lines its receipt had before that."""
        self._latest = done.found.place
        if done.task is None:
            return
        _, kept = self._tasks.setdefault(done.found.place, (done.found, []))
        match done.outcome:
            case Unchanged() | Skipped():
                kept.append(done.outcome)
            case Read(path, works):
                kept += ledger.skipped[skipped_before:]
                if works and f"{done.task.sources[0].root_shown.rstrip('/')}/{path}" in ledger.held:
                    kept.append(Unchanged(path))
        if isinstance(done.outcome, Skipped) and done.outcome.fleeting:
            self._fleeting.add(done.found.place)

    def begins(self, done: Done) -> bool:
        """True if `done` is the first of its task, so that all before it are done with."""
        return done.found.place != self._latest

    def finish(self) -> None:
        """All tasks are done with."""
        self._latest = ""

    def write(self, path: Path, commit: str, scans: Mapping[str, str]) -> None:
        for place, (found, kept) in self._tasks.items():
            # Of what is still being read not all is known.
            if found.stamp is None or place in self._fleeting or not kept or place == self._latest:
                continue
            assert isinstance(found.what, Task)
            own = Unchanged(found.what.sources[0].path)
            settled = found.stamp.newest < self._started_ns - SETTLED_NS
            outcomes = () if kept == [own] else tuple(kept)
            self._writer.add(place, Entry(found.root.shown, found.stamp, outcomes, settled))
        self._writer.write(path, commit, scans)
