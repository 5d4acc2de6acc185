"""Files are read in separate processes: whatever one of them does costs one line of the receipt."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import time
import zipfile
from pathlib import Path

import pytest

from fabula.index import Progress, Receipt, SkipKind, build
from fabula.index.errors import FabulaError, OptionError
from fabula.index.ingest import pool, worker_process
from fabula.index.readers import readers
from fabula.index.store.opening import open_store

STORY = "Clara waited by the sea. The lamp was out, and nobody came to light it. It was the {} time.\n"


@pytest.fixture
def stories(tmp_path: Path) -> Path:
    folder = tmp_path / "stories"
    folder.mkdir()
    for name in ("a", "z"):
        (folder / f"{name}.txt").write_text(STORY.format(name))
    return folder


def read(stories: Path, workers: int = 2, timeout: float = 60) -> Receipt:
    return build(stories.parent / f"library-{workers}", [stories], workers=workers, timeout=timeout)


def reasons(receipt: Receipt) -> dict[str, str]:
    assert all(skipped.kind is SkipKind.FAILED for skipped in receipt.skipped)
    return {skipped.path: skipped.reason for skipped in receipt.skipped}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("what", "reason"),
    [
        ("hang", "took longer than 3 seconds"),
        ("hold", "took longer than 3 seconds"),
        ("eat", "MB of memory"),
        ("crash", "crashed (SIGSEGV)"),
        ("leave", "ended by itself (exit code 3)"),
        ("babble", "answer that is none"),
        ("lie", "answer that is none"),
    ],
)
def test_a_reader_that_runs_wild_costs_one_line(
    stories: Path, what: str, reason: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Hanging, eating memory, crashing, talking nonsense: the file is named with the reason, the others are read."""
    monkeypatch.setattr(pool.Limits, "__init__", _limited(pool.Limits.__init__))
    (stories / "b.odd").write_text(what)
    (stories / "c.odd").write_text("fine")
    receipt = read(stories, timeout=3 if what in ("hang", "hold") else 60)
    (found,) = reasons(receipt).items()
    assert found[0] == "b.odd" and reason in found[1]
    assert (receipt.files, receipt.added) == (4, 3)


@pytest.mark.parametrize("timeout", [1e12, float("inf")])
def test_any_time_may_be_allowed(stories: Path, timeout: float) -> None:
    """A timeout longer than the system can wait is no error, and neither is the largest file."""
    with (stories / "huge.txt").open("wb") as file:
        file.truncate(1 << 42)
    (stories / "c.odd").write_text("fine")
    receipt = read(stories, timeout=timeout)
    assert list(reasons(receipt)) == ["huge.txt"]
    assert receipt.added == 3


def _limited(init: object) -> object:
    def with_little_memory(self: pool.Limits, *args: object, **named: object) -> None:
        init(self, *args, **named)  # type: ignore[operator]
        object.__setattr__(self, "memory", 1_000_000_000)

    return with_little_memory


@pytest.mark.slow
def test_a_bad_member_costs_one_line_of_its_archive(stories: Path) -> None:
    """The members after it, and the files after the archive, are read."""
    with zipfile.ZipFile(stories / "b.zip", "w") as archive:
        for name in ("1.txt", "3.txt", "5.txt"):
            archive.writestr(name, STORY.format(name))
        archive.writestr("2.odd", "crash")
        archive.writestr("4.odd", "leave")
        archive.writestr("deep/4.odd", "fine")
    receipt = read(stories)
    assert set(reasons(receipt)) == {"b.zip!/2.odd", "b.zip!/4.odd"}
    works = open_store(stories.parent / "library-2").works().values()
    assert {work.path for work in works} == {
        "a.txt", "b.zip!/1.txt", "b.zip!/3.txt", "b.zip!/5.txt", "b.zip!/deep/4.odd", "z.txt",
    }  # fmt: skip


