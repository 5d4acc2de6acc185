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

from fabula.index import build, check
from fabula.index.store.opening import open_store

COMMAND = [sys.executable, "-m", "fabula.web.cli"]


def _accept_ctrl_c() -> None:
    """A process in the background of a shell ignores Ctrl-C, and so do the processes that tests start in it."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


@pytest.fixture
def shelf(tmp_path: Path) -> Path:
    """A library of one story, whose source now has 99 more."""
    stories = tmp_path / "stories"
    stories.mkdir()
    (stories / "0.txt").write_text("Title: First\nAuthor: Ann\n\n\nThe bell rang at noon.\n")
    build(tmp_path / "shelf", [stories], speech=False)
    for number in range(1, 100):
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
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_watch_ends(shelf: Path, sent: signal.Signals, code: int) -> None:
    """A signal after the first commit, while the watch waits, ends it."""
    words = [*COMMAND, "watch", "--library", str(shelf), "--json", "--poll", "0.2", "--no-speech"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, preexec_fn=_accept_ctrl_c
    ) as process:
        assert process.stdout is not None
        assert json.loads(process.stdout.readline())["added"] == 99
        time.sleep(0.3)
        process.send_signal(sent)
        process.communicate(timeout=60)
    assert process.returncode == code
    assert check(shelf).whole and check(shelf).leftovers == ()
