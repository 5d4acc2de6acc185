"""A library's index made anew from its sources, beside the one that is searched meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from fabula.index.codec.staging import STAGED_CATALOGUE
from fabula.index.errors import (
    FabulaError,
    LibraryFull,
    LibraryTooNew,
    LibraryTooOld,
    OptionError,
    RemovalsRefused,
)
from fabula.index.folder_names import CATALOGUE, INDEX
from fabula.index.library.catalogue import Catalogue
from fabula.index.library.catalogue_file import scan_times
from fabula.index.library.receipts import keep_report
from fabula.index.library.settings import Settings, read_settings
from fabula.index.library.sources import above, sources_of
from fabula.index.model import WorkRecord
from fabula.index.readers import readers_mark
from fabula.index.receipt import Progress, Receipt
from fabula.index.run.ledger import Ledger, place_of_record
from fabula.index.run.next_catalogue import NextCatalogue
from fabula.index.run.options import RebuildOptions, limits_for
from fabula.index.run.phases import Phases, Report
from fabula.index.run.post_commit import post_commit
from fabula.index.run.read_changed import read_changed
from fabula.index.run.run import absences, counts_by_source, nearest, receipt_of, removal
from fabula.index.run.survey import survey
from fabula.index.store.library_store import LibraryStore, open_for_writing
from fabula.index.store.other_format import OtherFormat

from .rebuild_writer import RebuildWriter

__all__ = ["rebuild"]

# Beside the new index: what is being written, and what the system needs to breathe.
_MARGIN = 32_000_000


def rebuild(library: str | Path, options: RebuildOptions | None = None, *, progress: Report | None = None) -> Receipt:
    """Read all sources anew into a new index, check it, and make it the library's in one commit.

    Until then, and if it fails or is interrupted, the library is as it was; what was finished is kept beside it, and
    the next rebuild goes on from there. Works keep their ids. Those that cannot be read again (of a source that is not
    there, of a file that fails, made in Python) are taken over as they are.

    A library of another format is made anew in the same way, from the sources of its library.toml alone; its files
    stay until the new index is verified. Nothing can be taken over from it, so a source that is not there is refused
    unless `options.allow_removals` is set.

    Raises LibraryMissing and other LibraryErrors (LibraryFull before it begins if the disk has no room for a second
    index, LibraryDamaged if the new one fails its check), SettingsError, OptionError, RemovalsRefused as `update` does.
    """
    options = options or RebuildOptions()
    phases = Phases(progress)
    store = _opened(library)
    try:
        folder = Path(store.address)
        settings = _settings(store)
        keep = settings.generations if options.keep is None else options.keep
        if _has_other_format(store):
            # Nothing could read it.
            keep = 0
        with RebuildWriter(store, fresh=options.fresh, keep=keep) as writer:
            settings = _settings(store)
            _check_room(store, writer)
            try:
                receipt = keep_report(folder, _run(store, writer, settings, options, phases), settings)
            except BaseException:
                # Ctrl-C, a full disk, too many works gone: what was read so far need not be read again.
                if writer.remember is not None:
                    with suppress(FabulaError):
                        writer.checkpoint(writer.remember)
                raise
        return post_commit(store, receipt, phases, speech=options.speech)
    finally:
        store.close()


def _opened(library: str | Path) -> LibraryStore:
    try:
        return open_for_writing(library)
    except (LibraryTooNew, LibraryTooOld):
        return OtherFormat.open(Path(library))


def _has_other_format(store: LibraryStore) -> bool:
    return isinstance(store, OtherFormat) and not store.is_rebuilt


def _settings(store: LibraryStore) -> Settings:
    """Those of the library. Raises OptionError for one of another format that names no sources."""
    settings = read_settings(store.folder)
    if _has_other_format(store) and not settings.sources:
        raise OptionError(
            f"The library in {store.folder} has another format, and its library.toml names no sources to make it from.",
            hint='Write them there, each as two lines: [[sources]] and path = "PATH". Then run this again.',
        )
    return settings


def _check_room(store: LibraryStore, writer: RebuildWriter) -> None:
    """Raises LibraryFull unless there is room for an index as large as the one there is."""
    held = sum(opened.entry.size for opened in store.snapshot().segments)
    if _has_other_format(store):
        held = sum(path.stat().st_size for path in store.files.iterdir())
    needed = max(0, held - writer.staged_bytes) + _MARGIN
    free = shutil.disk_usage(store.files).free
    if free < needed:
        raise LibraryFull(
            f"A rebuild of the library in {store.folder} needs about {needed / 1e6:,.0f} MB beside the index, and "
            f"{free / 1e6:,.0f} MB are free.",
            hint="Free some space and run this again. fabula update needs far less.",
        )


def _run(
    store: LibraryStore, writer: RebuildWriter, settings: Settings, options: RebuildOptions, phases: Phases
) -> Receipt:
    limits = limits_for(options, settings)
    folder = Path(store.address)
    live = store.works()
    roots = sources_of(folder, settings.sources)
    counts = counts_by_source(live.values(), roots)
    view = survey(roots, lambda root: counts[root.shown], phases)
    if _has_other_format(store) and view.unseen and not options.allow_removals:
        raise RemovalsRefused(
            f"The source {next(iter(view.unseen))} is not there, and its works cannot be taken over from a library of "
            "another format, so nothing was written.",
            hint="Bring it back, or run this with --allow-removals to go on without its works.",
        )
    mark = readers_mark()
    staged = folder / INDEX / STAGED_CATALOGUE
    catalogue = Catalogue.read(staged, writer.content_id)
    if catalogue.readers != mark:
        # Made by another Fabula, or with other readers, or not known any more.
        writer.forget()
        catalogue = Catalogue()
    ledger = Ledger(writer.works, live, absent=lambda place: nearest(place, counts) in view.unseen)
    remembered = NextCatalogue(mark, {}, phases.started_ns)

    def remember(state: str) -> None:
        remembered.write(staged, state, {})

    writer.remember = remember
    with closing(read_changed(view.found, ledger, catalogue, mark, limits, phases)) as outcomes:
        for done in outcomes:
            if writer.wants_checkpoint and remembered.begins(done):
                remembered.finish()
                writer.checkpoint(remember)
            remembered.take(done, ledger, writer)
    remembered.finish()
    ledger.dissolve(writer)
    # Of what an interrupted rebuild had read: files that are gone since.
    looked_at = set(counts) - set(view.unseen)
    ledger.remove(writer, ledger.not_seen(lambda place: nearest(place, counts) in looked_at))
    kept = _take_over(store, writer, ledger, lambda place: nearest(place, counts) in looked_at, phases)
    warnings = absences(view, counts)
    if kept:
        warnings.append(f"{kept:,} works could not be read again and were taken over as they were.")
    ledger.compare()
    warnings += removal(ledger, ledger.gone, len(live), allowed=options.allow_removals)
    writer.expected = frozenset(ledger.taken)
    writer.commit(phases)
    times = {**scan_times(folder), **dict.fromkeys(looked_at, phases.started)}
    remembered.write(
        folder / CATALOGUE,
        store.content_id,
        {root: time for root, time in times.items() if root in counts},
    )
    return receipt_of("rebuild", store, ledger, phases, warnings, view.unseen)


def _take_over(
    store: LibraryStore, writer: RebuildWriter, ledger: Ledger, looked_at: Callable[[str], bool], phases: Phases
) -> int:
    """Copy the works that are not gone and were not read. Returns their number."""
    chosen: list[WorkRecord] = []
    for record in ledger.before.values():
        place = place_of_record(record)
        failed = any(one in ledger.failed for one in (place, *above(place)))
        if record.id not in ledger.taken and (
            not record.source or not looked_at(place) or (failed and place not in ledger.held)
        ):
            chosen.append(record)
    for number, record in enumerate(chosen):
        phases(Progress("keeping", number, len(chosen), unit="works", path=record.path))
        ledger.keep(writer, record, store.scenes(record.id))
    return len(chosen)
