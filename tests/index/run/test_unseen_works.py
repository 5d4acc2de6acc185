"""Works of a folder that is a drive which is away, or suddenly empty, stay until somebody says that they may go."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from fabula.index import Receipt, WarningKind, build, rebuild, update
from fabula.index.errors import RemovalsRefused
from fabula.index.files.drives import DriveFinder
from fabula.index.indexer.rebuild import RebuildOptions
from fabula.index.library.catalogue_file import drives_of
from fabula.index.run.options import UpdateOptions
from fabula.index.run.unseen_works import remembered_drives
from fabula.index.store.opening import open_store


def run(library: Path, **options: bool) -> Receipt:
    return update(library, UpdateOptions(workers=0, speech=False, **options))


def titles(library: Path) -> set[str]:
    return {work.title for work in open_store(library).works().values()}


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    for number in range(24):
        path = tmp_path / "stories" / f"part{number // 2:02}" / f"{number}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(
            f"Title: Tale {number}\nAuthor: Ann\n\n\nThe bell of tale {number} rang at noon, and nobody came.\n"
        )
    return tmp_path / "stories"


@pytest.fixture
def library(tmp_path: Path, stories: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A library in whose first run `part00` was a drive."""
    with monkeypatch.context() as patch:
        patch.setattr(DriveFinder, "look_at", lambda finder, source: finder.found.add(str(stories / "part00")))
        build(tmp_path / "library", [stories], workers=0, speech=False)
    return tmp_path / "library"


def absences(receipt: Receipt) -> list[str]:
    return [warning.path for warning in receipt.warnings if warning.kind is WarningKind.FOLDER_UNSEEN]


@pytest.mark.parametrize("folder", ["part00", "part01"])
def test_an_empty_folder_loses_nothing(stories: Path, library: Path, folder: str) -> None:
    """Whether it was a drive or not: each run says so, a rebuild too, and a dry run; permission lets the works go."""
    shutil.rmtree(stories / folder)
    (stories / folder).mkdir()
    for receipt in (
        run(library, dry_run=True),
        run(library),
        run(library),
        rebuild(library, RebuildOptions(workers=0, speech=False)),
        run(library),
    ):
        assert absences(receipt) == [f"{stories}/{folder}"] and not receipt.changes and not receipt.complete
        assert len(titles(library)) == 24
    receipt = run(library, allow_removals=True)
    assert receipt.removed == 2 and absences(receipt) == []
    assert absences(run(library)) == []


def test_a_drive_whose_folder_is_gone_loses_nothing(stories: Path, library: Path) -> None:
    """Nor one under which something else lies; another folder that is gone was deleted."""
    shutil.rmtree(stories / "part01")
    shutil.move(stories / "part00", stories.parent / "away")
    receipt = run(library)
    assert receipt.removed == 2 and absences(receipt) == [f"{stories}/part00"]
    assert "was a drive of its own, and is not there: 2 works from it stayed" in str(receipt.warnings[0])
    (stories / "part00").mkdir()
    (stories / "part00" / "new.txt").write_text("Title: New\n\n\nThis lies under the drive.\n")
    receipt = run(library)
    assert (receipt.added, receipt.removed) == (1, 0) and absences(receipt) == [f"{stories}/part00"]
    shutil.rmtree(stories / "part00")
    shutil.move(stories.parent / "away", stories / "part00")
    receipt = run(library)
    assert receipt.unchanged == 22 and len(titles(library)) == 23


def test_stories_that_were_moved_out_leave_no_warning(stories: Path, library: Path) -> None:
    """The empty folder that they leave was emptied by somebody; copies elsewhere count as well."""
    before = open_store(library).works()
    for path in (stories / "part02").iterdir():
        path.rename(stories / "part03" / path.name)
    shutil.copy(stories / "part04" / "8.txt", stories / "part05" / "copy.txt")
    receipt = run(library)
    assert absences(receipt) == [] and receipt.removed == 0
    assert before.keys() <= open_store(library).works().keys()


def test_many_deleted_folders_are_refused_as_ever(stories: Path, library: Path) -> None:
    """Files that are deleted with their folder are gone, up to a tenth."""
    for folder in ("part02", "part03"):
        shutil.rmtree(stories / folder)
    with pytest.raises(RemovalsRefused, match="files of 4 works of 24 are gone"):
        run(library)


def test_drives_are_remembered_while_works_of_them_are_missing(stories: Path, library: Path) -> None:
    """The catalogue has them; when all of their works are there in another way, they are forgotten."""
    works = list(open_store(library).works().values())
    assert drives_of(library) == [f"{stories}/part00"]
    assert remembered_drives(["/new"], [f"{stories}/part01", "/none"], works) == ["/new", f"{stories}/part01"]
    (stories / "part03" / "new.txt").write_text("Title: New\n\n\nThis came.\n")
    run(library)
    assert drives_of(library) == []


def test_a_copy_that_moves_leaves_the_work_of_a_drive_alone(tmp_path: Path, stories: Path, library: Path) -> None:
    """The one of two works with the same bytes has moved whose file is gone, not the one that is out of sight."""
    copies = tmp_path / "copies"
    copies.mkdir()
    shutil.copy(stories / "part04" / "8.txt", copies / "copy.txt")
    build(library, [copies], workers=0, speech=False)
    before = {work.id: work.path for work in open_store(library).works().values()}
    stories.rename(tmp_path / "away")
    (copies / "copy.txt").rename(copies / "moved.txt")
    receipt = run(library)
    after = {work.id: work.path for work in open_store(library).works().values()}
    assert (receipt.added, receipt.moved, receipt.removed) == (0, 1, 0)
    assert after.keys() == before.keys()
    assert [before[work] for work in before if before[work] != after[work]] == ["copy.txt"]


@pytest.mark.parametrize("edited", [False, True])
@pytest.mark.parametrize("again", [False, True])
def test_nor_does_it_take_the_place_of_a_work_in_an_empty_folder(
    stories: Path, library: Path, edited: bool, again: bool
) -> None:
    """Whether it was edited on the way or not, and in a rebuild, too."""
    copy, moved = stories / "part05" / "copy.txt", stories / "part05" / "moved.txt"
    shutil.copy(stories / "part04" / "8.txt", copy)
    run(library)
    before = {work.id: work.path for work in open_store(library).works().values()}
    shutil.rmtree(stories / "part04")
    (stories / "part04").mkdir()
    moved.write_text(copy.read_text() + "Somebody came.\n" * edited)
    copy.unlink()
    receipt = rebuild(library, RebuildOptions(workers=0, speech=False)) if again else run(library)
    after = {work.id: work.path for work in open_store(library).works().values()}
    assert (receipt.added, receipt.moved, receipt.removed) == (0, 1, 0)
    assert after.keys() == before.keys()
    assert [before[work] for work in before if before[work] != after[work]] == ["part05/copy.txt"]


def test_a_run_that_removes_nothing_sees_the_same_folder(stories: Path, library: Path) -> None:
    """The problem is not gone because `fabula index` keeps all works anyway."""
    for path in (stories / "part03").iterdir():
        path.rename(stories.parent / path.name)
    assert absences(run(library)) == [str(stories / "part03")]
    receipt = build(library, [stories], workers=0, speech=False)
    assert absences(receipt) == [str(stories / "part03")]
    assert receipt.absences[0].again and not receipt.mended and not receipt.failed_anew
    assert WarningKind.FILES_GONE not in {warning.kind for warning in receipt.warnings}
    assert run(library).mended == 0
