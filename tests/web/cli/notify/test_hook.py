"""A program gets a document, has a bounded time, and leaves nothing behind."""

from __future__ import annotations

import os
import signal
import sys
import time
from pathlib import Path

import pytest

from fabula.web.cli.notify.hook import run_hook

pytestmark = pytest.mark.skipif(os.name == "nt", reason="processes of POSIX")
PYTHON = [sys.executable, "-I", "-S", "-c"]


def is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    # A zombie that nobody has waited for yet.
    return "State:\tZ" not in Path(f"/proc/{pid}/status").read_text() if Path("/proc").exists() else True


def has_ended(pid: int) -> bool:
    deadline = time.monotonic() + 10
    while is_alive(pid) and time.monotonic() < deadline:
        time.sleep(0.01)
    return not is_alive(pid)


def test_the_document_and_the_variables_arrive(tmp_path: Path) -> None:
    """On standard input, and in the environment; arguments are words, not a shell's line."""
    program = "import os, sys; open(sys.argv[1], 'w').write(sys.stdin.read() + os.environ['EVENT'] + os.getcwd())"
    target = tmp_path / "a b; touch c"
    assert run_hook([*PYTHON, program, str(target)], b"document ", {"EVENT": "change "}, 20) == ""
    assert target.read_text() == "document change /"
    assert [path.name for path in tmp_path.iterdir()] == ["a b; touch c"]


@pytest.mark.parametrize(
    ("program", "problem"),
    [
        (
            "import sys; print('first', flush=True); print('the last', file=sys.stderr); sys.exit(3)",
            "exit code 3: the last",
        ),
        ("import os, signal; os.kill(os.getpid(), signal.SIGKILL)", "it was ended by signal 9"),
        ("print('x' * 9_000_000); print('end', flush=True); raise SystemExit(1)", "exit code 1: end"),
        ("import os; os.write(1, b'\\xff\\x1b[2J'); os._exit(1)", "exit code 1: "),
    ],
)
def test_how_a_program_fails(program: str, problem: str) -> None:
    """The reason has its last line, however much it prints."""
    assert problem in run_hook([*PYTHON, program], b"x" * 1_000_000, {}, 20)


def test_a_program_that_cannot_be_started(tmp_path: Path) -> None:
    """It is missing, a folder, or no program at all."""
    (tmp_path / "text").write_text("nothing")
    (tmp_path / "text").chmod(0o755)
    assert "no such program" in run_hook([str(tmp_path / "none")], b"", {}, 5)
    assert "no such program" in run_hook([str(tmp_path)], b"", {}, 5)
    assert run_hook([str(tmp_path / "text")], b"", {}, 5) != ""


def test_a_program_that_takes_too_long(tmp_path: Path) -> None:
    """It is killed with all that it has started, even if that ignores SIGTERM."""
    program = f"""
import os, signal, time
signal.signal(signal.SIGTERM, signal.SIG_IGN)
child = os.fork()
if child:
    open({str(tmp_path / "pids")!r}, "w").write(f"{{os.getpid()}} {{child}}")
time.sleep(600)
"""
    started = time.monotonic()
    assert run_hook([*PYTHON, program], b"", {}, 1.5).startswith("it took longer than 1.5 seconds")
    assert time.monotonic() - started < 20
    assert all(map(has_ended, map(int, (tmp_path / "pids").read_text().split())))


def test_what_a_program_leaves_behind(tmp_path: Path) -> None:
    """Ends with it."""
    program = f"""
import os, time
child = os.fork()
if not child:
    time.sleep(600)
open({str(tmp_path / "pid")!r}, "w").write(str(child))
"""
    assert run_hook([*PYTHON, program], b"", {}, 20) == ""
    assert has_ended(int((tmp_path / "pid").read_text()))


def test_an_interrupt_ends_the_program(tmp_path: Path) -> None:
    """And goes on."""
    program = f"""
import os, signal, time
open({str(tmp_path / "pid")!r}, "w").write(str(os.getpid()))
os.kill(os.getppid(), signal.SIGUSR1)
time.sleep(600)
"""

    def interrupt(*_: object) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGUSR1, interrupt)
    try:
        with pytest.raises(KeyboardInterrupt):
            run_hook([*PYTHON, program], b"", {}, 20)
    finally:
        signal.signal(signal.SIGUSR1, before)
    assert has_ended(int((tmp_path / "pid").read_text()))
