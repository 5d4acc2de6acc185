"""Make a library's index anew from its sources, beside the one that is searched meanwhile."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing, suppress
from pathlib import Path

from fabula.index.account.edit import Edit
from fabula.index.account.history import refusal_recorded
from fabula.index.account.phases import Phases, Report
from fabula.index.codec.staging import STAGED_CATALOGUE
from fabula.index.errors import FabulaError, LibraryFull, LibraryTooNew, LibraryTooOld, OptionError, RemovalsRefused
from fabula.index.folder_names import CATALOGUE, INDEX
from fabula.index.library.catalogue import Catalogue
from fabula.index.library.settings import Settings, read_settings
from fabula.index.library.sources import sources_of
from fabula.index.losses.removals import check_removals, count_text
from fabula.index.model import WorkRecord
from fabula.index.readers import readers_fingerprint
from fabula.index.receipt import Progress, Receipt, RunWarning, WarningKind
from fabula.index.records.work_record import key_of
from fabula.index.reports.known_problems import KnownProblems
from fabula.index.reports.receipts import keep_report
from fabula.index.reports.retired_ids import RetiredIds, read_retired_if_whole, retiring
from fabula.index.run.ledger import Ledger
from fabula.index.run.next_catalogue import NextCatalogue
from fabula.index.run.options import RebuildOptions, limits_for, timeout_for
from fabula.index.run.post_commit import post_commit
from fabula.index.run.read_changed import read_changed
from fabula.index.run.replaced_works import ReplacedWorks
from fabula.index.run.sight import look
from fabula.index.run.survey import with_placeholders
from fabula.index.run.tally import Tally
from fabula.index.run.unseen_works import keep_unseen_works
from fabula.index.store.library_store import LibraryStore, open_for_writing
from fabula.index.store.other_format import OtherFormat
from .mended_ids import mended_ids, mended_warning, names_archive
from .rebuild_writer import RebuildWriter
from .unsettled_works import unsettled_works

# Free space beside the new index: for files that are being written, and for the system.
_FREE_MARGIN_BYTES = 32_000_000


def rebuild(library: str | Path, options: RebuildOptions | None = None, *, progress: Report | None = None) -> Receipt:
    """Read all sources anew into a new index, check it, and make it the library's in one commit.

    Until then, and if it fails or is interrupted, the library is as it was; the finished part is kept beside it, and
    the next rebuild goes on from there. Works keep their ids. Works that cannot be read again (of a missing source, of
    a file that fails, made in Python) are copied as they are.

    A library of another format is made anew from the sources of its library.toml alone; its files stay until the new
    index is verified. Nothing can be copied from it, so a missing source is refused unless `options.allow_removals` is
    set.

    Raises LibraryMissing and other LibraryErrors (LibraryFull before it begins if the disk has no room for a second
    index, LibraryDamaged if the new one fails its check), SettingsError, OptionError, RemovalsRefused as `update` does.
    """
    options = options or RebuildOptions()
    phases = Phases(progress)
    store = _open(library)
    try:
        folder = Path(store.address)
        settings = _settings(store)
        keep = settings.generations if options.keep is None else options.keep
        if _has_other_format(store):
            # Nothing could read an older generation.
            keep = 0
        with RebuildWriter(store, fresh=options.fresh, keep=keep) as writer:
            settings = _settings(store)
            _check_room(store, writer)
            try:
                with refusal_recorded("rebuild", store, settings, phases):
                    receipt = _run(store, writer, settings, options, phases)
                receipt = keep_report(folder, receipt, settings)
            except BaseException:
                # Ctrl-C, a full disk, too many works gone: the files read so far need not be read again.
                with suppress(FabulaError):
                    writer.checkpoint()
                raise
        return post_commit(store, receipt, phases, speech=options.speech, timeout=timeout_for(options, settings))
    finally:
        store.close()


def _open(library: str | Path) -> LibraryStore:
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
    index_bytes = sum(opened.entry.size for opened in store.snapshot().segments)
    if _has_other_format(store):
        index_bytes = sum(path.stat().st_size for path in store.files.iterdir())
    needed = max(0, index_bytes - writer.staged_bytes) + _FREE_MARGIN_BYTES
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
    before = store.works()
    roots = sources_of(folder, settings)
    sight = look(folder, before, roots, (), phases, keeps_drives=not options.allow_removals)
    view = sight.view
    if _has_other_format(store) and view.unseen and not options.allow_removals:
        raise RemovalsRefused(
            f"The source {next(iter(view.unseen))} is not there, and its works cannot be taken over from a library of "
            "another format, so nothing was written.",
            hint="Bring it back, or run this with --allow-removals to go on without its works.",
        )
    readers = readers_fingerprint()
    staged = folder / INDEX / STAGED_CATALOGUE
    catalogue = Catalogue.read(staged, writer.content_id)
    if catalogue.readers != readers:
        # Written by another Fabula or with other readers, or unreadable.
        writer.discard_staged()
        catalogue = Catalogue()

    unsettled = unsettled_works(writer.works, before)
    for identity in unsettled:
        writer.remove(identity)
    retired = read_retired_if_whole(folder)
    ledger = Ledger(
        {identity: record for identity, record in writer.works.items() if identity not in unsettled},
        before,
        is_absent=sight.is_absent,
        scenes_before=store.scenes,
        started=phases.started,
        retired=RetiredIds(retired),
        keeps_id=lambda record: not names_archive(record),
    )
    files = with_placeholders(view.files, ledger.works_before)
    replaced_works = ReplacedWorks(ledger, store, consent=options.allow_removals)
    tally = Tally(KnownProblems.read_if_whole(folder))
    next_catalogue = NextCatalogue(readers, {}, phases.started_ns)

    def place_waiting() -> Edit:
        placed = ledger.place_waiting()
        tally.count_edit(placed)
        return placed

    writer.before_checkpoint = place_waiting
    writer.on_checkpoint = lambda content_id: next_catalogue.write(staged, content_id, {})
    with closing(read_changed(files, ledger, catalogue, readers, limits, phases)) as results:
        for result in replaced_works.guard(results):
            if writer.wants_checkpoint and next_catalogue.begins(result):
                next_catalogue.finish()
                writer.checkpoint()
            edit = ledger.apply(result)
            edit.write(writer)
            tally.count(result, edit)
            next_catalogue.record(result, edit)
    next_catalogue.finish()

    settled = ledger.settle(sight.is_open)
    settled.write(writer)
    tally.count_edit(settled)
    replaced_works.note_dissolved(ledger.dissolved)
    warnings = view.warnings(sight.counts)
    if not options.allow_removals:
        unread = [record for identity, record in before.items() if identity not in ledger.works]
        # A rebuild that was refused may have copied works of such a folder already.
        warnings += keep_unseen_works(ledger, [*unread, *ledger.missing_works(sight.is_surveyed)], sight.folders)
    # An interrupted rebuild may have read files that are gone since.
    missing = ledger.missing_works(sight.is_surveyed)
    ledger.remove(missing).write(writer)
    copied = _copy_unread_works(store, writer, ledger, sight.is_surveyed, phases)
    if copied:
        taken = "was taken over as it was" if copied == 1 else "were taken over as they were"
        text = f"{count_text(copied)} could not be read again and {taken}."
        warnings.append(RunWarning(WarningKind.WORKS_COPIED, text))
    mended = mended_ids(before, ledger.works)
    warnings += mended_warning(mended)
    tally.compare(before, ledger.works, mended)
    staying = {*ledger.works, *mended}
    lost = ledger.lost_works([record for identity, record in before.items() if identity not in staying])
    warnings += replaced_works.warnings()
    warnings += check_removals(replaced_works.losses(lost), len(before), allowed=options.allow_removals)

    warnings = tally.finish(roots, (), sight.surveyed, warnings, is_whole=True)

    writer.expected_ids = frozenset(ledger.works)
    with retiring(folder, retired, before, ledger.works, store.scenes):
        writer.commit(phases)
        phases.committed()
    times, drives = sight.source_times(phases.started), sight.drives_to_remember(ledger.unmet_works())
    next_catalogue.write(folder / CATALOGUE, store.content_id, times, drives=drives)
    tally.problems.keep(folder)
    return tally.receipt("rebuild", store, ledger.works, phases, warnings, view.unseen)


def _copy_unread_works(
    store: LibraryStore, writer: RebuildWriter, ledger: Ledger, is_surveyed: Callable[[str], bool], phases: Phases
) -> int:
    """Copy the works that were not read and are not gone. Returns their number."""
    chosen: list[WorkRecord] = []
    for record in ledger.before.values():
        key = key_of(record)
        is_gone = record.has_file and is_surveyed(key) and (not ledger.failed.concern(key) or key in ledger.kept_keys)
        if record.id not in ledger.works and not is_gone:
            chosen.append(record)
    for number, record in enumerate(chosen):
        phases(Progress("keeping", number, len(chosen), unit="works", path=record.path))
        ledger.keep(record, store.scenes(record.id)).write(writer)
    return len(chosen)
