"""Two reports are compared by the reports between them."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index import Comparison, Receipt, WorkChange, compare_reports
from fabula.index.errors import NotFound, OptionError
from fabula.index.library.settings import Settings
from fabula.index.receipt import ChangeKind
from fabula.index.reports.receipts import keep_report
from fabula.index.store.library_store import create_store

ADDED, UPDATED, MOVED, REMOVED = ChangeKind.ADDED, ChangeKind.UPDATED, ChangeKind.MOVED, ChangeKind.REMOVED


def change(kind: ChangeKind, title: str, *what: str, path: str = "", before: str = "") -> WorkChange:
    return WorkChange(kind, title, title, path or f"{title}.txt", "/s", what, before)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library with no works and these reports."""
    create_store(tmp_path / "library").close()
    runs = [
        [change(ADDED, title) for title in "abcde"],
        [change(UPDATED, "a", "text"), change(ADDED, "m"), change(ADDED, "n"), change(REMOVED, "b")],
        [
            change(REMOVED, "n"),
            change(ADDED, "b", path="new/b.txt"),
            change(MOVED, "c", "path", path="new/c.txt", before="c.txt"),
            change(UPDATED, "a", "tags"),
            change(MOVED, "d", "path", path="new/d.txt", before="d.txt"),
        ],
        [change(REMOVED, "m"), change(MOVED, "d", "path", before="new/d.txt"), change(REMOVED, "e")],
        [change(ADDED, "e"), change(MOVED, "c", "text", "path", path="far/c.txt", before="new/c.txt")],
    ]
    for changes in runs:
        receipt = Receipt(0, 0, 0, 0, 0, (), 0, 0, 0, 0, 0.0, changes=tuple(changes))
        keep_report(tmp_path / "library", receipt, Settings())
    return tmp_path / "library"


def titles(comparison: Comparison) -> tuple[str, str, str]:
    groups = (comparison.disappeared, comparison.appeared, comparison.changed)
    return tuple("".join(work.title for work in works) for works in groups)  # type: ignore[return-value]


def test_what_differs_whatever_happened_on_the_way(library: Path) -> None:
    """Disappeared, appeared and changed works between any two reports."""
    assert titles(compare_reports(library, 1, 2)) == ("b", "mn", "a")
    assert titles(compare_reports(library, 2, 3)) == ("n", "b", "acd")
    assert titles(compare_reports(library, 1, 3)) == ("", "m", "abcd")
    assert titles(compare_reports(library, 1, 4)) == ("e", "", "abcd")
    assert titles(compare_reports(library, 3, 3)) == ("", "", "")


def test_moved_works_know_where_from(library: Path) -> None:
    """From the place before the first of the runs; a work that moved there and back did not move."""
    moved = compare_reports(library, 2, 5).moved
    assert [(work.title, work.path_before, work.path, work.what) for work in moved] == [
        ("c", "c.txt", "far/c.txt", ("path", "text"))
    ]
    assert [work.title for work in compare_reports(library, 2, 3).moved] == ["c", "d"]


def test_returned_works(library: Path) -> None:
    """Removed and added again, within these runs or before them; another place is named."""
    within = compare_reports(library, 1, 3)
    assert [(work.title, work.path_before) for work in within.returned] == [("b", "b.txt")]
    assert [work.title for work in within.changed_in_place] == ["a"]
    before = compare_reports(library, 2, 3)
    assert [work.title for work in before.returned] == ["b"] and before.appeared_first == ()
    assert [work.title for work in compare_reports(library, 4, 5).returned] == ["e"]


def test_what_changed_in_a_work_is_added_up(library: Path) -> None:
    """By all of the runs."""
    (work,) = compare_reports(library, 1, 3).changed_in_place
    assert work.what == ("text", "tags")


def test_reports_in_the_wrong_order_or_missing(library: Path) -> None:
    """Named errors."""
    with pytest.raises(OptionError):
        compare_reports(library, 3, 2)
    with pytest.raises(NotFound):
        compare_reports(library, 1, 9)
