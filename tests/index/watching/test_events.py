"""Events of the system, and the ways in which they fail."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest

from fabula.index.watching import Pace
from fabula.index.watching.events import Events, EventsFailed
from .conftest import FakeWatchfiles


@pytest.mark.parametrize(
    ("error", "reason", "setting"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), "watches", "fs.inotify.max_user_watches"),
        (
            OSError('OS file watch limit reached. about ["/s"] (Error { kind: MaxFilesWatch })'),
            "watches",
            "max_user_watches",
        ),
        (OSError(errno.EMFILE, "Too many open files"), "instances", "fs.inotify.max_user_instances"),
        (
            RuntimeError("Error creating recommended watcher: Too many open files (os error 24)"),
            "instances",
            "instances",
        ),
        (PermissionError('Permission denied (os error 13) about ["/s/lost+found"]'), "the folder /s/lost+found", ""),
        (OSError("Interrupted (os error 4) (Error { kind: Io })"), "Interrupted (os error 4)", ""),
        (RuntimeError(""), "RuntimeError", ""),
    ],
)
def test_events_that_are_refused(
    fake: FakeWatchfiles, tmp_path: Path, pace: Pace, error: Exception, reason: str, setting: str
) -> None:
    """The reason is said; for a limit of Linux also the setting that raises it."""
    fake.refusal = error
    with pytest.raises(EventsFailed) as caught:
        Events([str(tmp_path)], tmp_path / "library", pace)
    assert reason in caught.value.reason
    assert setting in caught.value.hint
    assert ("sysctl" in caught.value.hint) == bool(setting)


def test_events_that_break_down(fake: FakeWatchfiles, tmp_path: Path, pace: Pace) -> None:
    """After some batches, or without a word."""
    events = Events([str(tmp_path)], tmp_path / "library", pace)
    fake.send("/s/a.txt", "/s/b.txt")
    assert events.wait(5) == {"/s/a.txt", "/s/b.txt"}
    assert events.wait(0.01) == frozenset()
    fake.break_down(RuntimeError("error in underlying watcher: OS file watch limit reached."))
    with pytest.raises(EventsFailed, match="watches"):
        events.wait(5)
    # The generator has ended with its error.
    with pytest.raises(EventsFailed):
        events.wait(5)


def test_real_events(tmp_path: Path, pace: Pace) -> None:
    """Files that change from the beginning on, but not those of the library."""
    pytest.importorskip("watchfiles")
    (tmp_path / "library").mkdir()
    events = Events([str(tmp_path)], tmp_path / "library", pace)
    (tmp_path / "library" / "ours").touch()
    (tmp_path / "a.txt").touch()
    assert events.wait(10) == {str(tmp_path / "a.txt")}
    events.close()


_LIMITED = """
import sys
from pathlib import Path
name, folder = sys.argv[1:]
Path("/proc/sys/user", name).write_text("0")
from fabula.index.watching import Pace
from fabula.index.watching.events import Events, EventsFailed
try:
    Events([folder], Path(folder, "library"), Pace(quiet=0.01))
except EventsFailed as error:
    print(error.reason, error.hint, sep="|")
"""


@pytest.mark.skipif(sys.platform != "linux", reason="limits of Linux")
@pytest.mark.parametrize("name", ["max_inotify_instances", "max_inotify_watches"])
def test_a_real_limit(tmp_path: Path, name: str) -> None:
    """Of a user namespace, in which the system gives no instances or no watches. Skipped where none may be made."""
    pytest.importorskip("watchfiles")
    space = ["unshare", "--user", "--map-root-user"]
    try:
        allowed = subprocess.run([*space, "test", "-w", f"/proc/sys/user/{name}"], capture_output=True, timeout=20)
    except OSError:
        pytest.skip("there is no unshare")
    if allowed.returncode:
        pytest.skip("user namespaces are not allowed")
    words = [*space, sys.executable, "-c", _LIMITED, name, str(tmp_path)]
    ended = subprocess.run(words, capture_output=True, text=True, timeout=60, env={**os.environ})
    reason, hint = ended.stdout.split("|")
    assert ("watches" if name.endswith("watches") else "instances") in reason
    assert "sysctl fs.inotify.max_user_" in hint
