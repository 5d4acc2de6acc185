"""Commits are kept for all processes of a server: who never had one open goes on with its pages."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from fabula.index import Work, add_works
from fabula.index.errors import CursorExpired
from fabula.index.store.library_store import open_for_writing
from fabula.search import Library, SearchOptions
from fabula.search.cursors.recently_used import Limits
from fabula.web.serving.commits import shared_commits
from fabula.web.serving.commits.keeper import CommitKeeper
from fabula.web.serving.commits.messages import CAN_SHARE, make_socket
from fabula.web.serving.commits.shared_commits import CommitsOfServer

pytestmark = pytest.mark.skipif(not CAN_SHARE, reason="files go from process to process on Linux only")


class Clock:
    """A clock that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


class Server:
    """A keeper, as the processes of a server see it."""

    def __init__(self, listening: socket.socket) -> None:
        self.listening = listening
        self.address = listening.getsockname()
        self.clock = Clock()
        self.limits = Limits(600, 8, 1 << 30)

    @contextmanager
    def keeper(self) -> Iterator[CommitKeeper]:
        """One that answers until the block ends."""
        keeper, ended = CommitKeeper(self.listening, self.limits, self.clock), threading.Event()

        def run() -> None:
            while not ended.is_set():
                keeper.turn(0.02)

        thread = threading.Thread(target=run)
        thread.start()
        try:
            yield keeper
        finally:
            ended.set()
            thread.join()
            keeper.close()

    @contextmanager
    def process(self, path: Path) -> Iterator[Library]:
        """The library as one process has it open, until the block ends."""
        commits = CommitsOfServer(self.address, self.clock)
        try:
            with Library.open(path) as library:
                library.share_commits(commits)
                yield library
        finally:
            commits.close()


@pytest.fixture
def server() -> Iterator[Server]:
    # The path of a socket has at most 107 bytes.
    folder = tempfile.mkdtemp(prefix="fabula-")
    with make_socket() as listening:
        listening.bind(f"{folder}/commits")
        listening.listen()
        yield Server(listening)
    shutil.rmtree(folder)


@pytest.fixture
def path(make_library: Callable[..., Path], make_work: Callable[..., Work]) -> Path:
    return make_library(
        *(make_work(f"The lamp was lit, number {number}.", title=f"Work {number}") for number in range(9))
    )


@pytest.fixture
def replace_works(path: Path, make_work: Callable[..., Work]) -> Callable[[], None]:
    """replace_works(): all works are others afterwards, and the files of the commit before are deleted."""

    def replace() -> None:
        with open_for_writing(path).write() as writer:
            for work in Library.open(path).works():
                writer.remove(work.id)
            writer.commit()
        add_works(path, [make_work(f"Another lamp, {time.time_ns()}.", title="Another")], speech=False)

    return replace


def rest(library: Library, cursor: str | None) -> list[str]:
    """The scenes of the page at the cursor, and of those after it."""
    found = []
    while cursor is not None:
        page = library.search("lamp", SearchOptions(limit=2, cursor=cursor))
        found += [hit.scene.text for hit in page]
        cursor = page.cursor
    return found


def deleted_files(path: Path) -> list[str]:
    """The files of a library that this process has open although they have no name."""
    links = [Path("/proc/self/fd") / name for name in os.listdir("/proc/self/fd")]
    names = [str(link.readlink()) for link in links if link.is_symlink()]
    return [name for name in names if str(path) in name and name.endswith("(deleted)")]


def test_a_process_that_never_had_a_commit_goes_on_with_it(
    server: Server, path: Path, replace_works: Callable[[], None]
) -> None:
    """Also after the one that answered from it has ended."""
    with server.keeper():
        with server.process(path) as first:
            whole = [hit.scene.text for hit in first.search("lamp")]
            cursor = first.search("lamp", limit=2).cursor
            generation = first.generation
        del first
        replace_works()
        with server.process(path) as second, server.process(path) as third:
            assert second.generation > generation
            expected = whole[2:]
            assert rest(second, cursor) == expected
            replace_works()
            assert second.refresh()
            assert rest(third, cursor) == rest(second, cursor) == expected


