"""A library follows its files while they change, and goes on after errors that pass."""

from __future__ import annotations

import errno
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path

import pytest

from fabula.index import FabulaError, Receipt, UpdateOptions, WatchNotice, build, watch
from fabula.index.errors import LibraryMissing, OptionError
from fabula.index.reports.receipts import report_numbers
from fabula.index.store.library_store import open_for_writing
from fabula.index.store.lock import waiting
from fabula.index.store.opening import open_store
from fabula.index.watching import Pace
from ..watching.conftest import PACE, FakeWatchfiles

STORY = "Title: {0}\nAuthor: Ann Author\n\n\nThe bell of {0} rang at noon.\n"


class Done(Exception):
    """Ends a watch."""


class Watcher:
    """A watch in a thread of its own, and its receipts."""

    def __init__(self) -> None:
        self.receipts: list[Receipt] = []
        self.errors: list[FabulaError] = []
        self.told: list[WatchNotice] = []
        self.ended: BaseException | None = None
        self.ends = False

    def each(self, receipt: Receipt) -> None:
        self.receipts.append(receipt)

    def failed(self, error: FabulaError) -> None:
        self.errors.append(error)

    def progress(self, _: object) -> None:
        if self.ends:
            raise Done

    def until(self, fits: Callable[[], bool]) -> None:
        deadline = time.monotonic() + 30
        while not fits():
            assert self.ended is None, self.ended
            assert time.monotonic() < deadline, (self.receipts, self.errors)
            time.sleep(0.02)


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for title in "abcde":
        (folder / f"{title}.txt").write_text(STORY.format(title))
    return folder


@pytest.fixture
def fake_watchfiles(monkeypatch: pytest.MonkeyPatch) -> FakeWatchfiles:
    """A stand-in for watchfiles."""
    pytest.importorskip("watchfiles")
    fake = FakeWatchfiles()
    monkeypatch.setattr(import_module("watchfiles"), "watch", fake.watch)
    return fake


@pytest.fixture
def library(tmp_path: Path, stories: Path) -> Path:
    build(tmp_path / "library", [stories], speech=False)
    return tmp_path / "library"


@contextmanager
def watching(
    library: Path, stories: Path, poll: float | None, *, look_every: float = 3600.0, pace: Pace = PACE, **options: bool
) -> Iterator[Watcher]:
    watcher = Watcher()

    def run() -> None:
        try:
            plain = UpdateOptions(workers=0, speech=False, **options)
            watch(
                library,
                plain,
                poll=poll,
                look_every=look_every,
                each=watcher.each,
                failed=watcher.failed,
                tell=watcher.told.append,
                progress=watcher.progress,
                pace=pace,
            )
        except BaseException as error:  # noqa: BLE001 - that is what the test looks at
            watcher.ended = error

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    try:
        yield watcher
    finally:
        watcher.ends = True
        (stories / "last.txt").write_text(STORY.format("last"))
        thread.join(30)
    assert isinstance(watcher.ended, Done), watcher.ended


def titles(library: Path) -> str:
    return "".join(sorted(work.title for work in open_store(library).works().values()))


@pytest.mark.parametrize("poll", [None, 0.05])
def test_batches_become_commits(library: Path, stories: Path, poll: float | None) -> None:
    """Files from before the watch and while it runs are found; the library's own files are ignored."""
    if poll is None:
        pytest.importorskip("watchfiles")
    (stories / "f.txt").write_text(STORY.format("f"))
    with watching(library, stories, poll, allow_removals=True) as watcher:
        watcher.until(lambda: titles(library) == "abcdef")
        (stories / "more").mkdir()
        (stories / "more" / "g.txt").write_text(STORY.format("g"))
        (stories / "a.txt").unlink()
        watcher.until(lambda: titles(library) == "bcdefg" and sum(one.removed for one in watcher.receipts) == 1)
        commits = len(report_numbers(library))
        generation = open_store(library).generation
        time.sleep(1)
        assert open_store(library).generation == generation
        assert len(report_numbers(library)) == commits
    assert watcher.errors == []
    assert sum(receipt.added for receipt in watcher.receipts) >= 2


def test_what_is_refused_is_said_and_tried_again(library: Path, stories: Path) -> None:
    """Too many removals, or a mistake in the settings, do not end a watch."""
    with watching(library, stories, 0.05) as watcher:
        (stories / "a.txt").unlink()
        watcher.until(lambda: any(error.code == "removals-refused" for error in watcher.errors))
        (stories / "a.txt").write_text(STORY.format("a") + "\nAgain.\n")
        watcher.until(lambda: any(receipt.updated for receipt in watcher.receipts))
        text = (library / "library.toml").read_text()
        (library / "library.toml").write_text("sources = 5\n")
        watcher.until(lambda: any(error.code == "bad-settings" for error in watcher.errors))
        (library / "library.toml").write_text(text)
        (stories / "f.txt").write_text(STORY.format("f"))
        watcher.until(lambda: "f" in titles(library))


@pytest.mark.parametrize("fault", ["limit", "silence"])
def test_a_change_is_found_without_events(
    library: Path, stories: Path, fake_watchfiles: FakeWatchfiles, fault: str
) -> None:
    """The system has none to give, or gives none; the watch says so once."""
    if fault == "limit":
        fake_watchfiles.refusal = OSError(errno.ENOSPC, "No space left on device")
    with watching(library, stories, None, look_every=0.3) as watcher:
        for title in "fg":
            (stories / f"{title}.txt").write_text(STORY.format(title))
            watcher.until(lambda title=title: title in titles(library))
        watcher.until(lambda: bool(watcher.told))
        assert len(watcher.told) == 1
        said = "max_user_watches" if fault == "limit" else "had not reported"
        assert said in watcher.told[0].text + watcher.told[0].hint


def test_a_busy_library_is_tried_again(library: Path, stories: Path, fake_watchfiles: FakeWatchfiles) -> None:
    """No other change is needed for that, and the error is said once."""
    with watching(library, stories, None) as watcher:
        watcher.until(lambda: bool(fake_watchfiles.opened))
        store = open_for_writing(library)
        # The first update may go on still.
        with waiting(30), store.write():
            (stories / "f.txt").write_text(STORY.format("f"))
            fake_watchfiles.send(stories / "f.txt")
            watcher.until(lambda: bool(watcher.errors))
            time.sleep(0.5)
        store.close()
        watcher.until(lambda: "f" in titles(library))
        fake_watchfiles.send(stories / "f.txt")
    assert [error.code for error in watcher.errors] == ["library-busy"]
    assert watcher.told == []


def test_what_cannot_be_watched(library: Path, stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No library, no interval, no package: each is an error that says what to do."""
    with pytest.raises(LibraryMissing):
        watch(stories.parent / "nowhere", poll=1)
    with pytest.raises(OptionError):
        watch(library, poll=0)
    monkeypatch.setitem(import_module("sys").modules, "watchfiles", None)
    with pytest.raises(OptionError, match="watchfiles") as caught:
        watch(library)
    assert "--poll" in caught.value.hint
