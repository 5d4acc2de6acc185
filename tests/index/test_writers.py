"""Writers take turns, and none ever touches what another one is doing."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from pathlib import Path

import pytest

from fabula.index import Work, add_works
from fabula.index.build import record_of
from fabula.index.codec.toc import toc_path
from fabula.index.errors import LibraryDamaged
from fabula.index.identity import work_id
from fabula.index.segmentation import segment
from fabula.index.store import Store, StoreWriter, create_store, open_store


def put(writer: StoreWriter, work: Work) -> None:
    identity = work_id(work)
    scenes = segment(work, identity)
    writer.add(record_of(work, identity, scenes), scenes)


def test_a_writer_that_is_done_leaves_the_next_one_alone(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """Between its commit and the end of its block a second writer may begin; its files stay where they are."""
    store, other = create_store(tmp_path / "library"), create_store(tmp_path / "library")
    with store.write() as first:
        put(first, make_work("The first lamp was lit.", title="First"))
        first.commit()
        second = other.write()
        half_written = tmp_path / "library" / "index" / "MAIN_0123.seg.tmp"
        half_written.write_bytes(b"what the second writer has written so far")
    assert half_written.exists()
    with second:
        put(second, make_work("The second lamp was lit.", title="Second"))
        second.commit()
    assert {work.title for work in open_store(tmp_path / "library").works().values()} == {"First", "Second"}


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

    monkeypatch.setattr(import_module("fabula.index.build"), "create_store", opened_too_soon)
    receipt = add_works(library, [story])
    assert (receipt.added, receipt.updated) == (0, 1)
    assert len(open_store(library).works()) == receipt.works == 1


def test_a_writer_that_cannot_begin_does_not_keep_the_lock(make_work: Callable[..., Work], tmp_path: Path) -> None:
    """Damage found on the way in is told every time, and never turns into "busy"."""
    library = tmp_path / "library"
    add_works(library, [make_work("The lamp was lit.")])
    store = open_store(library)
    toc = toc_path(library / "index", 2)
    toc.write_bytes(b"not a table of contents")
    for _ in range(2):
        with pytest.raises(LibraryDamaged):
            store.write()
    toc.unlink()
    with store.write() as writer:
        writer.commit()
