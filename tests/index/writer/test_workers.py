"""Segments made side by side are those made one after the other, and a worker that fails commits nothing."""

from __future__ import annotations

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import Scene, Work
from fabula.index.errors import LibraryError, LibraryFull
from fabula.index.identity import work_id
from fabula.index.records.work_record import make_record
from fabula.index.segmentation import segment
from fabula.index.store.index_store import IndexStore
from fabula.index.store.library_store import create_store
from fabula.index.store.opening import open_store
from fabula.index.writer import new_segments
from fabula.index.writer.segment_writer import SegmentWriter
from fabula.index.writer.workers import Stories, Workers

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="workers are forked on Linux only")

MakeWork = Callable[..., Work]


@pytest.fixture(autouse=True)
def small_shares(monkeypatch: pytest.MonkeyPatch) -> None:
    """A few words are worth a process, of which there are three at a time."""
    monkeypatch.setattr(new_segments, "_ROUND_WEIGHT", 600)
    monkeypatch.setattr(new_segments, "_SHARE_WEIGHT", 60)
    monkeypatch.setattr(new_segments, "_SCENE_WEIGHT", 0)
    monkeypatch.setattr(os, "sched_getaffinity", lambda _: {0, 1, 2})


@contextmanager
def another_thread() -> Iterator[None]:
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    yield
    done.set()
    thread.join()


def build(folder: Path, works: Sequence[Work]) -> None:
    with create_store(folder).write() as writer:
        for work in works:
            identity = work_id(work)
            scenes = segment(work, identity)
            writer.add(make_record(work, identity, scenes), scenes)
        writer.commit()


def content(folder: Path) -> dict[str, tuple[Scene, list[tuple[bytes, bytes]], list[int]]]:
    """By scene id: the scene, the stem and surface of each of its terms in order, and where its paragraphs begin."""
    found = {}
    for opened in IndexStore.open(folder).snapshot().segments:
        one = opened.segment
        terms = [
            (position, name) for number, name in enumerate(one.names()) for position in one.positions(number).tolist()
        ]
        for number in range(len(one)):
            start, length = int(one.scene_starts[number]), int(one.scene_lengths[number])
            own = {position - start: name for position, name in terms if start <= position < start + length}
            paragraphs = [p - start for p in one.paragraph_starts.tolist() if start <= p < start + length]
            found[one.scene_id(number)] = (one.scene(number), [own[place] for place in range(length)], paragraphs)
    return found


WORDS = st.sampled_from("lamp lamps lit the don't “You” é café naïve häuser -- o’clock 日本".split())
TEXTS = st.lists(WORDS, min_size=1, max_size=40).map(" ".join).map(lambda text: f"Once {text}")
STORIES = st.lists(st.tuples(st.lists(TEXTS, min_size=1, max_size=3), st.sampled_from(["en", "de", "und"])), max_size=9)


