"""How a run goes: look at the sources, read what looks different, take away what is gone, commit, and say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from fabula.index.errors import RemovalsRefused
from fabula.index.folder_names import CATALOGUE
from fabula.index.library.catalogue import Catalogue
from fabula.index.library.catalogue_file import record_scan_times, scan_times
from fabula.index.library.settings import Settings
from fabula.index.library.sources import LibrarySource, State, above
from fabula.index.model import WorkRecord
from fabula.index.readers import readers_mark
from fabula.index.receipt import ChangeKind, Progress, Receipt
from fabula.index.store.protocol import Stats, StoreWriter, WritableStore

from .dry_run import DryWriter
from .ledger import Ledger, place_of_record
from .next_catalogue import NextCatalogue
from .options import UpdateOptions, limits_for
from .phases import Phases
from .read_changed import read_changed
from .survey import Survey, survey
from .unchanged_run import SourcesFingerprint, reuse_receipt, unchanged_receipt

__all__ = ["Scope", "absences", "counts_by_source", "nearest", "receipt_of", "removal", "run"]

# One in so many works may go without being asked for.
_SHARE = 10
_NAMED = 3
_MOST_ALIKE = 20


class Scope(NamedTuple):
    """What a run is about.

    verb     as it is called on the command line.
    roots    the sources that it goes through; `others` are the rest of the library's.
    removes  whether works of files that are gone are removed.
    """

    verb: str
    roots: Sequence[LibrarySource]
    others: Sequence[LibrarySource]
    removes: bool


def run(
    store: WritableStore, writer: StoreWriter, scope: Scope, settings: Settings, options: UpdateOptions, phases: Phases
) -> Receipt:
    """Bring the library up to date, in one commit. The writer holds the lock, so the store is at the latest one."""
    limits = limits_for(options, settings)
    folder = Path(store.address)
    content, mark = store.content_id, readers_mark()
    catalogue = Catalogue.read(folder / CATALOGUE, content)
    phases(Progress("looking", 0, None))
    # Taken before anything is opened: what changes from now on is seen by the next run.
    sight = SourcesFingerprint.of(scope.roots, mark)
    if not options.verify and (calm := reuse_receipt(catalogue.unchanged_receipt, sight, phases)):
        if not options.dry_run:
            times = {**scan_times(folder), **{root.shown: phases.started for root in scope.roots}}
            record_scan_times(folder, content, times)
        return replace(calm, run=scope.verb, generation=store.generation, dry_run=options.dry_run)
    before = store.works()
    counts = counts_by_source(before.values(), [*scope.roots, *scope.others])
    view = survey(scope.roots, lambda root: counts[root.shown], phases)
    absent = {root.shown for root in scope.others if root.state() is not State.REACHABLE} | set(view.unseen)
    ledger = Ledger(before, absent=lambda place: nearest(place, counts) in absent)
    untouched = [root.shown for root in scope.others] + list(view.unseen)
    remembered = NextCatalogue(mark, catalogue.entries_of(untouched), phases.started_ns)
    known = Catalogue() if options.verify else catalogue
    with closing(read_changed(view.found, ledger, known, mark, limits, phases)) as outcomes:
        for done in outcomes:
            remembered.take(done, ledger, writer)
    remembered.finish()
    ledger.dissolve(writer)
    looked_at = set(counts).intersection(root.shown for root in scope.roots) - set(view.unseen)
    warnings = absences(view, counts)
    gone = ledger.not_seen(lambda place: nearest(place, counts) in looked_at)
    if gone and scope.removes:
        warnings += removal(ledger, gone, len(before), allowed=options.allow_removals, dry_run=options.dry_run)
        ledger.remove(writer, gone)
    elif gone:
        warnings.append(f"{_works(len(gone))} whose files are gone stayed; fabula update removes them.")
    if ledger.changed and not isinstance(writer, DryWriter):
        writer.commit(phases)
    if not options.dry_run:
        times = {**scan_times(folder), **dict.fromkeys(looked_at, phases.started)}
        known_times = {root: time for root, time in times.items() if root in counts}
        unsettled = view.unseen or (gone and not scope.removes)
        again = None if unsettled else remembered.again(sight)
        expected = unchanged_receipt(sight, ledger, again, absences(view, counts))
        remembered.write(folder / CATALOGUE, store.content_id, known_times, expected)
    return receipt_of(scope.verb, store, ledger, phases, warnings, view.unseen, dry_run=options.dry_run)


def receipt_of(
    verb: str,
    store: WritableStore,
    ledger: Ledger,
    phases: Phases,
    warnings: Sequence[str] = (),
    unseen: Iterable[str] = (),
    *,
    dry_run: bool = False,
) -> Receipt:
    stats = Stats.of(ledger.taken.values(), store.generation)
    changes = ledger.changes()
    counts = Counter(change.kind for change in changes)
    return Receipt(
        files=ledger.files,
        added=counts[ChangeKind.ADDED],
        updated=counts[ChangeKind.UPDATED] + counts[ChangeKind.MOVED],
        unchanged=ledger.unchanged,
        removed=counts[ChangeKind.REMOVED],
        skipped=tuple(ledger.skipped),
        works=stats.works,
        scenes=stats.scenes,
        words=stats.words,
        bytes=stats.bytes,
        seconds=phases.seconds,
        moved=counts[ChangeKind.MOVED],
        changes=changes,
        unseen=tuple(unseen),
        warnings=tuple(warnings),
        phases=phases.finished(),
        run=verb,
        started=phases.started,
        generation=store.generation,
        dry_run=dry_run,
    )


def nearest(place: str, roots: Iterable[str]) -> str:
    """Of the places of sources that in which `place` lies, the innermost; "" if it lies in none."""
    held = roots if isinstance(roots, dict | set) else set(roots)
    return next((one for one in (place, *above(place)) if one in held), "")


def counts_by_source(records: Iterable[WorkRecord], roots: Iterable[LibrarySource]) -> dict[str, int]:
    """How many works are from each source, by its place."""
    counts = {root.shown: 0 for root in roots}
    for record in records:
        inner = nearest(place_of_record(record), counts)
        if inner and record.source:
            counts[inner] += 1
    return counts


def absences(view: Survey, counts: dict[str, int]) -> list[str]:
    """What a person should know of the sources: those that are not there, and names that are one elsewhere."""
    return [
        f"The source {place} {problem}: {_works(counts[place])} from it stayed."
        for place, problem in view.unseen.items()
    ] + _alike(view.colliding_names)


def _alike(pairs: Sequence[tuple[str, str]]) -> list[str]:
    said = [
        f"{first} and {other} differ only by case or by the form of accents, and may be one file elsewhere."
        for first, other in pairs[:_MOST_ALIKE]
    ]
    if len(pairs) > _MOST_ALIKE:
        said.append(f"{len(pairs) - _MOST_ALIKE:,} more pairs of names differ only so.")
    return said


def removal(
    ledger: Ledger, gone: Sequence[WorkRecord], before: int, *, allowed: bool, dry_run: bool = False
) -> list[str]:
    """Raises RemovalsRefused if so many may not go; in a run that only tells, it is told."""
    lost = ledger.lost(gone)
    if len(lost) * _SHARE <= before or allowed:
        return []
    named = ", ".join(place_of_record(record) for record in lost[:_NAMED]) + (", …" if len(lost) > _NAMED else "")
    said = f"The files of {_works(len(lost))} of {before:,} are gone ({named})"
    if dry_run:
        return [f"{said}: so many are removed with --allow-removals only."]
    raise RemovalsRefused(
        f"{said}, which is more than one in {_SHARE}, so nothing was written.",
        hint="Check that all drives are there. If the files are meant to be gone, run this with --allow-removals.",
    )


def _works(count: int) -> str:
    return f"{count:,} work{'s' if count != 1 else ''}"
