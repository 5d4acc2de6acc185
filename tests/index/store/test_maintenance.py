"""A stage after the commit holds the lock as long as it works, and no longer."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work, add_works
from fabula.index.errors import LibraryBusy, LibraryDamaged
from fabula.index.store.library_store import LibraryStore
from fabula.index.store.lock import WriteLock
from fabula.index.store.maintenance import maintenance_lock


@pytest.fixture
def store(tmp_path: Path, make_work: Callable[..., Work]) -> LibraryStore:
    add_works(tmp_path / "library", [make_work("The lamp was lit.")])
    return LibraryStore.open(tmp_path / "library")


def test_the_lock_is_held_and_let_go(store: LibraryStore) -> None:
    """One at a time; also when the stage fails."""
    with maintenance_lock(store), pytest.raises(LibraryBusy):
        WriteLock.acquire(store.files)
    with pytest.raises(ValueError, match="no"), maintenance_lock(store):
        raise ValueError("no")
    WriteLock.acquire(store.files).release()


def test_a_damaged_commit_leaves_no_lock(store: LibraryStore) -> None:
    """Whoever finds damage must be able to repair it, and nothing is tidied up that cannot be read."""
    later = store.files / f"_MAIN_{store.generation + 1}.toc"
    later.write_bytes(b"junk")
    left = store.files / "MAIN_0123456789abcdef.seg"
    left.write_bytes(b"of that commit, perhaps")
    with pytest.raises(LibraryDamaged), maintenance_lock(store):
        pytest.fail("the commit cannot be read")
    assert left.exists()
    WriteLock.acquire(store.files).release()
