"""Reading stands below writing: a library is opened by what it is needed for, and each commit names its works."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from fabula.index import UpdateOptions, Work, add_works, build, update
from fabula.index.errors import LibraryMissing, NotALibrary, OptionError
from fabula.index.model import WorkRecord
from fabula.index.store.index_store import IndexStore
from fabula.index.store.library_store import LibraryStore, create_store, open_for_writing
from fabula.index.store.opening import open_store

MakeWork = Callable[..., Work]


@pytest.fixture
def library(tmp_path: Path, make_work: MakeWork) -> Path:
    add_works(tmp_path / "library", [make_work("The lamp was lit.", title="Lamp")], speech=False)
    return tmp_path / "library"


def test_reading_imports_nothing_that_writes() -> None:
    """Neither does a search: what writes takes as long to import as a search takes in all."""
    script = "import sys, fabula.search.library; print(*[name for name in sys.modules if name.startswith('fabula.')])"
    names = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout.split()
    writing = ("fabula.index.writer", "fabula.index.indexer", "fabula.index.library", "fabula.index.checking")
    # Of the settings a search reads one: what is hidden.
    reading = {"fabula.index.library", "fabula.index.library.hidden_ratings"}
    assert [name for name in names if name.startswith(writing) and name not in reading] == []
    assert not {"fabula.index.store.library_store", "fabula.index.store.index_writer"}.intersection(names)
    assert "fabula.index.store.index_store" in names


def test_a_library_is_opened_for_reading_or_writing(library: Path, tmp_path: Path) -> None:
    """What does not exist is created only by who asks for that."""
    assert type(open_store(library)) is IndexStore
    assert type(open_for_writing(library)) is type(create_store(library)) is LibraryStore
    for opening in (open_store, open_for_writing):
        with pytest.raises(LibraryMissing):
            opening(tmp_path / "none")
        with pytest.raises(OptionError):
            opening("http://example.org/library")
    assert create_store(tmp_path / "none").works() == {}
    (tmp_path / "file").write_text("")
    with pytest.raises(NotALibrary):
        create_store(tmp_path / "file")


def test_a_content_id_names_the_works(library: Path, make_work: MakeWork) -> None:
    """It is another after works came or went, and the same when they were only rearranged."""
    ids = [open_store(library).content_id]
    add_works(library, [make_work("The sea was calm.", title="Sea")], speech=False)
    ids.append(open_store(library).content_id)
    open_for_writing(library).attribute_speech(lambda _: None)
    store = open_for_writing(library)
    assert store.content_id == ids[1] != ids[0] and store.generation == 3
    with store.write() as writer:
        writer.remove(next(iter(store.works())))
        writer.commit()
    assert store.content_id not in ids


def test_speech_and_merges_leave_the_catalogue_as_it_is(tmp_path: Path) -> None:
    """The next update opens no file, although the commit is another."""
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "one.txt").write_text("Title: One\n\n\n“Come,” said Anna. “The lamp is lit.”\n")
    library = tmp_path / "library"
    build(library, [stories], speech=False)
    catalogue = (library / "catalogue").read_bytes()
    open_for_writing(library).attribute_speech(lambda _: None)
    assert (library / "catalogue").read_bytes() == catalogue
    assert update(library, UpdateOptions(speech=False)).unchanged == 1


def test_a_pinned_store_stays_at_its_commit(library: Path, make_work: MakeWork) -> None:
    """While the store that it was pinned from goes on."""
    store = open_store(library)
    pinned = store.pinned()
    before = store.changed_ns()
    add_works(library, [make_work("The sea was calm.", title="Sea")], speech=False)
    assert store.refresh() and not store.refresh()
    assert (len(store.works()), len(pinned.works())) == (2, 1)
    assert store.changed_ns() >= before


def test_a_commit_describes_each_work_once(library: Path, make_work: MakeWork) -> None:
    """However many hits and pages show it; each work of each segment by itself."""
    add_works(library, [make_work("A bell.", title="Bell"), make_work("A sea.", title="Sea")])
    described: list[str] = []

    def describe(work: WorkRecord) -> WorkRecord:
        described.append(work.title)
        return replace(work, source="shelf")

    snapshot = open_store(library).pinned(describe).snapshot()
    places = [(place, n) for place, opened in enumerate(snapshot.segments) for n in range(opened.segment.work_count)]
    shown = [snapshot.work_at(*place) for place in places * 3]
    assert {work.source for work in (*shown, *snapshot.works)} == {"shelf"}
    assert sorted({work.title for work in shown}) == sorted(described) == sorted(work.title for work in snapshot.works)
