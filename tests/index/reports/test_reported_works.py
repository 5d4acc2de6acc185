"""What reports say of the works of a library, without its index."""

from __future__ import annotations

from pathlib import Path

from fabula.index.library.settings import Settings
from fabula.index.receipt import ChangeKind, Receipt, WorkChange
from fabula.index.reports.receipts import keep_report, report_name
from fabula.index.reports.reported_works import reported_works


def change(kind: ChangeKind, identity: str, title: str = "Lamp", **fields: object) -> WorkChange:
    return WorkChange(kind, identity, title, f"{title}.txt", "/stories", **fields)  # type: ignore[arg-type]


def report(folder: Path, works: int, *changes: WorkChange) -> None:
    receipt = Receipt(
        files=0, added=0, updated=0, unchanged=0, removed=0, skipped=(), works=works, scenes=0, words=0, bytes=0,
        seconds=0.0, changes=changes,
    )  # fmt: skip
    keep_report(folder, receipt, Settings())


def test_works_that_were_added_and_not_removed(tmp_path: Path) -> None:
    """Each is named as it was named last."""
    report(tmp_path, 2, change(ChangeKind.ADDED, "a", "Lamp"), change(ChangeKind.ADDED, "b", "Ferry"))
    report(tmp_path, 1, change(ChangeKind.UPDATED, "a", "The Lamp"), change(ChangeKind.REMOVED, "b", "Ferry"))
    found = reported_works(tmp_path)
    assert found.total == 1 and {work.title for work in found.by_id.values()} == {"The Lamp"}


def test_works_whose_ids_were_mended_are_there_once(tmp_path: Path) -> None:
    """A rebuild names them by their new ids only, which may be of one title in one file."""
    report(tmp_path, 2, change(ChangeKind.ADDED, "a"), change(ChangeKind.ADDED, "a.2"))
    report(tmp_path, 2, *[change(ChangeKind.UPDATED, identity, what=("id",)) for identity in "cd"])
    assert set(reported_works(tmp_path).by_id) == {"c", "d"}


def test_no_reports(tmp_path: Path) -> None:
    """Then the number is not known, and so it is if the only report is damaged."""
    assert reported_works(tmp_path) == ({}, None)
    report(tmp_path, 1)
    (tmp_path / "reports" / report_name(1)).write_bytes(b"x")
    assert reported_works(tmp_path).total is None


def test_a_file_in_the_place_of_the_reports(tmp_path: Path) -> None:
    """It says nothing, either."""
    (tmp_path / "reports").write_bytes(b"x")
    assert reported_works(tmp_path) == ({}, None)
