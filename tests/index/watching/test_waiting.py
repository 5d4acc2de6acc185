"""When a library has to be updated: no change is missed in silence, whatever the system reports."""

from __future__ import annotations

import errno
import os
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from fabula.index.receipt import ChangeKind, Receipt, WorkChange
from fabula.index.watching import Pace, Waiting, WatchNotice
from fabula.index.watching.mounts import Mount
from .conftest import FakeWatchfiles

LIMIT = OSError(errno.ENOSPC, "No space left on device")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A library's folder with the sources `stories`, `more` and the file `one.txt`."""
    library = tmp_path / "library"
    library.mkdir()
    for name in ("stories", "more"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "a.txt").touch()
    (tmp_path / "one.txt").touch()
    paths = [tmp_path / name for name in ("stories", "more", "one.txt")]
    (library / "library.toml").write_text("".join(f'[[sources]]\npath = "{path}"\n' for path in paths))
    return library


@pytest.fixture
def told() -> list[WatchNotice]:
    return []


@pytest.fixture
def make(folder: Path, pace: Pace, told: list[WatchNotice]) -> Iterator[Callable[..., Waiting]]:
    """A watch that has just begun."""
    made: list[Waiting] = []

    def begun(**changes: float) -> Waiting:
        waiting = Waiting(folder, replace(pace, **changes), told.append)
        made.append(waiting)
        waiting.wait()
        waiting.updated(receipt_of(), 0.0)
        return waiting

    yield begun
    for waiting in made:
        waiting.close()


def receipt_of(*paths: Path) -> Receipt:
    """The works at `paths` have changed."""
    changes = tuple(WorkChange(ChangeKind.UPDATED, "1", "T", path.name, str(path.parent)) for path in paths)
    return Receipt(1, 0, len(paths), 0, 0, (), 1, 1, 1, 1, 0.1, changes=changes)


def seconds(waiting: Waiting) -> float:
    """How long it waits."""
    started = time.monotonic()
    waiting.wait()
    return time.monotonic() - started


def test_an_event_asks_for_an_update(make: Callable[..., Waiting], fake: FakeWatchfiles, folder: Path) -> None:
    """Soon, and what it finds was reported."""
    waiting = make()
    assert fake.opened == [(str(folder.parent / "stories"), str(folder.parent / "more"))]
    fake.send(folder.parent / "stories" / "a.txt")
    assert seconds(waiting) < 10
    waiting.updated(receipt_of(folder.parent / "stories" / "a.txt"), 0.0)
    fake.send(folder.parent / "more" / "a.txt")
    assert seconds(waiting) < 10


@pytest.mark.parametrize("error", [LIMIT, OSError(errno.EMFILE, "Too many open files"), RuntimeError("no inotify")])
def test_without_events_it_polls(
    make: Callable[..., Waiting], fake: FakeWatchfiles, told: list[WatchNotice], error: Exception
) -> None:
    """It says so once, and goes back to events as soon as there are some."""
    fake.refusal = error
    waiting = make(reopen=0.3)
    for _ in range(3):
        assert seconds(waiting) < 10
        waiting.updated(receipt_of(), 0.0)
    assert len(told) == 1 and "every 0.05 seconds" in told[0].text
    assert bool(told[0].hint) == isinstance(error, OSError)
    fake.refusal = None
    while len(told) == 1:
        assert seconds(waiting) < 10
        waiting.updated(receipt_of(), 0.0)
    assert "again" in told[1].text
    assert fake.opened


def test_a_folder_that_may_not_be_read(
    make: Callable[..., Waiting], fake: FakeWatchfiles, folder: Path, told: list[WatchNotice]
) -> None:
    """There are events of the others, which watchfiles gives up silently after it; and it polls."""
    fake.refusal = PermissionError('Permission denied (os error 13) about ["/s/lost+found"]')
    waiting = make(reopen=60.0, poll=30.0)
    assert len(told) == 1 and "the folder /s/lost+found may not be read" in told[0].text
    fake.send(folder.parent / "stories" / "a.txt")
    assert seconds(waiting) < 10
    waiting.updated(receipt_of(folder.parent / "more" / "a.txt"), 0.0)
    assert len(told) == 1


def test_events_that_break_down_are_opened_anew(
    make: Callable[..., Waiting], fake: FakeWatchfiles, told: list[WatchNotice]
) -> None:
    """With an update, for what was missed in between. Where that happens again and again, it polls."""
    waiting = make(reopen=60.0)
    for opened in (2, 3):
        fake.break_down(RuntimeError("Unable to decode path"))
        assert seconds(waiting) < 10
        waiting.updated(receipt_of(), 0.0)
        assert len(fake.opened) == opened
    assert told == []
    fake.break_down(RuntimeError("Unable to decode path"))
    assert seconds(waiting) < 10
    waiting.updated(receipt_of(), 0.0)
    assert len(told) == 1 and "Unable to decode path" in told[0].text
    assert seconds(waiting) < 10


