"""Works that a repair cannot bring back are named, or at least counted, by what earlier reports know of them."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks.faults.stories import files_of
from fabula.index import build, update
from fabula.index.indexer.repair import repair
from fabula.index.model import WorkRecord
from fabula.index.reports.comparison import compare_reports
from fabula.index.reports.receipts import report_name, report_numbers
from fabula.index.store.opening import open_store


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """A library of five stories whose files exist."""
    folder = tmp_path / "stories"
    folder.mkdir()
    for name, text in files_of(dict.fromkeys(range(5), 0).items()).items():
        (folder / name).write_text(text, encoding="utf-8")
    build(tmp_path / "library", [folder], workers=0)
    return tmp_path / "library"


def works_of(library: Path) -> dict[str, WorkRecord]:
    return dict(open_store(library).works())


def lose_segments(library: Path) -> None:
    """Make all segments unreadable from the first byte on."""
    for path in (library / "index").glob("*.seg"):
        path.write_bytes(b"x\n")


def delete_stories(library: Path, *numbers: int) -> None:
    for path in (library.parent / "stories").iterdir():
        if any(f"Story {number}\n" in path.read_text(encoding="utf-8") for number in numbers):
            path.unlink()


def test_works_of_an_unreadable_segment_are_named(library: Path) -> None:
    """The reports of earlier runs say which works it held, and where they came from."""
    lose_segments(library)
    delete_stories(library, 1, 3, 4)
    report = repair(library)
    assert report.after.whole and not report.whole and report.from_sources == 2
    assert report.lost == ("Story 1", "Story 3", "Story 4")
    assert all(work.id and work.path for work in report.lost_works)


def test_an_unreadable_segment_comes_back_from_the_sources(library: Path) -> None:
    """A new file beside the old ones stands for none of them."""
    before = set(works_of(library))
    lose_segments(library)
    (library.parent / "stories" / "new.txt").write_text("New\n\nA lamp was lit in the harbour.", encoding="utf-8")
    report = repair(library)
    assert report.whole and report.lost == () and before < set(works_of(library))


def test_works_of_which_no_report_tells_the_title_are_counted(library: Path) -> None:
    """The last report has the number of all works, also where the one that named them is gone."""
    (library.parent / "stories" / "new.txt").write_text("New\n\nA lamp was lit in the harbour.", encoding="utf-8")
    update(library)
    (library / "reports" / report_name(1)).unlink()
    lose_segments(library)
    delete_stories(library, 1, 3, 4)
    report = repair(library)
    assert not report.whole and report.lost == ("", "", "")


def test_without_reports_scenes_are_counted(library: Path) -> None:
    """A library of before there were reports is not called whole while scenes are missing."""
    for path in (library / "reports").iterdir():
        path.unlink()
    lose_segments(library)
    delete_stories(library, 1)
    assert repair(library).lost == ("",)


def test_lost_works_are_removed_in_a_report(library: Path) -> None:
    """So the next repair does not name them again, and those that came back are added again."""
    lose_segments(library)
    delete_stories(library, 1)
    assert repair(library).lost == ("Story 1",)
    comparison = compare_reports(library, 1, report_numbers(library)[-1])
    assert [work.title for work in comparison.disappeared] == ["Story 1"]
    assert len(comparison.returned) == 4 and not comparison.appeared_first
    lose_segments(library)
    assert repair(library).whole


def test_a_work_that_comes_back_under_another_id_is_not_lost(library: Path, tmp_path: Path) -> None:
    """A story keeps its id when its title is edited; read anew it gets the id of the new title."""
    path = next(path for path in (tmp_path / "stories").iterdir() if "Story 3\n" in path.read_text(encoding="utf-8"))
    path.write_text(path.read_text(encoding="utf-8").replace("Story 3\n", "The Ferry\n", 1), encoding="utf-8")
    update(library)
    before = {record.title for record in works_of(library).values()}
    assert "The Ferry" in before
    lose_segments(library)
    assert repair(library).whole
    assert {record.title for record in works_of(library).values()} == before


def test_a_source_that_is_away_is_named(library: Path) -> None:
    """Its works are lost until it is there again."""
    lose_segments(library)
    (library.parent / "stories").rename(library.parent / "elsewhere")
    report = repair(library)
    assert len(report.lost) == 5
    assert any("stories is missing" in note for note in report.notes)
