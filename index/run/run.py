"""A run, from top to bottom: survey the sources, read the files that changed, remove works of missing files, commit."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import NamedTuple

from fabula.index.account.phases import Phases
from fabula.index.folder_names import CATALOGUE
from fabula.index.library.catalogue import Catalogue
from fabula.index.library.catalogue_file import drives_of, record_scan_times, scan_times
from fabula.index.library.settings import Settings
from fabula.index.library.sources import LibrarySource, State, count_by_source, nearest_source
from fabula.index.losses.removals import check_removals, count_text
from fabula.index.losses.unseen_folders import UnseenFolders
from fabula.index.readers import readers_fingerprint
from fabula.index.receipt import Progress, Receipt, RunWarning, WarningKind
from fabula.index.records.work_record import key_of
from fabula.index.reports.known_problems import KnownProblems
from fabula.index.reports.retired_ids import RetiredIds, read_retired_if_whole, retiring
from fabula.index.store.protocol import StoreWriter, WritableStore
from .dry_run import DryWriter
from .ledger import Ledger
from .next_catalogue import NextCatalogue
from .options import UpdateOptions, limits_for
from .read_changed import read_changed
from .replaced_works import ReplacedWorks
from .survey import survey, with_placeholders
from .tally import Tally
from .unchanged_run import SourcesFingerprint, reuse_receipt, unchanged_receipt
from .unseen_works import keep_unseen_works, remembered_drives


class Scope(NamedTuple):
    """The sources of a run.

    verb     as it is called on the command line.
    roots    the sources that it surveys; `others` are the rest of the library's.
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
    content_id, readers = store.content_id, readers_fingerprint()
    catalogue = Catalogue.read(folder / CATALOGUE, content_id)
    phases(Progress("looking", 0, None))
    known = KnownProblems.read_if_whole(folder)
    # Taken before any file is opened: the next run sees what changes from now on.
    fingerprint = SourcesFingerprint.of(scope.roots, readers)
    # After a refused run the library is not as the last report says, whatever the sources look like.
    may_reuse = not (options.verify or known.refusals)
    receipt = reuse_receipt(catalogue.unchanged_receipt, fingerprint, phases) if may_reuse else None
    # Permission lets a run look again at failed files whose works stayed.
    if receipt is not None and not (options.allow_removals and any(skipped.kept for skipped in receipt.skipped)):
        if not options.dry_run:
            times = {**scan_times(folder), **{root.display_path: phases.started for root in scope.roots}}
            record_scan_times(folder, content_id, times)
        return replace(receipt, run=scope.verb, generation=store.generation, dry_run=options.dry_run)

    before = store.works()
    counts = count_by_source(before.values(), [*scope.roots, *scope.others])
    view = survey(scope.roots, counts, phases)
    absent = {root.display_path for root in scope.others if root.state() is not State.REACHABLE} | set(view.unseen)
    surveyed = set(counts).intersection(root.display_path for root in scope.roots) - set(view.unseen)

    drives_before = drives_of(folder)
    folders = UnseenFolders(surveyed, view.live_keys(), [] if options.allow_removals else drives_before, view.drives)

    def is_surveyed(key: str) -> bool:
        return nearest_source(key, counts) in surveyed

    retired = read_retired_if_whole(folder)
    ledger = Ledger(
        before,
        is_absent=lambda key: nearest_source(key, counts) in absent or folders.is_away(key),
        scenes_before=store.scenes,
        started=phases.started,
        retired=RetiredIds(retired),
    )
    files = with_placeholders(view.files, ledger.works_before)
    replaced_works = ReplacedWorks(ledger, store, consent=options.allow_removals)
    tally = Tally(known)
    not_surveyed = [root.display_path for root in scope.others] + list(view.unseen)
    next_catalogue = NextCatalogue(readers, catalogue.entries_of(not_surveyed), phases.started_ns)
    changed = read_changed(
        files, ledger, catalogue, readers, limits, phases, verify=options.verify, retry=options.allow_removals
    )
    with closing(changed) as results:
        for result in replaced_works.guard(results):
            edit = ledger.apply(result)
            edit.write(writer)
            tally.count(result, edit)
            next_catalogue.record(result, edit)
    next_catalogue.finish()

    edits = [ledger.settle(lambda key: is_surveyed(key) and not folders.is_away(key))]
    replaced_works.note_dissolved(ledger.dissolved)
    warnings = [*view.warnings(counts), *replaced_works.warnings()]
    missing = ledger.missing_works(is_surveyed)
    unseen: list[RunWarning] = []
    if missing and scope.removes and not options.allow_removals:
        unseen = keep_unseen_works(ledger, missing, folders)
        warnings += unseen
        missing = [record for record in missing if not ledger.failed.concern(key_of(record))]
    losses = replaced_works.losses(ledger.lost_works(missing) if scope.removes else ())
    refusals = check_removals(losses, len(before), allowed=options.allow_removals, dry_run=options.dry_run)
    warnings += refusals
    if missing and scope.removes:
        edits.append(ledger.remove(missing))
    elif missing:
        text = f"{count_text(len(missing))} whose files are gone stayed; fabula update removes them."
        warnings.append(RunWarning(WarningKind.FILES_GONE, text))
    for edit in edits:
        edit.write(writer)
        tally.count_edit(edit)
    warnings = tally.finish(scope.roots, scope.others, surveyed, warnings, is_whole=scope.removes)

    if tally.has_changes and not isinstance(writer, DryWriter):
        with retiring(folder, retired, before, ledger.works, store.scenes):
            writer.commit(phases)
    if not options.dry_run:
        tally.problems.keep(folder)
        times = {**scan_times(folder), **dict.fromkeys(surveyed, phases.started)}
        source_times = {path: time for path, time in times.items() if path in counts}
        has_to_look = view.unseen or unseen or (missing and not scope.removes)
        outcomes = None if has_to_look else next_catalogue.unchanged_outcomes(fingerprint)
        unchanged = unchanged_receipt(fingerprint, ledger.works, outcomes, view.warnings(counts))
        drives = remembered_drives(view.drives, drives_before, ledger.unmet_works())
        next_catalogue.write(folder / CATALOGUE, store.content_id, source_times, unchanged, drives)
    receipt = tally.receipt(scope.verb, store, ledger.works, phases, warnings, view.unseen, dry_run=options.dry_run)
    return replace(receipt, refused="".join(map(str, refusals)))
