"""The growth of a library is known from its beginning, whatever reports are kept."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fabula.index import Receipt, Work, add_works, check
from fabula.index.errors import LibraryDamaged, LibraryMissing
from fabula.index.folder_names import GROWTH, REPORTS
from fabula.index.library.settings import Settings
from fabula.index.reports.growth import library_growth
from fabula.index.reports.growth_file import GrowthPoint, read_growth_file
from fabula.index.reports.receipts import keep_report, report_numbers
from fabula.index.store.library_store import create_store

RECEIPT = Receipt(1, 1, 0, 0, 0, (), 1, 2, 300, 1500, 0.5, run="update", started="2026-01-01T00:00:00Z")


@pytest.fixture
def library(tmp_path: Path) -> Path:
    create_store(tmp_path / "library").close()
    return tmp_path / "library"


def keep(library: Path, works: int, reports: int = 3) -> None:
    keep_report(library, replace(RECEIPT, works=works), Settings(reports=reports))


def sizes(library: Path) -> list[tuple[int, int]]:
    return [(point.number, point.works) for point in library_growth(library)]


def test_reports_that_are_gone_leave_a_line(library: Path) -> None:
    """Each run is there once, in order; also if fewer reports are kept from some day on."""
    for works in range(1, 7):
        keep(library, works)
    assert report_numbers(library) == [4, 5, 6]
    assert sizes(library) == [(number, number) for number in range(1, 7)]
    keep(library, 7, reports=1)
    assert report_numbers(library) == [7]
    assert sizes(library) == [(number, number) for number in range(1, 8)]
    assert library_growth(library)[0] == GrowthPoint(1, RECEIPT.started, "update", 1, 2, 300, 1500, 1, 0, 0, 0)


def test_a_crash_between_the_two_files(library: Path) -> None:
    """A run that is in both is there once."""
    for works in range(1, 5):
        keep(library, works)
    keep_report(library, replace(RECEIPT, works=1, number=1), Settings(reports=9))
    assert sizes(library) == [(1, 1), (2, 2), (3, 3), (4, 4)]


def test_refused_runs_are_left_out(library: Path) -> None:
    """They changed nothing, and are in no line either."""
    keep(library, 1)
    keep_report(library, replace(RECEIPT, works=1, refused="Too many works would go."), Settings(reports=3))
    assert sizes(library) == [(1, 1)]
    for works in range(2, 6):
        keep(library, works)
    assert [number for number, _ in sizes(library)] == [1, 3, 4, 5, 6]


@pytest.mark.parametrize(
    "content", [b"", b"no gzip", b"\x1f\x8b\x08\x00", b'{"fabula":"growth","runs":[[1,"","",-1,0,0,0,0,0,0,0]]}']
)
def test_a_damaged_file_costs_only_what_was_in_it(library: Path, content: bytes) -> None:
    """The reports that are kept still tell; a check names the file, and the next run mends it."""
    for works in range(1, 5):
        keep(library, works)
    (library / REPORTS / GROWTH).write_bytes(content)
    with pytest.raises(LibraryDamaged, match="growth"):
        read_growth_file(library)
    assert [number for number, _ in sizes(library)] == [2, 3, 4]
    assert any("growth" in str(damage) for damage in check(library).damage)
    keep(library, 5)
    assert [number for number, _ in sizes(library)] == [2, 3, 4, 5]
    assert check(library).whole


def test_a_damaged_report_is_left_out(library: Path) -> None:
    """Whether it is still kept or on its way out."""
    for works in range(1, 4):
        keep(library, works)
    (library / REPORTS / "000001.json.gz").write_bytes(b"half")
    assert sizes(library) == [(2, 2), (3, 3)]
    keep(library, 4)
    assert sizes(library) == [(2, 2), (3, 3), (4, 4)]


def test_of_a_real_library(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """What was added, and how much there is then; of none there is an error."""
    for number in range(2):
        add_works(tmp_path / "library", [make_work("One long day.", title=f"Tale {number}")])
    assert [(point.run, point.works, point.words, point.added) for point in library_growth(tmp_path / "library")] == [
        ("add", 1, 3, 1),
        ("add", 2, 6, 1),
    ]
    with pytest.raises(LibraryMissing):
        library_growth(tmp_path / "none")
