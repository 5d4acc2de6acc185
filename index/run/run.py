"""A run: repeats the receipt of the last one if nothing changed, which mostly is so, and looks at each file if not."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fabula.index.account.phases import Phases
from fabula.index.folder_names import CATALOGUE
from fabula.index.library.catalogue import Catalogue
from fabula.index.library.catalogue_file import record_scan_times, scan_times
from fabula.index.library.settings import Settings
from fabula.index.readers import readers_fingerprint
from fabula.index.receipt import Progress, Receipt
from fabula.index.reports.known_problems import KnownProblems
from fabula.index.store.protocol import StoreWriter, WritableStore
from .options import UpdateOptions, limits_for
from .outset import Outset, Scope
from .unchanged_run import SourcesFingerprint, reuse_receipt


def run(
    store: WritableStore, writer: StoreWriter, scope: Scope, settings: Settings, options: UpdateOptions, phases: Phases
) -> Receipt:
    """Bring the library up to date, in one commit. The writer holds the lock, so the store is at the latest one."""
    limits = limits_for(options, settings)
    folder = Path(store.address)
    content_id, readers = store.content_id, readers_fingerprint()
    catalogue = Catalogue.read(folder / CATALOGUE, content_id)
    phases(Progress("looking", 0, None))
    problems = KnownProblems.read_if_whole(folder)
    # Taken before any file is opened: the next run sees what changes from now on.
    fingerprint = SourcesFingerprint.of(scope.roots, readers)
    # After a refused run the library is not as the last report says, whatever the sources look like.
    may_reuse = not (options.verify or problems.refusals)
    receipt = reuse_receipt(catalogue.unchanged_receipt, fingerprint, phases) if may_reuse else None
    # Permission lets a run look again at failed files whose works stayed.
    if receipt is None or (options.allow_removals and any(skipped.kept for skipped in receipt.skipped)):
        # 0.2 s to import, with all that reads.
        from .full_run import full_run

        outset = Outset(readers, catalogue, problems, fingerprint)
        return full_run(store, writer, scope, outset, limits, options, phases)
    if not options.dry_run:
        times = {**scan_times(folder), **{root.display_path: phases.started for root in scope.roots}}
        record_scan_times(folder, content_id, times)
    return replace(receipt, run=scope.verb, generation=store.generation, dry_run=options.dry_run)
