"""Ctrl-C and SIGTERM end a run between commits, without leftovers, and with their own exit codes."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from fabula.index import UpdateOptions, build, check, update
from fabula.index.store.opening import open_store

COMMAND = [sys.executable, "-m", "fabula.web.cli"]


def _accept_ctrl_c() -> None:
    """A process in the background of a shell ignores Ctrl-C, and so do the processes that tests start in it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A library of one story, whose source now has 99 more."""
    return make_shelf(tmp_path, 99)


@pytest.fixture
def small_shelf(tmp_path: Path) -> Path:
    """A library of one story, whose source now has 4 more."""
    return make_shelf(tmp_path, 4)


def make_shelf(tmp_path: Path, more: int) -> Path:
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "0.txt").write_text("Title: First\nAuthor: Ann\n\n\nThe bell rang at noon.\n")
    build(tmp_path / "shelf", [stories], speech=False)
    for number in range(1, more + 1):
        body = "\n\n".join(f"The bell {number} rang {count} times, and nobody came." for count in range(60))
        (stories / f"{number}.txt").write_text(f"Title: Tale {number}\nAuthor: Ann\n\n\n{body}\n")
    return tmp_path / "shelf"


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("verb", "phase", "sent", "code"),
    [
        ("update", "reading", signal.SIGINT, 130),
        ("update", "committing", signal.SIGTERM, 143),
        ("rebuild", "reading", signal.SIGTERM, 143),
        ("rebuild", "verifying", signal.SIGINT, 130),
    ],
)
def test_a_run_ends_between_commits(shelf: Path, verb: str, phase: str, sent: signal.Signals, code: int) -> None:
    """The library has the state before or after the run, undamaged, without leftovers; the next run completes it."""
    words = [*COMMAND, verb, "--library", str(shelf), "--json", "--json-progress"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_accept_ctrl_c
    ) as process:
        assert process.stderr is not None and process.stdout is not None
        for line in process.stderr:
            if json.loads(line)["phase"] == phase:
                break
        process.send_signal(sent)
        output = process.stdout.read()
        process.stderr.read()
    assert process.returncode == code
    assert json.loads(output)["error"]["code"] == {130: "interrupted", 143: "terminated"}[code]
    report = check(shelf)
    assert report.whole and report.leftovers == ()
    assert len(open_store(shelf).works()) in (1, 100)
    next_run = subprocess.run(words, capture_output=True, text=True, check=True)
    assert json.loads(next_run.stdout)["works"] == 100
    assert check(shelf).leftovers == ()


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize(
    ("poll", "sent", "code"),
    [
        ((), signal.SIGINT, 130),
        ((), signal.SIGTERM, 143),
        ((), signal.SIGHUP, 129),
        (("--poll", "60"), signal.SIGTERM, 143),
    ],
)
def test_a_watch_ends(small_shelf: Path, poll: tuple[str, ...], sent: signal.Signals, code: int) -> None:
    """A signal after the first commit, while the watch waits (in Rust, or asleep), ends it."""
    if not poll:
        pytest.importorskip("watchfiles")
    words = [*COMMAND, "watch", "--library", str(small_shelf), "--json", *poll, "--no-speech"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_accept_ctrl_c
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["added"] == 4
        time.sleep(0.6)
        process.send_signal(sent)
        process.communicate(timeout=20)
    assert process.returncode == code
    assert check(small_shelf).whole and check(small_shelf).leftovers == ()


# Sends the signal in the second argument when the phase in the first begins; "saying": before the first line is said.
_STOPPED_IN_A_PHASE = """
import os, sys
phase, number = sys.argv.pop(1), int(sys.argv.pop(1))
from fabula.index.account.phases import Phases
from fabula.web.cli.terminal import output
def with_signal(call, fits):
    def wrapper(*arguments):
        if fits(*arguments):
            os.kill(os.getpid(), number)
        return call(*arguments)
    return wrapper
Phases.__call__ = with_signal(Phases.__call__, lambda _, progress: progress.phase == phase)
output.say = with_signal(output.say, lambda text, *_: phase == "saying" and "added" in text)
from fabula.web.cli import main
main()
"""


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
@pytest.mark.parametrize("phase", ["looking", "reading", "committing", "telling speech", "saying"])
def test_a_watch_ends_in_any_phase(small_shelf: Path, phase: str) -> None:
    """SIGTERM in the middle of an update, or of its line, is 143; the library is whole, and the next update completes
    it."""
    program = [sys.executable, "-c", _STOPPED_IN_A_PHASE, phase, str(int(signal.SIGTERM))]
    words = [*program, "watch", "--library", str(small_shelf), "--poll", "60"]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=60)
    assert (ended.returncode, ended.stderr) == (143, "fabula: ended by SIGTERM\n")
    report = check(small_shelf)
    assert report.whole and report.leftovers == ()
    assert len(open_store(small_shelf).works()) == (5 if phase in ("telling speech", "saying") else 1)
    assert update(small_shelf, UpdateOptions(workers=0)).works == 5
    assert check(small_shelf).whole


@pytest.mark.slow
@pytest.mark.skipif(os.name == "nt", reason="signals of POSIX")
def test_a_watch_ends_while_it_notifies(small_shelf: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """SIGTERM while the program of `[notify]` runs is 143, and the program ends, too."""
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "home"))
    program = "import os, sys, time; print(os.getpid(), file=open(sys.argv[1], 'w'), flush=True); time.sleep(600)"
    command = [sys.executable, "-I", "-S", "-c", program, str(tmp_path / "pid")]
    with (small_shelf / "library.toml").open("a") as file:
        file.write(f"[notify]\ncommand = {json.dumps(command)}\n")
    trusting = [*COMMAND, "sources", "--trust-notify", "--library", str(small_shelf)]
    subprocess.run(trusting, capture_output=True, check=True)
    words = [*COMMAND, "watch", "--library", str(small_shelf), "--poll", "60", "--no-speech"]
    with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as process:
        deadline = time.monotonic() + 60
        while not (tmp_path / "pid").exists() or not (tmp_path / "pid").read_text().endswith("\n"):
            assert time.monotonic() < deadline
            time.sleep(0.02)
        process.send_signal(signal.SIGTERM)
        process.communicate(timeout=20)
    assert process.returncode == 143
    with pytest.raises(ProcessLookupError):
        os.kill(int((tmp_path / "pid").read_text()), 0)
    assert len(open_store(small_shelf).works()) == 5