@pytest.mark.slow
@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(stories=STORIES)
def test_segments_made_side_by_side_are_the_same(
    stories: list[tuple[list[str], str]], make_work: MakeWork, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Oracle: the same works without processes. Scenes, terms in order and paragraphs agree."""
    works = [make_work(*texts, title=f"T{n}", language=lang) for n, (texts, lang) in enumerate(stories)]
    folder = tmp_path_factory.mktemp("libraries")
    build(folder / "forked", works)
    with another_thread():
        build(folder / "alone", works)
    assert content(folder / "forked") == content(folder / "alone")
    assert list(open_store(folder / "forked").works()) == list(open_store(folder / "alone").works())


def test_large_input_is_shared_and_small_is_not(make_work: MakeWork, tmp_path: Path) -> None:
    """Five works make a segment for each process, one small work makes one, and with a thread there is one a round."""
    works = [make_work("The lamp was lit. " * 8, title=f"T{n}") for n in range(5)]
    build(tmp_path / "many", works)
    build(tmp_path / "one", [make_work("Lit.")])
    with another_thread():
        build(tmp_path / "alone", works)
    sizes = {name: len(IndexStore.open(tmp_path / name).snapshot().segments) for name in ("many", "one", "alone")}
    assert sizes == {"many": 5, "alone": 2, "one": 1}


@pytest.mark.parametrize(
    ("failure", "error", "message"),
    [
        (lambda *_: os.kill(os.getpid(), signal.SIGKILL), LibraryError, "ended by SIGKILL"),
        (lambda *_: os._exit(3), LibraryError, r"without an answer \(exit code 3\)"),
        (lambda *_: [][0], LibraryError, "list index out of range"),
        (lambda *_: open("/nowhere"), LibraryFull, "No such file"),  # noqa: PTH123, SIM115
    ],
)
def test_a_worker_that_fails_fails_the_commit(
    failure: Callable[..., object],
    error: type[LibraryError],
    message: str,
    make_work: MakeWork,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The message says how it ended; the library is as it was and no files are left."""
    library = tmp_path / "library"
    build(library, [make_work("The first lamp.")])
    before = sorted((library / "index").iterdir())
    monkeypatch.setattr(SegmentWriter, "write", failure)
    with pytest.raises(error, match=message):
        build(library, [make_work("The lamp was lit. " * 8, title=f"T{n}") for n in range(9)])
    assert sorted((library / "index").iterdir()) == before
    assert len(open_store(library).works()) == 1
    monkeypatch.undo()
    build(library, [make_work("The second lamp.", title="B")])
    assert len(open_store(library).works()) == 2


def test_no_room_is_said_as_such(make_work: MakeWork, tmp_path: Path) -> None:
    """What the system refuses a worker to write is told as if there were no worker."""
    library = tmp_path / "library"
    build(library, [])
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (200, before[1]))
    try:
        with pytest.raises(LibraryFull, match="File too large"):
            build(library, [make_work("The lamp was lit. " * 8, title=f"T{n}") for n in range(9)])
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_an_interrupt_ends_the_workers(make_work: MakeWork, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Leaving the block ends all processes that were begun, however long they would take, and their files go."""
    monkeypatch.setattr(SegmentWriter, "write", lambda *_: time.sleep(600))
    started: list[int] = []
    start = Workers.start

    def noted(self: Workers, stories: Stories) -> None:
        start(self, stories)
        started.append(self._forks._running[-1].process.pid)

    monkeypatch.setattr(Workers, "start", noted)
    monkeypatch.setattr(Workers, "finish", lambda _: os.kill(os.getpid(), signal.SIGINT) or time.sleep(600))
    with pytest.raises(KeyboardInterrupt):
        build(tmp_path / "library", [make_work("The lamp was lit. " * 5, title=f"T{n}") for n in range(3)])
    assert len(started) == 3
    for pid in started:
        with pytest.raises(ChildProcessError):
            os.waitpid(pid, os.WNOHANG)
    monkeypatch.undo()
    build(tmp_path / "library", [])


LEFT_ALONE = """
import os, sys, time
from fabula.index.writer import new_segments
from fabula.index.writer.segment_writer import SegmentWriter
from fabula.index import add_works
from fabula.index import Block, BlockKind, Chapter, Work
new_segments._SHARE_WEIGHT = 60
SegmentWriter.add = lambda *_: time.sleep(0.2)
texts = [f"The lamp of number {n} was lit again." for n in range(600)]
add_works(sys.argv[1], [Work(t, (), (Chapter((Block(BlockKind.PARAGRAPH, t),)),)) for t in texts])
"""


@pytest.mark.slow
def test_a_worker_whose_parent_was_killed_ends_and_holds_no_lock(make_work: MakeWork, tmp_path: Path) -> None:
    """The next writer can begin at once, and the output that all of them share is closed soon after."""
    library = tmp_path / "library"
    build(library, [])
    with subprocess.Popen([sys.executable, "-c", LEFT_ALONE, str(library)], stdout=subprocess.PIPE) as process:
        children = Path(f"/proc/{process.pid}/task/{process.pid}/children")
        while not children.read_text():
            assert process.poll() is None
            time.sleep(0.05)
        process.kill()
        process.wait()
        build(library, [make_work("The lamp was lit.")])
        assert process.stdout is not None and process.stdout.read() == b""
    assert len(open_store(library).works()) == 1
