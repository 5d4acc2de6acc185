"""When works came and last changed, as far as the kept reports say."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from fabula.index.receipt import ChangeKind
from fabula.index.store.library_marker import check_marker
from .receipts import readable_reports, report_numbers


class WorkDates(NamedTuple):
    """The times of runs, ISO 8601, UTC; "" where no report says it.

    added    the work came, maybe again after it was gone.
    changed  anything of it changed last: its text, its metadata or its place.
    """

    added: str = ""
    changed: str = ""


def work_dates(library: str | Path) -> dict[str, WorkDates]:
    """The dates of all works that a report names, by their ids. Raises LibraryMissing and the like."""
    folder = Path(library)
    check_marker(folder)
    dates: dict[str, WorkDates] = {}
    for receipt in readable_reports(folder, report_numbers(folder)):
        for change in receipt.changes:
            if change.kind is ChangeKind.ADDED:
                dates[change.id] = WorkDates(added=receipt.started)
            elif change.kind is not ChangeKind.REMOVED:
                dates[change.id] = dates.get(change.id, WorkDates())._replace(changed=receipt.started)
    return dates
