"""Runs that found nothing to report are counted, one line for each report that they follow."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index import Receipt, check
from fabula.index.errors import LibraryDamaged
from fabula.index.folder_names import IDLE_RUNS, REPORTS
from fabula.index.library.settings import Settings
from fabula.index.reports.idle_runs import IdleRuns, count_idle_run, idle_runs_if_whole, read_idle_runs
from fabula.index.reports.receipts import keep_report
from fabula.index.store.library_store import create_store

EMPTY = Receipt(0, 0, 0, 0, 0, (), 0, 0, 0, 0, 0.0)


@pytest.fixture
def library(tmp_path: Path) -> Path:
    create_store(tmp_path / "library").close()
    return tmp_path / "library"


def test_they_are_counted_by_the_report_before_them(library: Path) -> None:
    """With the times of the first and the last; without any there are none."""
    assert read_idle_runs(library) == {}
    keep_report(library, EMPTY, Settings())
    for day in ("2026-01-01", "2026-01-02", "2026-01-03"):
        count_idle_run(library, day)
    keep_report(library, EMPTY, Settings())
    count_idle_run(library, "2026-01-05")
    assert list(read_idle_runs(library).values()) == [
        IdleRuns(1, 3, "2026-01-01", "2026-01-03"),
        IdleRuns(2, 1, "2026-01-05", "2026-01-05"),
    ]


def test_they_are_forgotten_with_their_report(library: Path) -> None:
    """So the file has at most as many lines as there are reports, and one."""
    for number in range(6):
        keep_report(library, EMPTY, Settings(reports=2))
        count_idle_run(library, f"2026-01-0{number + 1}")
    assert list(read_idle_runs(library)) == [5, 6]


@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b\x08\x00"])
def test_a_damaged_count_costs_only_the_count(library: Path, content: bytes) -> None:
    """Reading it is a named error, a check names it, and the next run begins at one."""
    keep_report(library, EMPTY, Settings())
    count_idle_run(library, "2026-01-01")
    (library / REPORTS / IDLE_RUNS).write_bytes(content)
    with pytest.raises(LibraryDamaged, match="idle"):
        read_idle_runs(library)
    assert any("idle" in str(damage) for damage in check(library).damage)
    assert idle_runs_if_whole(library) == {}
    count_idle_run(library, "2026-01-02")
    assert read_idle_runs(library)[1].runs == 1
    assert check(library).whole
