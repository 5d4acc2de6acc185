"""A run that looks at each file: survey the sources, read what changed, remove works of missing files, commit."""

from __future__ import annotations

from contextlib import closing
from dataclasses import replace
from pathlib import Path

from fabula.index.account.phases import Phases
from fabula.index.folder_names import CATALOGUE
from fabula.index.ingest.limits import Limits
from fabula.index.losses.removals import check_removals, count_text
from fabula.index.receipt import Receipt, RunWarning, WarningKind
from fabula.index.records.work_record import key_of
from fabula.index.reports.retired_ids import RetiredIds, read_retired_if_whole, retiring
from fabula.index.store.protocol import StoreWriter, WritableStore
from .dry_run import DryWriter
from .ledger import Ledger
from .next_catalogue import NextCatalogue
from .next_receipt import unchanged_receipt
from .options import UpdateOptions
from .outset import Outset, Scope
from .read_changed import read_changed
from .replaced_works import ReplacedWorks
from .sight import look
from .survey import with_placeholders
from .tally import Tally
from .unseen_works import keep_unseen_works


def full_run(
    store: WritableStore,
    writer: StoreWriter,
    scope: Scope,
    outset: Outset,
    limits: Limits,
    options: UpdateOptions,
    phases: Phases,
) -> Receipt:
    """Bring the library up to date, in one commit: the whole run, from top to bottom."""
    readers, catalogue, problems, fingerprint = outset
    folder = Path(store.address)
    before = store.works()
    sight = look(folder, before, scope.roots, scope.others, phases, keeps_drives=not options.allow_removals)
    view = sight.view

    retired = read_retired_if_whole(folder)
    ledger = Ledger(
        before,
        is_absent=sight.is_absent,
        scenes_before=store.scenes,
        started=phases.started,
        retired=RetiredIds(retired),
    )
    files = with_placeholders(view.files, ledger.works_before)
    replaced_works = ReplacedWorks(ledger, store, consent=options.allow_removals)
    tally = Tally(problems)
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

    edits = [ledger.settle(sight.is_open)]
    replaced_works.note_dissolved(ledger.dissolved)
    warnings = [*view.warnings(sight.counts), *replaced_works.warnings()]
    missing = ledger.missing_works(sight.is_surveyed)
    unseen: list[RunWarning] = []
    if missing and not options.allow_removals:
        unseen = keep_unseen_works(ledger, missing, sight.folders)
        warnings += unseen
        missing = [record for record in missing if not ledger.failed.concern(key_of(record))]
    losses = replaced_works.losses(ledger.lost_works(missing) if scope.removes else ())
    refusals = check_removals(losses, len(before), allowed=options.allow_removals, dry_run=options.dry_run)
    warnings += refusals
    if missing and scope.removes:
        edits.append(ledger.remove(missing))
    elif missing:
        them = "it" if len(missing) == 1 else "them"
        text = f"{count_text(len(missing))} stayed whose files are gone; fabula update removes {them} or says why not."
        warnings.append(RunWarning(WarningKind.FILES_GONE, text))
    for edit in edits:
        edit.write(writer)
        tally.count_edit(edit)
    warnings = tally.finish(scope.roots, scope.others, sight.surveyed, warnings, is_whole=scope.removes)

    if tally.has_changes and not isinstance(writer, DryWriter):
        with retiring(folder, retired, before, ledger.works, store.scenes):
            writer.commit(phases)
            phases.committed()
    if not options.dry_run:
        tally.problems.keep(folder)
        has_to_look = view.unseen or unseen or (missing and not scope.removes)
        outcomes = None if has_to_look else next_catalogue.unchanged_outcomes(fingerprint)
        unchanged = unchanged_receipt(fingerprint, ledger.works, outcomes, view.warnings(sight.counts))
        times, drives = sight.source_times(phases.started), sight.drives_to_remember(ledger.unmet_works())
        next_catalogue.write(folder / CATALOGUE, store.content_id, times, unchanged, drives)
    receipt = tally.receipt(scope.verb, store, ledger.works, phases, warnings, view.unseen, dry_run=options.dry_run)
    # A run that would be refused mends nothing.
    return replace(receipt, refused="".join(map(str, refusals)), mended=0) if refusals else receipt