def test_a_limit_that_is_reached_later(
    make: Callable[..., Waiting], fake: FakeWatchfiles, folder: Path, told: list[WatchNotice]
) -> None:
    """A new folder without events is no error of watchfiles: so they are asked for again."""
    waiting = make()
    fake.refusal = LIMIT
    (folder.parent / "stories" / "new").mkdir()
    fake.send(folder.parent / "stories" / "new")
    assert seconds(waiting) < 10
    assert len(told) == 1 and "max_user_watches" in told[0].hint


def test_a_change_without_an_event(
    make: Callable[..., Waiting], fake: FakeWatchfiles, folder: Path, told: list[WatchNotice]
) -> None:
    """A look that finds one has its source polled from then on, and says so; others are not."""
    waiting = make(first_look=0.1)
    assert seconds(waiting) < 10
    waiting.updated(receipt_of(folder.parent / "stories" / "a.txt"), 0.0)
    assert len(told) == 1 and str(folder.parent / "stories") in told[0].text
    for _ in range(3):
        assert seconds(waiting) < 10
        waiting.updated(receipt_of(folder.parent / "stories" / "a.txt"), 0.0)
    assert len(told) == 1


def test_an_event_that_comes_late(
    make: Callable[..., Waiting], fake: FakeWatchfiles, folder: Path, told: list[WatchNotice]
) -> None:
    """A change in the moment of a look is no missed one, and there is one more update for it."""
    waiting = make(first_look=0.1, grace=5.0)
    waiting.wait()
    fake.send(folder.parent / "stories" / "a.txt")
    waiting.updated(receipt_of(folder.parent / "stories" / "a.txt"), 0.0)
    assert told == []
    assert seconds(waiting) < 0.1


def test_a_single_file_has_no_events(
    make: Callable[..., Waiting], fake: FakeWatchfiles, folder: Path, told: list[WatchNotice]
) -> None:
    """It is looked at all the time, and may be replaced."""
    waiting = make()
    (folder / "other").write_text("new")
    (folder / "other").replace(folder.parent / "one.txt")
    assert seconds(waiting) < 10
    waiting.updated(receipt_of(folder.parent / "one.txt"), 0.0)
    assert told == []


@pytest.mark.parametrize("change", ["appears", "goes", "is another folder", "is another link", "settings"])
def test_sources_that_change(
    make: Callable[..., Waiting], fake: FakeWatchfiles, folder: Path, tmp_path: Path, change: str
) -> None:
    """Without any event: a folder, a link or the settings."""
    stories = tmp_path / "stories"
    if change in ("appears", "is another link"):
        stories.rename(tmp_path / "away")
    if change == "is another link":
        stories.symlink_to(tmp_path / "away")
    waiting = make()
    if change == "appears":
        (tmp_path / "away").rename(stories)
    elif change == "goes":
        stories.rename(tmp_path / "away")
    elif change == "is another folder":
        stories.rename(tmp_path / "away")
        stories.mkdir()
    elif change == "is another link":
        stories.unlink()
        stories.symlink_to(tmp_path / "more")
    else:
        (folder / "library.toml").write_text(f'[[sources]]\npath = "{tmp_path / "more"}"\n')
    assert seconds(waiting) < 10
    assert len(fake.opened) == 2
    assert (str(stories) in fake.opened[-1]) == (change not in ("goes", "settings"))


def test_a_drive_that_is_mounted_later(
    make: Callable[..., Waiting],
    fake: FakeWatchfiles,
    folder: Path,
    told: list[WatchNotice],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Below a source it sends no event. One of the network is polled."""
    waiting = make()
    point = str(folder.parent / "stories" / "nas")
    monkeypatch.setattr(
        sys.modules["fabula.index.watching.glance"], "read_mounts", lambda: (Mount(point, "0:9", "nfs4"),)
    )
    assert seconds(waiting) < 10
    waiting.updated(receipt_of(), 0.0)
    assert len(fake.opened) == 2
    assert len(told) == 1 and point in told[0].text and "nfs4" in told[0].text
    assert seconds(waiting) < 10


def test_an_update_that_failed_is_tried_again(
    make: Callable[..., Waiting], fake: FakeWatchfiles, folder: Path, told: list[WatchNotice]
) -> None:
    """Soon, if that may help; and what was reported before is no missed change then."""
    waiting = make()
    fake.send(folder.parent / "stories" / "a.txt")
    waiting.wait()
    waiting.put_off(0.0, is_soon_over=True)
    assert seconds(waiting) < 10
    waiting.updated(receipt_of(folder.parent / "stories" / "a.txt"), 0.0)
    assert told == []


@pytest.mark.skipif(sys.platform != "linux", reason="names that are no UTF-8")
def test_real_events_of_odd_names(make: Callable[..., Waiting], folder: Path, told: list[WatchNotice]) -> None:
    """A file whose name is no UTF-8 is an update, not the end of the watch."""
    pytest.importorskip("watchfiles")
    waiting = make()
    Path(os.fsdecode(os.fsencode(folder.parent / "stories") + b"/caf\xe9.txt")).touch()
    assert seconds(waiting) < 10
    waiting.updated(receipt_of(), 0.0)
    (folder.parent / "more" / "b.txt").touch()
    assert seconds(waiting) < 10
    assert told == []
