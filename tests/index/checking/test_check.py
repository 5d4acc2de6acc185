"""A check finds a whole library whole, and names what is missing or left over in one that is not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Progress, Work, add_works, check
from fabula.index.codec.toc import generations, toc_path
from fabula.index.errors import LibraryDamaged, LibraryMissing


@pytest.fixture
def library(make_work: Callable[..., Work], tmp_path: Path) -> Path:
    """A library of three commits; the second replaces a work of the first."""
    folder = tmp_path / "library"
    add_works(folder, [make_work("The lamp was lit.\n\n. . .", "Nobody came.", title="Lamp"), make_work("Ferry.")])
    add_works(folder, [make_work("The lamp went out.", title="Lamp")])
    add_works(folder, [make_work("Die Häuser. . . .\n\n* * *", title="Häuser", language="de")])
    return folder


def test_a_whole_library_is_whole(library: Path) -> None:
    """Everything is counted, deleted works included, and progress ends at the end."""
    seen: list[Progress] = []
    report = check(library, progress=seen.append)
    assert report.whole and report.damage == () and report.leftovers == ()
    assert (report.segments, report.works, report.scenes) == (3, 4, 5)
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