def test_what_parsers_print_goes_nowhere(stories: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """A parser's output is neither taken for a frame nor shown."""
    (stories / "b.odd").write_text("print")
    assert reasons(read(stories)) == {}
    assert capfd.readouterr() == ("", "")


@pytest.mark.slow
def test_a_reader_does_not_say_where_it_read(stories: Path) -> None:
    """A work's path is that of its file, whatever a reader puts there, and one file may hold many works."""
    (stories / "b.odd").write_text("fine")
    (stories / "c.odd").write_text("count 300")
    receipt = read(stories)
    assert (receipt.files, receipt.added) == (4, 303)
    works = open_store(stories.parent / "library-2").works().values()
    assert {work.path for work in works} == {"a.txt", "b.odd", "c.odd", "z.txt"}
    again = read(stories)
    assert (again.added, again.unchanged) == (0, 303)


@pytest.mark.slow
def test_any_number_of_processes_gives_the_same(stories: Path, tmp_path: Path) -> None:
    """The receipt and the library are the same however files are read, in the order of the walk."""
    for number in range(40):
        kind = ("txt", "html", "odt", "odd", "md")[number % 5]
        text = "leave" if kind == "odd" and number % 2 else f"count {number}" if kind == "odd" else STORY.format(number)
        (stories / f"{number:02}.{kind}").write_text(f"<p>{text}</p>" if kind == "html" else text)
    one, three = read(stories, 1), read(stories, 3)
    assert one.skipped == three.skipped and len(one.skipped) > 8
    assert (one.files, one.added, one.words) == (three.files, three.added, three.words)
    stores = [open_store(tmp_path / f"library-{workers}") for workers in (1, 3)]
    assert stores[0].works() == stores[1].works()
    for work in stores[0].works():
        assert stores[0].scenes(work) == stores[1].scenes(work)


def test_reading_here_is_the_same_as_elsewhere(stories: Path, tmp_path: Path) -> None:
    """Reading in this process gives the same library."""
    for number in range(12):
        (stories / f"{number:02}.html").write_text(f"<title>{number}</title><p>{STORY.format(number)}</p>")
    assert read(stories, 0).skipped == read(stories, 2).skipped
    stores = [open_store(tmp_path / f"library-{workers}") for workers in (0, 2)]
    assert stores[0].works() == stores[1].works()
    for work in stores[0].works():
        assert stores[0].scenes(work) == stores[1].scenes(work)


def test_a_few_plain_files_start_no_process(stories: Path, odd_reader: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Small texts are read in this process; HTML, or any file that may be hostile, is not."""
    sys.path.remove(str(odd_reader))
    readers.cache_clear()
    started: list[worker_process.WorkerProcess] = []
    make = pool.WorkerProcess

    def counted(memory: int) -> worker_process.WorkerProcess:
        started.append(make(memory))
        return started[-1]

    monkeypatch.setattr(pool, "WorkerProcess", counted)
    assert read(stories).added == 2 and not started
    (stories / "b.html").write_text(f"<p>{STORY}</p>")
    assert read(stories).added == 1 and len(started) == 1


@pytest.mark.slow
def test_progress_goes_on_while_one_file_hangs(stories: Path) -> None:
    """Outcomes are reported in the order of the files; the count never falls."""
    (stories / "b.odd").write_text("hang")
    seen: list[Progress] = []
    build(stories.parent / "library", [stories], workers=2, timeout=1, progress=seen.append)
    reading = [progress for progress in seen if progress.phase == "reading"]
    assert [progress.done for progress in reading] == sorted(progress.done for progress in reading)
    assert [progress.path for progress in reading] == ["a.txt", "b.odd", "z.txt", ""]


def test_a_process_with_many_files_open(stories: Path) -> None:
    """A server may have thousands of files open; high file descriptors work."""
    resource = pytest.importorskip("resource")
    soft, _ = resource.getrlimit(resource.RLIMIT_NOFILE)
    if soft < 1_200:
        pytest.skip("no more than 1,024 files may be open here")
    opened = [os.open(os.devnull, os.O_RDONLY) for _ in range(1_100)]
    try:
        (stories / "b.odd").write_text("fine")
        assert read(stories).added == 3
    finally:
        for descriptor in opened:
            os.close(descriptor)


@pytest.mark.parametrize("options", [{"workers": -1}, {"timeout": 0}, {"timeout": -3.0}])
def test_options_that_make_no_sense(stories: Path, options: dict[str, float]) -> None:
    """They are refused before anything is read or written."""
    with pytest.raises(OptionError):
        build(stories.parent / "library", [stories], **options)  # type: ignore[arg-type]
    assert not (stories.parent / "library").exists()


@pytest.mark.slow
def test_new_interpreters_read_the_same(stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where nothing may be forked, as in a program with threads, processes are started anew; one that crashes costs one
    line there, too."""
    (stories / "b.odd").write_text("fine")
    (stories / "c.odd").write_text("crash")
    (stories / "d.odd").write_text("print")
    forked = read(stories, 1)
    monkeypatch.setattr(worker_process, "can_fork", lambda: False)
    started = read(stories, 2)
    assert forked.skipped == started.skipped and list(reasons(started)) == ["c.odd"]
    works = [open_store(stories.parent / f"library-{workers}").works() for workers in (1, 2)]
    assert works[0] == works[1] and len(works[0]) == 4


def test_what_cannot_be_copied_is_started_anew(stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A system that counts all memory that might be used refuses to fork a large process."""
    (stories / "b.odd").write_text("fine")

    def refuse(*_: object) -> None:
        raise OSError(errno.ENOMEM, "Cannot allocate memory")

    monkeypatch.setattr(worker_process, "fork", refuse)
    open_before = len(list(Path("/dev/fd").iterdir()))
    assert read(stories).added == 3
    assert len(list(Path("/dev/fd").iterdir())) == open_before


def test_no_process_can_be_started(stories: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """If processes end before they are ready, the run stops with a reason, and the library is as before."""
    (stories / "b.odd").write_text("fine")
    monkeypatch.setattr(worker_process, "can_fork", lambda: False)
    monkeypatch.setattr(worker_process, "_START", "raise SystemExit(7)")
    with pytest.raises(FabulaError, match=r"could be started.*exit code 7"):
        read(stories)
    assert open_store(stories.parent / "library-2").works() == {}


SCRIPT = """
import sys
from fabula.index import build
build(sys.argv[1], [sys.argv[2]], workers=2)
"""


def _running(stories: Path) -> tuple[subprocess.Popen[bytes], int]:
    """A build that reads a file that hangs, and the id of the worker process."""
    pid_file = stories.parent / "pid"
    (stories / "b.odd").write_text(f"hang {pid_file}")
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(path for path in sys.path if path)}
    command = [sys.executable, "-c", SCRIPT, str(stories.parent / "library"), str(stories)]
    running = subprocess.Popen(command, env=environment, stderr=subprocess.PIPE)
    deadline = time.monotonic() + 60
    while not (pid_file.exists() and pid_file.read_text()):
        assert time.monotonic() < deadline and running.poll() is None
        time.sleep(0.02)
    return running, int(pid_file.read_text())


def _is_gone(pid: int) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
            if " Z " in Path(f"/proc/{pid}/stat").read_text():
                return True
        except (ProcessLookupError, FileNotFoundError):
            return True
        time.sleep(0.05)
    return False


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere it ends when its file is read")
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGINT, signal.SIGTERM])
def test_processes_end_with_their_parent(stories: Path, end: signal.Signals) -> None:
    """Killed or interrupted, a run leaves no process behind, and the library can be written to."""
    running, child = _running(stories)
    running.send_signal(end)
    _, errors = running.communicate(timeout=30)
    assert running.returncode != 0
    if end is signal.SIGINT:
        assert errors.decode().rstrip().endswith("KeyboardInterrupt")
    assert _is_gone(child)
    (stories / "b.odd").unlink()
    assert build(stories.parent / "library", [stories]).added == 2


@pytest.mark.slow
def test_the_lock_is_not_inherited(stories: Path) -> None:
    """A worker process has no file of the library open, so no lock outlives a run."""
    running, child = _running(stories)
    try:
        opened = [str(link.readlink()) for link in Path(f"/proc/{child}/fd").iterdir()]
        assert opened and not [path for path in opened if "library" in path]
    finally:
        running.kill()
        running.communicate()
