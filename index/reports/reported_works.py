"""The works that a library has by the reports of its runs, whatever became of its index."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from fabula.index.errors import LibraryDamaged
from fabula.index.receipt import ChangeKind, WorkChange
from .receipts import readable_reports, report_numbers


class ReportedWorks(NamedTuple):
    """The works after the last run.

    by_id  those that a kept report names, each as it was named last.
    total  the number of all; None if no report can be read.
    """

    by_id: dict[str, WorkChange]
    total: int | None


def reported_works(folder: Path) -> ReportedWorks:
    """What the reports of the library in `folder` say; a damaged report, or folder of reports, says nothing."""
    by_id: dict[str, WorkChange] = {}
    total: int | None = None
    try:
        numbers = report_numbers(folder)
    except LibraryDamaged:
        numbers = []
    for receipt in readable_reports(folder, numbers):
        total = receipt.works
        if mended := {_named(change) for change in receipt.changes if "id" in change.what}:
            # These works have only their new ids.
            by_id = {identity: work for identity, work in by_id.items() if _named(work) not in mended}
        for change in receipt.changes:
            if change.kind is ChangeKind.REMOVED:
                by_id.pop(change.id, None)
            else:
                by_id[change.id] = change
    return ReportedWorks(by_id, total)


def _named(work: WorkChange) -> tuple[str, str, str]:
    return work.title, work.source, work.path
