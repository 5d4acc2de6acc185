"""Add works made in Python to a library."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from fabula.index.account.phases import Phases, Report
from fabula.index.ingest.read_task import segment_work
from fabula.index.library.catalogue_file import carry_over
from fabula.index.library.settings import read_settings
from fabula.index.model import Work
from fabula.index.receipt import Progress, Receipt
from fabula.index.reports.receipts import keep_report
from fabula.index.reports.retired_ids import RetiredIds, read_retired_if_whole
from fabula.index.run.ledger import Ledger
from fabula.index.run.post_commit import post_commit
from fabula.index.run.tally import Tally
from fabula.index.store.library_store import create_store


def add_works(
    library: str | Path, works: Iterable[Work], *, speech: bool = True, progress: Report | None = None
) -> Receipt:
    """Add works made in Python, in one commit; one with the identity of a work in the library replaces it.

    speech  as for `build`.

    Raises LibraryError; a work without any words is a `failed` line of the receipt.
    """
    phases = Phases(progress)
    store = create_store(library)
    try:
        with store.write() as writer:
            folder = Path(store.address)
            before = store.content_id
            retired = RetiredIds(read_retired_if_whole(folder))
            ledger, tally = Ledger(store.works(), started=phases.started, retired=retired), Tally()
            for index, work in enumerate(works):
                phases(Progress("reading", index, None, unit="works", path=work.path))
                edit = ledger.add(segment_work(work))
                edit.write(writer)
                tally.count_edit(edit)
            if tally.has_changes:
                writer.commit(phases)
                phases.committed()
                carry_over(folder, before, store.content_id)
            receipt = tally.receipt("add", store, ledger.works, phases)
            receipt = keep_report(folder, receipt, read_settings(folder))
        return post_commit(store, receipt, phases, speech=speech)
    finally:
        store.close()
