"""An index that a rebuild has replaced can be restored: checked, in one commit, and that can be undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from fabula.index import (
    Progress,
    RebuildOptions,
    UpdateOptions,
    build,
    check,
    kept_generations,
    rebuild,
    restore,
    update,
)
from fabula.index.codec.toc import generations, read_toc
from fabula.index.errors import LibraryBusy, LibraryDamaged, NotFound, OptionError
from fabula.index.indexer.repair import repair
from fabula.index.reports.receipts import read_report
from fabula.index.store.library_store import open_for_writing
from fabula.index.store.opening import open_store
from fabula.search import Library

STORY = "Title: Tale {0}\nAuthor: Ann Author\n\n\nThe bell of {0} rang at noon.\n"
KEEPING = RebuildOptions(workers=0, speech=False, keep=3, allow_removals=True)
UPDATING = UpdateOptions(workers=0, speech=False, allow_removals=True)


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for name in "abc":
        (folder / f"{name}.txt").write_text(STORY.format(name))
    return folder


@pytest.fixture
def library(tmp_path: Path, stories: Path) -> Path:
    """Generation 1 has a, b and c; a rebuild made generation 2, with b changed, c gone and d new, and keeps 1."""
    folder = tmp_path / "library"
    build(folder, [stories], speech=False)
    (stories / "b.txt").write_text(STORY.format("b") + "\nIt rang again.\n")
    (stories / "c.txt").unlink()
    (stories / "d.txt").write_text(STORY.format("d"))
    rebuild(folder, KEEPING)
    return folder


def titles(library: Path) -> str:
    return "".join(sorted(work.title[-1] for work in open_store(library).works().values()))


def index_files(library: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in (library / "index").iterdir() if path.suffix != ".lock"}


def test_a_kept_generation_comes_back(library: Path) -> None:
    """It is a commit of its own, seen by every open library; the receipt has its changes."""
    kept = kept_generations(library)
    assert [(one.generation, one.works, one.problem) for one in kept] == [(1, 3, "")]
    assert kept[0].written.endswith("Z") and kept[0].words > 0
    with Library.open(library) as searched:
        assert searched.search('"bell of c"').total == 0
        receipt = restore(library, 1)
        assert (receipt.added, receipt.updated, receipt.unchanged, receipt.removed) == (1, 1, 1, 1)
        assert (receipt.run, receipt.generation, receipt.works) == ("restore", 3, 3)
        assert [work.title for work in receipt.gone] == ["Tale d"]
        assert [work.what for work in receipt.changes if work.kind == "updated"] == [("text",)]
        searched.refresh()
        assert searched.search('"bell of c"').total == 1
        assert searched.search('"rang again"').total == 0
    assert (read_report(library).run, read_report(library).changes) == ("restore", receipt.changes)
    report = check(library)
    assert report.whole and report.leftovers == ()


def test_it_can_be_undone(library: Path) -> None:
    """The commit that a restore replaces is kept once, however often one goes back and forth."""
    restore(library, 1)
    assert [one.generation for one in kept_generations(library)] == [1, 2]
    restore(library, 2)
    assert titles(library) == "abd"
    restore(library, 1)
    assert [one.generation for one in kept_generations(library)] == [1, 2]
    assert titles(library) == "abc"
    assert check(library).leftovers == ()


def test_an_update_goes_on_from_there(library: Path) -> None:
    """An update brings the restored index up to date, and the kept ones stay."""
    restore(library, 1)
    assert update(library, UPDATING).changes
    assert titles(library) == "abd"
    assert [one.generation for one in kept_generations(library)] == [1, 2]
    assert update(library, UPDATING).unchanged == 3


def test_damage_is_found_before(library: Path) -> None:
    """Nothing is written, and the list of kept generations is unchanged."""
    own = read_toc(library / "index", 1).files - read_toc(library / "index", 2).files
    path = library / "index" / next(name for name in own if name.endswith(".seg"))
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)
    before = index_files(library)
    with pytest.raises(LibraryDamaged, match="Generation 1"):
        restore(library, 1)
    assert index_files(library) == before
    path.write_bytes(b"nothing")
    with pytest.raises(LibraryDamaged, match="Generation 1"):
        restore(library, 1)
    (kept,) = kept_generations(library)
    assert kept.problem and kept.works == 0
    assert titles(library) == "abd" and check(library).whole


@pytest.mark.parametrize("phase", ["checking", "committing"])
def test_an_interrupt_changes_nothing(library: Path, phase: str) -> None:
    """Nothing is left of a restore that stops before its commit."""
    before = index_files(library)

    def stop(progress: Progress) -> None:
        if progress.phase == phase:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        restore(library, 1, progress=stop)
    assert index_files(library) == before
    assert titles(library) == "abd"


def test_what_is_not_kept_cannot_come_back(library: Path, tmp_path: Path, stories: Path) -> None:
    """Each error says what to do."""
    with pytest.raises(NotFound) as caught:
        restore(library, 7)
    assert "1" in caught.value.hint
    with pytest.raises(OptionError):
        restore(library, 2)
    build(tmp_path / "other", [stories], speech=False)
    assert kept_generations(tmp_path / "other") == ()
    with pytest.raises(NotFound) as caught:
        restore(tmp_path / "other", 0)
    assert "fabula rebuild --keep" in caught.value.hint


def test_one_writer_at_a_time(library: Path) -> None:
    """A restore holds the lock."""
    with open_for_writing(library).write(), pytest.raises(LibraryBusy):
        restore(library, 1)


def test_a_repair_leaves_what_is_kept(library: Path) -> None:
    """A repair repairs the current index and keeps the older ones."""
    own = read_toc(library / "index", 2).files - read_toc(library / "index", 1).files
    path = library / "index" / next(name for name in own if name.endswith(".seg"))
    content = bytearray(path.read_bytes())
    content[200] ^= 1
    path.write_bytes(content)
    assert repair(library).whole
    assert generations(library / "index")[0] == 1
    restore(library, 1)
    assert titles(library) == "abc"


@pytest.mark.parametrize("suffix", [".toc", ".seg"])
def test_a_kept_index_that_is_lost_is_remarked(tmp_path: Path, suffix: str) -> None:
    """The library is whole without it, and the message of a restore says what is wrong."""
    (tmp_path / "stories").mkdir()
    (tmp_path / "stories" / "a.txt").write_text("Ferry\n\n\nThe ferry was late.\n", encoding="utf-8")
    build(tmp_path / "library", [tmp_path / "stories"], workers=0, speech=False)
    kept = set((tmp_path / "library" / "index").glob(f"*{suffix}"))
    generation = check(tmp_path / "library").generation
    rebuild(tmp_path / "library", RebuildOptions(workers=0, speech=False, keep=1))
    assert check(tmp_path / "library").remarks == ()
    for path in kept:
        path.unlink()
    report = check(tmp_path / "library")
    (remark,) = report.remarks
    assert report.whole and remark.startswith(f"Generation {generation} was kept and cannot be restored any more: ")
    with pytest.raises(LibraryDamaged, match="No such file or directory") as caught:
        restore(tmp_path / "library", generation)
    assert "Errno" not in str(caught.value)