def test_without_a_keeper_a_process_has_what_it_has_open(
    server: Server, path: Path, replace_works: Callable[[], None]
) -> None:
    """Nothing fails because of it, and the cursor has expired for the others."""
    server.listening.close()
    with server.process(path) as first, server.process(path) as second:
        cursor = first.search("lamp", limit=2).cursor
        replace_works()
        second.refresh()
        assert len(rest(first, cursor)) == 7
        replace_works()
        assert second.refresh()
        with Library.open(path) as other, pytest.raises(CursorExpired):
            rest(other, cursor)


def test_commits_are_let_go_after_their_time(server: Server, path: Path, replace_works: Callable[[], None]) -> None:
    """Ten minutes after the last use by any process; then the disk has their space again."""
    with server.keeper() as keeper:
        with server.process(path) as first:
            cursor = first.search("lamp", limit=2).cursor
        del first
        replace_works()
        server.clock.now += 599
        with server.process(path) as second:
            rest(second, cursor)
        del second
        server.clock.now += 599
        with server.process(path) as third:
            assert rest(third, cursor)
        del third
        assert deleted_files(path)
        server.clock.now += 601
        with server.process(path) as fourth, pytest.raises(CursorExpired):
            rest(fourth, cursor)
        del fourth
        assert wait_until(lambda: not keeper._commits.values())
        gc.collect()
        assert not deleted_files(path)


def test_files_that_commits_share_are_held_once(server: Server, path: Path, make_work: Callable[..., Work]) -> None:
    """Each by one descriptor, however many commits have it."""
    server.limits = Limits(600, 3, 1 << 30)
    with server.keeper() as keeper, server.process(path) as library:
        for number in range(6):
            library.search("lamp", limit=2)
            add_works(path, [make_work("Something.", title=f"New {number}")], speech=False)
            library.refresh()
        assert wait_until(lambda: len(keeper._commits) == 3)
        named = [file for files in keeper._commits.values() for file in files[1:]]
        assert len({file.number for file in named}) == len({file.identity for file in named}) < len(named)


def test_a_new_keeper_gets_what_processes_have(server: Server, path: Path, replace_works: Callable[[], None]) -> None:
    """If the one before ended without a word."""
    with server.process(path) as first:
        with server.keeper():
            cursor = first.search("lamp", limit=2).cursor
        replace_works()
        with server.keeper() as keeper:
            first._latest._earlier.let_go()
            assert wait_until(lambda: len(keeper._commits) == 1)
            with server.process(path) as second:
                assert len(rest(second, cursor)) == 7


def test_a_keeper_that_ends_hands_over(
    server: Server, path: Path, make_work: Callable[..., Work], replace_works: Callable[[], None]
) -> None:
    """All commits to the one in its place, when a server is restarted: no process need have them open."""
    cursors = []
    with server.keeper() as keeper:
        for number in range(3):
            with server.process(path) as process:
                cursors.append(process.search("lamp", limit=2).cursor)
            add_works(path, [make_work(f"Another lamp, {number}.", title=f"New {number}")], speech=False)
        del process
        replace_works()
    ending = CommitKeeper(server.listening, server.limits, server.clock)
    for name, files in keeper._commits.items():
        ending._commits.put(name, files)
    ending.serve_until(lambda: True)
    ending.close()
    with server.keeper(), server.process(path) as second:
        assert [len(rest(second, cursor)) for cursor in cursors] == [7, 8, 9]


def test_a_keeper_that_is_there_is_kept(server: Server, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether it is gone is asked every second, without a wait and without another connection."""
    connected: list[object] = []
    monkeypatch.setattr(shared_commits, "make_socket", lambda: connected.append(None) or make_socket())
    with server.keeper(), server.process(path) as library:
        library.search("lamp", limit=2)
        for _ in range(3):
            library._latest._earlier.let_go()
            server.clock.now += 6
            library.search("lamp", limit=2)
    assert len(connected) == 1


@pytest.mark.parametrize("message", [b"", b"x", b"K" + bytes(16), b"Z" + bytes(16), b"F" + bytes(60), bytes(17)])
def test_what_makes_no_sense_harms_nobody(server: Server, path: Path, message: bytes) -> None:
    """The connection is closed, or the answer is no."""
    with server.keeper() as keeper:
        with make_socket() as connection:
            connection.settimeout(10)
            connection.connect(server.address)
            if message:
                connection.send(message)
                assert connection.recv(64) in (b"", b"N")
        with server.process(path) as library:
            assert library.search("lamp", limit=2).cursor
        assert len(keeper._commits) == 1


def wait_until(holds: Callable[[], bool]) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        if holds():
            return True
        time.sleep(0.01)
    return False
