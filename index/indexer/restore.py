"""Restore an index that a rebuild has replaced."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from fabula.index.account.edit import Edit, work_change
from fabula.index.account.phases import Phases, Report
from fabula.index.codec.toc import read_toc, toc_path
from fabula.index.errors import LibraryError
from fabula.index.library.settings import read_settings
from fabula.index.model import WorkRecord
from fabula.index.receipt import ChangeKind, Receipt
from fabula.index.reports.receipts import keep_report
from fabula.index.run.tally import Tally
from fabula.index.store.index_store import IndexStore
from fabula.index.store.library_store import open_for_writing
from fabula.index.store.opening import open_store
from fabula.index.store.protocol import Stats
from .restore_writer import RestoreWriter


@dataclass(frozen=True, slots=True)
class KeptGeneration:
    """A commit that a rebuild or a restore has replaced and kept.

    written        its time, ISO 8601, UTC.
    works … words  the number of each in it.
    problem        "", or why it cannot be opened; then the numbers are 0.
    """

    generation: int
    written: str
    works: int = 0
    scenes: int = 0
    words: int = 0
    problem: str = ""


def kept_generations(library: str | Path) -> tuple[KeptGeneration, ...]:
    """The kept commits, the oldest first. Nothing is written. Raises LibraryErrors."""
    store = open_store(library)
    try:
        kept = store.snapshot().toc.kept
        return tuple(_read_generation(store, generation) for generation in kept)
    finally:
        store.close()


def restore(library: str | Path, generation: int, *, progress: Report | None = None) -> Receipt:
    """Make a kept commit the latest again, in one commit, after a check of its every byte.

    The commit that it replaces is kept, so that this can be undone in the same way. Sources, settings and files are not
    touched: the next update reads from them what the old commit lacks.

    Raises NotFound if that generation is not kept, OptionError if it is the current one, LibraryDamaged if it fails its
    check (then nothing was written), and other LibraryErrors.
    """
    phases = Phases(progress)
    store = open_for_writing(library)
    try:
        with RestoreWriter(store, generation) as writer:
            settings = read_settings(store.folder)
            before = dict(store.works())
            writer.commit(phases)
            return keep_report(store.folder, _receipt(store, before, phases), settings)
    finally:
        store.close()


def _read_generation(store: IndexStore, generation: int) -> KeptGeneration:
    try:
        path = toc_path(store.files, generation)
        written = datetime.fromtimestamp(int(path.stat().st_mtime), UTC).isoformat().replace("+00:00", "Z")
    except OSError as error:
        return KeptGeneration(generation, "", problem=f"it cannot be read: {error.strerror}")
    try:
        stats = Stats.of(store.opened(read_toc(store.files, generation)).works, generation)
    except (LibraryError, OSError) as error:
        return KeptGeneration(generation, written, problem=str(error))
    return KeptGeneration(generation, written, stats.works, stats.scenes, stats.words)


def _receipt(store: IndexStore, before: Mapping[str, WorkRecord], phases: Phases) -> Receipt:
    works = store.works()
    edit = Edit()
    for work_id, work in works.items():
        old = before.get(work_id)
        if old is None:
            edit.changes.append(work_change(ChangeKind.ADDED, work))
        elif old == work:
            edit.unchanged += 1
        else:
            kind = ChangeKind.UPDATED if (old.source, old.path) == (work.source, work.path) else ChangeKind.MOVED
            edit.changes.append(work_change(kind, work, old))
    edit.changes += [work_change(ChangeKind.REMOVED, old) for work_id, old in before.items() if work_id not in works]
    tally = Tally()
    tally.count_edit(edit)
    return tally.receipt("restore", store, works, phases)
