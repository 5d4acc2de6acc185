"""One writer at a time; the others are told who it is, and wait if they were asked to."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from threading import Thread, Timer

import pytest

from fabula.index.errors import LibraryBusy
from fabula.index.store.lock import LOCK_FILE, WriteLock, waiting

HOLDS = """
import sys, time
from pathlib import Path
from fabula.index.store.lock import WriteLock, waiting
with waiting(0, verb="fabula test"):
    lock = WriteLock.acquire(Path(sys.argv[1]))
print("held", flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "index").mkdir()
    return tmp_path / "index"


def test_who_holds_it_is_named(folder: Path) -> None:
    """Its verb, its process and since when; a process that is killed holds nothing, whatever the file says."""
    with subprocess.Popen([sys.executable, "-c", HOLDS, str(folder)], stdout=subprocess.PIPE, text=True) as holder:
        assert holder.stdout and holder.stdout.readline() == "held\n"
        with pytest.raises(LibraryBusy, match=rf"fabula test \(process {holder.pid}, since \d\d:\d\d:\d\d\)") as caught:
            WriteLock.acquire(folder)
        assert "--wait" in caught.value.hint
        holder.send_signal(signal.SIGKILL)
    assert f'"pid": {holder.pid}' in (folder / LOCK_FILE).read_text()
    WriteLock.acquire(folder).release()


def test_waiting_ends_when_the_lock_is_free(folder: Path) -> None:
    """And says once whom it waits for."""
    told: list[str] = []
    with waiting(0, verb="first"):
        lock = WriteLock.acquire(folder)
    Timer(0.4, lock.release).start()
    started = time.monotonic()
    with waiting(30, tell=told.append):
        WriteLock.acquire(folder).release()
    assert 0.3 < time.monotonic() - started < 20
    assert told == [f"Waiting for first (process {os.getpid()}, since {told[0].split('since ')[1]}"]


def test_waiting_ends_in_time(folder: Path) -> None:
    """After the seconds that were given, as busy."""
    lock = WriteLock.acquire(folder)
    started = time.monotonic()
    with waiting(0.3), pytest.raises(LibraryBusy) as caught:
        WriteLock.acquire(folder)
    # Who has waited already is not advised to do so.
    assert caught.value.hint == "It has not finished in that time. --wait without a number waits until it has."
    assert 0.25 < time.monotonic() - started < 20
    lock.release()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{",
        b"[" * 3_000,
        b'{"pid": "x"}',
        b"\xff\xfe",
        b'{"pid": 1e999}',
        b'{"pid": 1, "verb": "' + b"x" * 500 + b'", "since": "2026-01-01"}',
        b'{"pid": 1, "verb": "x", "since": "0001-01-01T00:00:00+23:00"}',
        b'{"pid": 1, "verb": "x", "since": ["2026"]}',
    ],
)
def test_a_lock_file_that_says_nothing(folder: Path, content: bytes) -> None:
    """What stands in it never decides anything."""
    lock = WriteLock.acquire(folder)
    (folder / LOCK_FILE).write_bytes(content)
    with pytest.raises(LibraryBusy, match=r"writing to the library in [^:]*\.$"):
        WriteLock.acquire(folder)
    lock.release()


def test_writers_take_turns(folder: Path) -> None:
    """Eight threads, each with the lock alone."""
    inside: list[int] = []
    most: list[int] = []

    def work(number: int) -> None:
        with waiting(60):
            lock = WriteLock.acquire(folder)
        inside.append(number)
        most.append(len(inside))
        time.sleep(0.01)
        inside.remove(number)
        lock.release()

    threads = [Thread(target=work, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert most == [1] * 8


@pytest.mark.skipif(not hasattr(os, "O_NOFOLLOW"), reason="links are followed here")
def test_nothing_but_a_file_is_locked(folder: Path, tmp_path: Path) -> None:
    """What a link leads to is not emptied; a named pipe is refused at once."""
    other = tmp_path / "somebody else's"
    other.write_text("kept")
    (folder / LOCK_FILE).symlink_to(other)
    with pytest.raises(OSError):
        WriteLock.acquire(folder)
    assert other.read_text() == "kept"
    (folder / LOCK_FILE).unlink()
    os.mkfifo(folder / LOCK_FILE)
    with pytest.raises(OSError, match="it is not a file"):
        WriteLock.acquire(folder)
