"""Writers take turns, and none ever touches what another one is doing."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from fabula.index import RebuildOptions, UpdateOptions, Work, add_works, build, rebuild, remove, update
from fabula.index.codec import durable
from fabula.index.codec.toc import Toc, toc_path, write_toc
from fabula.index.errors import LibraryBusy, LibraryDamaged, NotALibrary
from fabula.index.identity import work_id
from fabula.index.records.work_record import make_record
from fabula.index.segmentation import segment
from fabula.index.store.library_store import create_store, open_for_writing
from fabula.index.store.lock import WriteLock
from fabula.index.store.opening import open_store
from fabula.index.store.protocol import Store, StoreWriter


def put(writer: StoreWriter, work: Work) -> None:
    identity = work_id(work)
    scenes = segment(work, identity)
    writer.add(make_record(work, identity, scenes), scenes)


def test_a_writer_that_is_done_leaves_the_next_one_alone(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """A second writer begins at the end of its block, not at its commit: what lies beside the index is written then."""
    store, other = create_store(tmp_path / "library"), create_store(tmp_path / "library")
    with store.write() as first:
        put(first, make_work("The first lamp was lit.", title="First"))
        first.commit()
        with pytest.raises(LibraryBusy):
            other.write()
    with other.write() as second:
        put(second, make_work("The second lamp was lit.", title="Second"))
        second.commit()
    assert {work.title for work in open_store(tmp_path / "library").works().values()} == {"First", "Second"}


@pytest.mark.parametrize("speech", [False, True])
def test_all_that_a_run_writes_it_writes_under_its_lock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, speech: bool
) -> None:
    """Commit, catalogue, settings and report: no other writer may begin before the last of them."""
    library, stories = tmp_path / "library", tmp_path / "stories"
    stories.mkdir()
    written: list[str] = []

    class Watched(durable.FileSystem):
        def rename(self, path: Path, target: Path) -> None:
            with pytest.raises(LibraryBusy):
                WriteLock.acquire(library / "index")
            written.append(target.name)
            super().rename(path, target)

    monkeypatch.setattr(durable, "system", Watched())

    def story(name: str) -> None:
        (stories / f"{name}.txt").write_text(f'Title: {name}\n\n\n"The bell," said Ann, "of {name} rang."\n')

    story("first")
    build(library, [stories], speech=speech)
    assert {"fabula.json", "library.toml", "catalogue", "000001.json.gz"} <= set(written)
    written.clear()
    story("second")
    update(library, UpdateOptions(workers=0, speech=speech))
    assert {"catalogue", "000002.json.gz"} <= set(written)
    written.clear()
    rebuild(library, RebuildOptions(workers=0, speech=speech))
    assert {"catalogue", "000003.json.gz"} <= set(written)
    written.clear()
    remove(library, [stories / "second.txt"])
    assert {"catalogue", "library.toml", "000004.json.gz"} <= set(written)


def test_a_library_that_changes_before_the_lock_is_had_is_read_again(
    make_work: Callable[..., Work], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Another process may commit between opening and locking; its works are known, and none is there twice."""
    library = tmp_path / "library"
    story = make_work("The lamp was lit.", title="Lamp")

    def opened_too_soon(address: str | Path) -> Store:
        store = create_store(address)
        monkeypatch.undo()
        add_works(address, [story])
        return store

    monkeypatch.setattr(import_module("fabula.index.indexer.add_works"), "create_store", opened_too_soon)
    receipt = add_works(library, [story])
    assert (receipt.added, receipt.updated) == (0, 1)
    assert len(open_store(library).works()) == receipt.works == 1


def test_a_writer_that_cannot_begin_does_not_keep_the_lock(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """Damage found on the way in is told every time, and never turns into "busy"."""
    library = tmp_path / "library"
    add_works(library, [make_work("The lamp was lit.")])
    store = open_for_writing(library)
    toc = toc_path(library / "index", store.generation + 1)
    toc.write_bytes(b"not a table of contents")
    for _ in range(2):
        with pytest.raises(LibraryDamaged):
            store.write()
    toc.unlink()
    with store.write() as writer:
        writer.commit()


LEFT_BEHIND = [
    [],
    ["index/"],
    ["index/", "index/write.lock", "index/_MAIN_0.toc.tmp"],
    ["index/", "index/write.lock", "index/_MAIN_0.toc", "fabula.json.tmp"],
]


@pytest.mark.parametrize("left", LEFT_BEHIND)
def test_a_library_whose_making_was_cut_short_is_made_again(
    make_work: Callable[..., Work], tmp_path: Path, left: list[str]
) -> None:
    """Whatever a killed process left of a library without a marker, the next one goes on from there."""
    library = tmp_path / "library"
    library.mkdir()
    for name in left:
        if name.endswith("/"):
            (library / name).mkdir()
        elif name.endswith(".toc"):
            write_toc(library / "index", Toc(0, ()))
        else:
            (library / name).write_bytes(b"{")
    assert add_works(library, [make_work("The lamp was lit.")]).works == 1


@pytest.mark.parametrize("other", ["index/notes.txt", "index/MAIN_1.seg", "letter.txt"])
def test_a_folder_that_looks_like_a_library_is_not_written_to(
    make_work: Callable[..., Work], tmp_path: Path, other: str
) -> None:
    """A folder named index may be anybody's: nothing is written beside files that no library begins with."""
    (tmp_path / "library" / "index").mkdir(parents=True)
    (tmp_path / "library" / other).touch()
    before = sorted(tmp_path.rglob("*"))
    with pytest.raises(NotALibrary, match="holds other files"):
        add_works(tmp_path / "library", [make_work("The lamp was lit.")])
    assert sorted(tmp_path.rglob("*")) == before


def test_a_file_is_no_place_for_a_library(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """The message says that it is a file."""
    (tmp_path / "story.txt").touch()
    with pytest.raises(NotALibrary, match="is a file"):
        add_works(tmp_path / "story.txt", [make_work("The lamp was lit.")])


def test_a_table_of_contents_that_cannot_be_read_is_damage(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """Whatever the system says against reading it, the message has the library and the reason."""
    library = tmp_path / "library"
    add_works(library, [make_work("The lamp was lit.")])
    toc_path(library / "index", 7).mkdir()
    with pytest.raises(LibraryDamaged, match=r"library .*cannot be read: Is a directory") as caught:
        open_store(library)
    assert caught.value.hint
