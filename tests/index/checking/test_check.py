"""A check finds a whole library whole, and names what is missing or left over in one that is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Progress, Work, add_works, check
from fabula.index.codec.toc import generations, toc_path
from fabula.index.errors import LibraryDamaged, LibraryMissing
from fabula.index.store.opening import open_store


@pytest.fixture
def library(make_work: Callable[..., Work], tmp_path: Path) -> Path:
    """A library of three commits; the second replaces a work of the first."""
    folder = tmp_path / "library"
    add_works(folder, [make_work("The lamp was lit.\n\n. . .", "Nobody came.", title="Lamp"), make_work("Ferry.")])
    add_works(folder, [make_work("The lamp went out.", title="Lamp")])
    add_works(folder, [make_work("Die Häuser. . . .\n\n* * *", title="Häuser", language="de")])
    return folder


def test_a_whole_library_is_whole(library: Path) -> None:
    """Works and scenes are counted as statistics count them, and progress ends at the end."""
    seen: list[Progress] = []
    report = check(library, progress=seen.append)
    assert report.whole and report.damage == () and report.leftovers == ()
    stats = open_store(library).stats()
    assert (report.works, report.scenes, report.notes, report.words) == (
        stats.works, stats.scenes, stats.notes, stats.words,
    )  # fmt: skip
    assert (report.segments, report.works, report.deleted, report.uncounted) == (3, 3, 1, ())
    assert report.positions == 4 + 2 + 1 + 4 + 2
    assert report.bytes == sum(p.stat().st_size for p in library.rglob("*") if p.is_file() and p.suffix != ".lock")
    assert seen[-1].done == seen[-1].total == 5


def test_what_an_interrupted_run_left_is_no_damage(library: Path) -> None:
    """The leftover file is named."""
    (library / "index" / "MAIN_0123.seg.tmp").write_bytes(b"half")
    report = check(library)
    assert report.whole and report.leftovers == ("MAIN_0123.seg.tmp",)


def test_files_that_are_gone(library: Path) -> None:
    """A missing segment is reported, then a missing table of contents."""
    segment = next((library / "index").glob("*.seg"))
    segment.unlink()
    (damage,) = check(library).damage
    assert damage.file == f"index/{segment.name}" and "No such file" in damage.problem
    toc = toc_path(library / "index", generations(library / "index")[-1])
    toc.unlink()
    (damage,) = check(library).damage
    assert damage.problem == "there is no table of contents"


def test_what_can_still_be_counted(library: Path) -> None:
    """One flipped bit anywhere in a segment costs at most the works of its own file."""
    segments = sorted((library / "index").glob("*.seg"), key=lambda path: path.stat().st_size)
    segment = segments[0]
    whole = segment.read_bytes()
    counts = set()
    for place in range(0, len(whole), len(whole) // 40):
        segment.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        report = check(library)
        assert 2 <= report.works <= 3 and bool(report.uncounted) == (report.works < 3)
        counts.add(report.works)
    assert counts == {2, 3}
    segment.unlink()
    report = check(library)
    assert (report.works, report.uncounted) == (2, (segment.name,))


def test_works_without_a_table_of_contents_are_counted(library: Path) -> None:
    """In all segments there are, each work once."""
    for toc in (library / "index").glob("*.toc"):
        toc.unlink()
    report = check(library)
    assert not report.whole and (report.generation, report.works) == (-1, 3)


def test_no_library_is_no_damage(library: Path, tmp_path: Path) -> None:
    """A folder that is no library, or whose marker is damaged, raises the usual errors."""
    with pytest.raises(LibraryMissing):
        check(tmp_path / "none")
    (library / "fabula.json").write_bytes(b"{")
    with pytest.raises(LibraryDamaged):
        check(library)


def test_a_marker_with_a_flipped_bit(library: Path) -> None:
    """Also a marker that still names its format."""
    marker = library / "fabula.json"
    marker.write_bytes(marker.read_bytes().replace(b"library", b"librarx"))
    (damage,) = check(library).damage
    assert damage.file == "fabula.json"
