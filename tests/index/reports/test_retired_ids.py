"""The id of a work that is gone goes to no other story, and back to the same one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import UpdateOptions, Work, build, check, remove, update
from fabula.index.errors import LibraryDamaged
from fabula.index.folder_names import REPORTS, RETIRED_IDS
from fabula.index.ingest.read_task import segment_work
from fabula.index.records.work_record import make_record
from fabula.index.reports.retired_ids import (
    RetiredIds,
    RetiredWork,
    read_retired,
    read_retired_if_whole,
    retire,
    write_retired,
)
from fabula.index.store.opening import open_store

OPTIONS = UpdateOptions(workers=0, allow_removals=True, speech=False)
LAMP, BELL = "The lamp was lit at noon, and nobody came.", "A bell rang twice while Odo slept on the ferry."


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    (folder / "other.txt").write_text("Title: Other\nAuthor: Ann\n\n\nIt rained.\n")
    return folder


def write(path: Path, text: str, head: str = "Title: Untitled\nAuthor: Ann\n") -> None:
    path.write_text(f"{head}\n\n{text}\n")


def id_at(library: Path, path: str) -> str:
    return next((work.id for work in open_store(library).works().values() if work.path == path), "")


@pytest.mark.parametrize("head", ["Title: Untitled\nAuthor: Ann\n", ""])
def test_an_id_goes_to_no_other_story_and_back_to_the_same(tmp_path: Path, stories: Path, head: str) -> None:
    """Whether title and author name it, or only its path; by an update or by remove."""
    library, path = tmp_path / "library", stories / "a.txt"
    write(path, LAMP, head)
    build(library, [stories], workers=0, speech=False)
    lamp = id_at(library, "a.txt")
    path.unlink()
    update(library, OPTIONS)
    write(path, BELL, head)
    update(library, OPTIONS)
    bell = id_at(library, "a.txt")
    assert bell and bell != lamp
    path.unlink()
    update(library, OPTIONS)
    write(path, LAMP, head)
    update(library, OPTIONS)
    assert id_at(library, "a.txt") == lamp
    remove(library, [path])
    write(path, BELL, head)
    build(library, [path], workers=0, speech=False)
    assert id_at(library, "a.txt") == bell
    assert check(library).whole


def test_a_story_at_its_address_has_its_id_again(tmp_path: Path, stories: Path) -> None:
    """Also if it has got another text meanwhile; another title at the same address is another story."""
    library, path = tmp_path / "library", stories / "a.txt"
    head = "Title: {0}\nAuthor: Ann\nStory URL: http://a.org/viewstory.php?sid=1\n"
    write(path, LAMP, head.format("Lamp"))
    build(library, [stories], workers=0, speech=False)
    first = id_at(library, "a.txt")
    for title, text, is_same in (("Lamp", BELL, True), ("Bell", BELL, False)):
        path.unlink()
        update(library, OPTIONS)
        write(path, text, head.format(title))
        update(library, OPTIONS)
        assert (id_at(library, "a.txt") == first) is is_same


def test_what_is_written_is_read(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """Lone surrogates in titles are mended, as in those of works; the earliest of very many are forgotten."""
    (tmp_path / REPORTS).mkdir()
    assert read_retired(tmp_path) == {}
    segmented = segment_work(make_work(LAMP, BELL))
    record = make_record(segmented.work, "0f", segmented.scenes)
    retired = retire({}, {"0f": record}, {}, lambda identity: segmented.scenes)
    assert len(retired["0f"].scenes) == 2
    retired["1f"] = RetiredWork("", "Title \udcff", ())
    write_retired(tmp_path, retired)
    assert read_retired(tmp_path) == {**retired, "1f": RetiredWork("", "Title \ufffd", ())}
    assert retire(retired, {}, {"0f": record}, lambda identity: ()) == {"1f": retired["1f"]}
    many = {str(number): RetiredWork("", "T", ()) for number in range(50_001)}
    assert next(iter(retire(many, {}, {}, lambda identity: ()))) == "1"
    assert list(RetiredIds(retired).ids_again("0f", segmented.work, segmented.scenes)) == ["0f"]
    assert list(RetiredIds(retired).ids_again("2f", segmented.work, segmented.scenes)) == []


@pytest.mark.parametrize("content", [b"", b"no gzip", b"\x1f\x8b\x08\x00"])
def test_a_damaged_file_stops_no_run(tmp_path: Path, stories: Path, content: bytes) -> None:
    """A check names it."""
    library = tmp_path / "library"
    write(stories / "a.txt", LAMP)
    build(library, [stories], workers=0, speech=False)
    (stories / "a.txt").unlink()
    update(library, OPTIONS)
    (library / REPORTS / RETIRED_IDS).write_bytes(content)
    with pytest.raises(LibraryDamaged, match="retired"):
        read_retired(library)
    assert any("retired" in str(damage) for damage in check(library).damage)
    assert read_retired_if_whole(library) == {}
    write(stories / "b.txt", BELL)
    assert update(library, OPTIONS).added == 1
