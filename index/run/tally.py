"""The counts of one run, for its receipt."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace

from fabula.index.account.edit import Edit, work_change
from fabula.index.account.phases import Phases
from fabula.index.account.problems import Problems
from fabula.index.files.paths import root_of_key
from fabula.index.ingest.outcome import Read
from fabula.index.library.nearest_source import nearest_source
from fabula.index.library.sources import LibrarySource
from fabula.index.model import WorkRecord
from fabula.index.receipt import ChangeKind, Receipt, RunWarning, SkipKind, Skipped, WarningKind, WorkChange
from fabula.index.records.work_record import key_of
from fabula.index.records.works_by_key import WorksByKey
from fabula.index.reports.known_problems import KnownProblems
from fabula.index.store.protocol import Stats, Store
from .survey import TaskOutcome


class Tally:
    """Counts outcomes and their effects.

    read_bytes  of the text of works that were written because of their outcomes.
    problems  what this run found wrong, beside what the last ones did.
    """

    def __init__(self, known: KnownProblems | None = None) -> None:
        self.files = self.unchanged = self.read_bytes = 0
        self.problems = Problems(known or KnownProblems())
        # The path key of its file stands before each.
        self._skipped: list[tuple[str, Skipped]] = []
        self._warnings: list[RunWarning] = []
        self._changes: list[WorkChange] = []
        self._removals: list[WorkChange] = []

    @property
    def has_changes(self) -> bool:
        return bool(self._changes or self._removals)

    @property
    def skipped(self) -> list[Skipped]:
        return [skipped for _, skipped in self._skipped]

    def count(self, result: TaskOutcome, edit: Edit) -> None:
        """Count an outcome and its effect."""
        outcome, source = result.outcome, _source_of(result)
        if isinstance(outcome, RunWarning):
            # The file it is about is counted by its other outcome.
            self._warnings.append(self.problems.met_warning(outcome, source))
            return
        # A file without a story was counted with the line that says so.
        self.files += bool(outcome.works) if isinstance(outcome, Read) else 1
        if isinstance(outcome, Skipped):
            self._skip(outcome, result.key, source)
        for skipped in edit.skipped:
            self._skip(skipped, result.key, source)
        self._count_works(edit)

    def count_edit(self, edit: Edit) -> None:
        """Count an effect that is of no outcome."""
        for skipped in edit.skipped:
            self._skip(skipped, "", "")
        self._count_works(edit)

    def _skip(self, skipped: Skipped, key: str, source: str) -> None:
        """`key`: the path key of what was skipped; `source`: the source that it was found in."""
        skipped = replace(skipped, source=root_of_key(key, skipped.path))
        self._skipped.append((key, self.problems.met_file(skipped, key, source)))

    def _count_works(self, edit: Edit) -> None:
        self.unchanged += edit.unchanged
        self.read_bytes += sum(record.size for record, _ in edit.added)
        for change in edit.changes:
            (self._removals if change.kind is ChangeKind.REMOVED else self._changes).append(change)

    def finish(
        self,
        roots: Iterable[LibrarySource],
        others: Iterable[LibrarySource],
        surveyed: Collection[str],
        warnings: Iterable[RunWarning],
        *,
        is_whole: bool,
    ) -> list[RunWarning]:
        """After the last outcome: what of the problems is new. Returns the `warnings` of no outcome with `again`.

        roots     the sources of the run; `surveyed` are the paths of those that were seen.
        others    the rest of the library's.
        is_whole  as for `Problems.finish`.
        """
        whole = {root.display_path for root in roots if root.outer is None}.intersection(surveyed)
        known = {(root.outer or root).display_path for root in (*roots, *others)}
        by_source = [(warning, nearest_source(warning.path, known)) for warning in warnings]
        # Nobody knows whether the files in a folder that is away still fail.
        whole -= {source for warning, source in by_source if warning.kind is WarningKind.FOLDER_UNSEEN}
        warnings = [self.problems.met_warning(warning, source) for warning, source in by_source]
        self.problems.finish(whole, known - whole, is_whole=is_whole)
        return warnings

    def compare(
        self, before: Mapping[str, WorkRecord], after: Mapping[str, WorkRecord], mended: Mapping[str, str] | None = None
    ) -> None:
        """Count instead what differs between two states of a library, however this run got there.

        mended  ids of `before` -> other ids that the same works have `after`.
        """
        mended = mended or {}
        ids_before = {new: old for old, new in mended.items()}
        known_what = {change.id: change.what for change in self._changes}
        self._changes, self.unchanged = [], 0
        for identity, record in after.items():
            old = before.get(ids_before.get(identity, identity))
            if old is None:
                self._changes.append(work_change(ChangeKind.ADDED, record))
            elif key_of(old) != key_of(record):
                self._changes.append(_with_what(work_change(ChangeKind.MOVED, record, old), known_what))
            elif old.digest != record.digest or identity in ids_before:
                self._changes.append(_with_what(work_change(ChangeKind.UPDATED, record, old), known_what))
            else:
                self.unchanged += 1
        self._removals = [
            work_change(ChangeKind.REMOVED, old)
            for identity, old in before.items()
            if identity not in after and identity not in mended
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
        """The receipt of a run after which the library has these `works`; `warnings` are those of `finish`."""
        stats = Stats.of(works.values(), store.generation)
        changes = (*self._changes, *self._removals)
        counts = Counter(change.kind for change in changes)
        receipt = Receipt(
            files=self.files,
            added=counts[ChangeKind.ADDED],
            updated=counts[ChangeKind.UPDATED] + counts[ChangeKind.MOVED],
            unchanged=self.unchanged,
            removed=counts[ChangeKind.REMOVED],
            skipped=self._skipped_with_works(works),
            works=stats.works,
            scenes=stats.scenes,
            words=stats.words,
            bytes=stats.bytes,
            seconds=0.0,
            moved=counts[ChangeKind.MOVED],
            changes=changes,
            unseen=tuple(unseen),
            warnings=(*warnings, *self._warnings),
            run=verb,
            started=phases.started,
            generation=store.generation,
            dry_run=dry_run,
            mended=self.problems.mended,
            read_bytes=self.read_bytes,
        )
        return phases.timed(receipt)

    def _skipped_with_works(self, works: Mapping[str, WorkRecord]) -> tuple[Skipped, ...]:
        """The skipped files, the failed ones with the number of their works that are searched still."""
        if all(skipped.kind is SkipKind.IGNORED for _, skipped in self._skipped):
            return tuple(self.skipped)
        by_key = WorksByKey(works)
        return tuple(
            skipped if skipped.kind is SkipKind.IGNORED or not key else replace(skipped, kept=by_key.count_within(key))
            for key, skipped in self._skipped
        )


def _source_of(result: TaskOutcome) -> str:
    """The library's source in which the file was found."""
    root = result.file.root
    return (root.outer or root).display_path


def _with_what(change: WorkChange, known: Mapping[str, tuple[str, ...]]) -> WorkChange:
    """`change` with what its scenes told when the work was read, instead of a guess from its record."""
    return replace(change, what=known[change.id]) if known.get(change.id) else change
