"""Reports say when works came and last changed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from fabula.index import ChangeKind, Receipt, WorkChange
from fabula.index.folder_names import REPORTS
from fabula.index.library.settings import Settings
from fabula.index.reports.receipts import keep_report
from fabula.index.reports.work_dates import WorkDates, work_dates
from fabula.index.store.library_store import create_store


def test_dates(tmp_path: Path) -> None:
    """The last time it came, and the last change after that; what only an old report said is not known."""
    library = tmp_path / "library"
    create_store(library).close()
    runs: list[dict[str, ChangeKind]] = [
        {"a": ChangeKind.ADDED, "b": ChangeKind.ADDED, "c": ChangeKind.ADDED},
        {"a": ChangeKind.UPDATED, "b": ChangeKind.REMOVED},
        {"a": ChangeKind.MOVED, "b": ChangeKind.ADDED},
        {"d": ChangeKind.UPDATED},
    ]
    receipt = Receipt(0, 0, 0, 0, 0, (), 0, 0, 0, 0, 0.0)
    for day, run in enumerate(runs, 1):
        changes = tuple(WorkChange(kind, work, "", "", "") for work, kind in run.items())
        keep_report(library, replace(receipt, changes=changes, started=f"day {day}"), Settings())
    expected = {
        "a": WorkDates("day 1", "day 3"),
        "b": WorkDates("day 3", ""),
        "c": WorkDates("day 1", ""),
        "d": WorkDates("", "day 4"),
    }
    assert work_dates(library) == expected
    (library / REPORTS / "000001.json.gz").write_bytes(b"half")
    assert work_dates(library) == {
        "a": WorkDates("", "day 3"),
        "b": WorkDates("day 3", ""),
        "d": WorkDates("", "day 4"),
    }
