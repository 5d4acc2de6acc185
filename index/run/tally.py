"""The counts of one run, for its receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from fabula.index.ingest import Outcome, Read
from fabula.index.model import WorkRecord
from fabula.index.receipt import ChangeKind, Receipt, RunWarning, Skipped, WorkChange
from fabula.index.store.protocol import Stats, Store
from .edit import Edit, work_change
from .phases import Phases
from .work_record import key_of


class Tally:
    def __init__(self) -> None:
        self.files = self.unchanged = 0
        self.skipped: list[Skipped] = []
        self._warnings: list[RunWarning] = []
        self._changes: list[WorkChange] = []
        self._removals: list[WorkChange] = []

    @property
    def has_changes(self) -> bool:
        return bool(self._changes or self._removals)

    def count(self, outcome: Outcome, edit: Edit) -> None:
        """Count an outcome and its effect."""
        if isinstance(outcome, RunWarning):
            # The file it is about is counted by its other outcome.
            self._warnings.append(outcome)
            return
        # A file without a story was counted with the line that says so.
        self.files += bool(outcome.works) if isinstance(outcome, Read) else 1
        if isinstance(outcome, Skipped):
            self.skipped.append(outcome)
        self.count_edit(edit)

    def count_edit(self, edit: Edit) -> None:
        self.skipped += edit.skipped
        self.unchanged += edit.unchanged
        for change in edit.changes:
            (self._removals if change.kind is ChangeKind.REMOVED else self._changes).append(change)

    def compare(self, before: Mapping[str, WorkRecord], after: Mapping[str, WorkRecord]) -> None:
        """Count instead what differs between two states of a library, however this run got there."""
        self._changes, self.unchanged = [], 0
        for identity, record in after.items():
            old = before.get(identity)
            if old is None:
                self._changes.append(work_change(ChangeKind.ADDED, record))
            elif key_of(old) != key_of(record):
                self._changes.append(work_change(ChangeKind.MOVED, record))
            elif old.digest != record.digest:
                self._changes.append(work_change(ChangeKind.UPDATED, record))
            else:
                self.unchanged += 1
        self._removals = [
            work_change(ChangeKind.REMOVED, old) for identity, old in before.items() if identity not in after
        ]

    def receipt(
        self,
        verb: str,
        store: Store,
        works: Mapping[str, WorkRecord],
        phases: Phases,
        warnings: Sequence[RunWarning] = (),
        unseen: Iterable[str] = (),
        *,
        dry_run: bool = False,
    ) -> Receipt:
        """The receipt of a run after which the library has these `works`; `warnings` are those of no outcome."""
        stats = Stats.of(works.values(), store.generation)
        changes = (*self._changes, *self._removals)
        counts = Counter(change.kind for change in changes)
        return Receipt(
            files=self.files,
            added=counts[ChangeKind.ADDED],
            updated=counts[ChangeKind.UPDATED] + counts[ChangeKind.MOVED],
            unchanged=self.unchanged,
            removed=counts[ChangeKind.REMOVED],
            skipped=tuple(self.skipped),
            works=stats.works,
            scenes=stats.scenes,
            words=stats.words,
            bytes=stats.bytes,
            seconds=phases.seconds,
            moved=counts[ChangeKind.MOVED],
            changes=changes,
            unseen=tuple(unseen),
            warnings=(*warnings, *self._warnings),
            phases=phases.finished(),
            run=verb,
            started=phases.started,
            generation=store.generation,
            dry_run=dry_run,
        )
