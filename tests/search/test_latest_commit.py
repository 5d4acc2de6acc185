"""An open library goes on to later commits by itself, keeps the one it has while it must, and then lets go of it."""

from __future__ import annotations

import gc
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from threading import Thread

import pytest

from fabula.index import Work, add_works
from fabula.index.codec.toc import generations, toc_path
from fabula.index.errors import LibraryDamaged
from fabula.search import Library, latest_commit


@pytest.fixture
def path(make_library: Callable[..., Path], make_work: Callable[..., Work]) -> Path:
    return make_library(make_work("The lamp was lit.", title="Lamp"))


def wait_for(holds: Callable[[], bool], seconds: float = 20) -> bool:
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.02)
    return False


def holds_deleted_files(library: Path) -> bool:
    maps = Path(f"/proc/{os.getpid()}/maps").read_text().splitlines()
    return any(str(library) in line and line.endswith("(deleted)") for line in maps)


def test_a_commit_is_seen_without_asking_for_it(path: Path, make_work: Callable[..., Work]) -> None:
    """By searches, and by everything else that is asked."""
    with Library.open(path) as library:
        assert library.search("lamp").total == 1
        add_works(path, [make_work("Another lamp.", title="Other")])
        assert wait_for(lambda: library.search("lamp").total == 2)
        assert len(library.works()) == library.stats().works == 2


def test_nothing_is_looked_for_where_nothing_was_written(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A look at the folder's time is all that a quiet library costs."""
    monkeypatch.setattr(latest_commit, "_LISTING_INTERVAL_S", 0.0)
    monkeypatch.setattr(latest_commit, "_SETTLING_NS", 0)
    with Library.open(path) as library:
        assert library.search("lamp").total == 1
        monkeypatch.setattr(type(library._latest._store), "refresh", lambda _: pytest.fail("it was read"))
        assert library.search("lamp").total == library.search("lit").total == 1


def test_who_searches_does_not_wait(
    path: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    """While one opens a commit, the others answer from the one before."""
    monkeypatch.setattr(latest_commit, "_LISTING_INTERVAL_S", 0.0)
    with Library.open(path) as library:
        add_works(path, [make_work("Another lamp.", title="Other")])
        with library._latest._lock:
            found: list[int] = []
            thread = Thread(target=lambda: found.append(library.search("lamp").total))
            thread.start()
            thread.join(20)
            assert found == [1]
        assert library.search("lamp").total == 2


def test_a_commit_that_cannot_be_opened_is_not_gone_on_to(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Searches go on with what there was; to ask for it says why."""
    monkeypatch.setattr(latest_commit, "_LISTING_INTERVAL_S", 0.0)
    with Library.open(path) as library:
        toc_path(path / "index", generations(path / "index")[-1] + 1).write_bytes(b"no table of contents")
        assert library.search("lamp").total == 1
        with pytest.raises(LibraryDamaged):
            library.refresh()


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc which files are mapped")
def test_files_that_are_gone_are_let_go(
    path: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Once the last reader has left a commit, the disk has the space of its files again."""
    monkeypatch.setattr(latest_commit, "_LISTING_INTERVAL_S", 0.0)

    with Library.open(path) as library:
        hits = library.search("lamp").hits
        add_works(path, [make_work("The lamp went out.", title="Lamp")])
        assert library.search("lamp").total == 1
        assert hits[0].matches and hits[0].scene.text == "The lamp was lit."
        assert holds_deleted_files(path)
        del hits
        assert wait_for(lambda: bool(library.search("lamp")) and not holds_deleted_files(path))


@pytest.mark.skipif(sys.platform != "linux", reason="asks /proc which files are mapped")
def test_known_duplicates_hold_no_files(
    path: Path, make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    """An answer that is kept for the next page of it does not keep the commit that it is from."""
    monkeypatch.setattr(latest_commit, "_LISTING_INTERVAL_S", 0.0)
    with Library.open(path) as library:
        assert library.duplicates() is library.duplicates()
        add_works(path, [make_work("The lamp went out.", title="Lamp")])
        # The writer, in this process, had the files open as well, and its objects refer to each other in a circle.
        gc.collect()
        assert wait_for(lambda: bool(library.search("out")) and not holds_deleted_files(path))


def test_a_file_that_was_cut_is_not_read_while_a_commit_cannot_be_opened(
    path: Path, make_work: Callable[..., Work]
) -> None:
    """The commit before has the same file open: reading what was cut off would end the process."""
    with Library.open(path) as library:
        (segment,) = (path / "index").glob("*.seg")
        add_works(path, [make_work("Another lamp.", title="Other")], speech=False)
        assert segment.exists()
        os.truncate(segment, 4_096)
        for _ in range(2):
            with pytest.raises(LibraryDamaged, match="it has 4,096 bytes instead of"):
                library.search("lamp")
