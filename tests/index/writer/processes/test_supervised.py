"""A task that breaks its limits costs itself, and no other."""

from __future__ import annotations

import faulthandler
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import closing
from importlib import import_module
from pathlib import Path

import pytest

from fabula.index.budget import check
from fabula.index.errors import LibraryDamaged, LibraryError
from fabula.index.writer.processes.supervised import Stopped, Supervisor
from fabula.index.writer.processes.task_process import Task, TaskLimits

forks_only = pytest.mark.skipif(sys.platform != "linux", reason="processes are forked on Linux only")
BAD = 3


Outcomes = dict[int, bytes | Stopped]


def results(work: Callable[[int], bytes], *, seconds: float = 20.0, memory: int = 1 << 30) -> Outcomes:
    """The outcomes of six tasks in two processes."""
    shares = [[Task(number, 10) for number in numbers] for numbers in ((0, 1, 2), (3, 4, 5))]
    return dict(Supervisor(shares, work, TaskLimits(seconds, memory), lambda: None).results())


def others(found: Outcomes) -> Stopped:
    """The outcome of the bad task; all others are what they should be."""
    outcome = found.pop(BAD)
    assert found == {number: b"%d" % number for number in range(6) if number != BAD}
    assert isinstance(outcome, Stopped)
    return outcome


def bad(act: Callable[[], object]) -> Callable[[int], bytes]:
    """Work that acts in one task."""

    def work(number: int) -> bytes:
        if number == BAD:
            act()
        return b"%d" % number

    return work


def compute() -> None:
    while True:
        check("computing")


def end_by(number: signal.Signals) -> Callable[[], None]:
    def act() -> None:
        # It would print where the process was.
        faulthandler.disable()
        os.kill(os.getpid(), number)

    return act


def fail(error: Exception) -> Callable[[], None]:
    def act() -> None:
        raise error

    return act


def test_outcomes_are_those_of_the_work() -> None:
    """Also long ones, which take several pieces of a pipe."""
    assert results(lambda number: bytes([number]) * 300_000) == {n: bytes([n]) * 300_000 for n in range(6)}


@pytest.mark.parametrize("forked", [pytest.param(True, marks=forks_only), False])
def test_a_task_that_takes_too_long_is_stopped(forked: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    """The system ends its process; without one it looks at the time itself."""
    if not forked:
        monkeypatch.setattr(import_module("fabula.index.writer.processes.supervised"), "can_fork", lambda: False)
    assert "longer than" in others(results(bad(compute), seconds=0.05)).reason


@forks_only
def test_a_task_that_waits_without_end_is_stopped(monkeypatch: pytest.MonkeyPatch) -> None:
    """It uses no processor time, and is known by its silence."""
    monkeypatch.setattr(import_module("fabula.index.writer.processes.supervised"), "_MAX_SILENCE", 5)
    # A busy machine does nothing for a second.
    assert "longer than" in others(results(bad(lambda: time.sleep(60)), seconds=0.4)).reason


@forks_only
def test_a_task_that_needs_too_much_memory_is_stopped() -> None:
    """What the process has from its parent does not count."""
    assert "memory" in others(results(bad(lambda: bytearray(1 << 29)), memory=1 << 28)).reason


@pytest.mark.parametrize("error", [ValueError("odd"), RecursionError("deep"), IndexError("none")])
def test_an_error_that_nobody_foresaw_is_the_tasks(error: Exception) -> None:
    """Its name and message are the reason."""
    assert others(results(bad(fail(error)))).reason == f"{type(error).__name__}: {error}"


@forks_only
@pytest.mark.parametrize("name", ["SIGSEGV", "SIGABRT"])
def test_a_crash_is_the_tasks(name: str) -> None:
    """The process goes, and another does the rest."""
    assert name in others(results(bad(end_by(signal.Signals[name])))).reason


@forks_only
def test_a_task_whose_process_is_killed_twice_is_stopped() -> None:
    """The system does that when memory runs out."""
    assert "killed twice" in others(results(bad(end_by(signal.SIGKILL)))).reason


@forks_only
def test_a_task_whose_process_is_killed_once_is_done_again(tmp_path: Path) -> None:
    """Somebody else may have needed the memory."""

    def die_once() -> None:
        if not (tmp_path / "died").exists():
            (tmp_path / "died").touch()
            os.kill(os.getpid(), signal.SIGKILL)

    assert results(bad(die_once)) == {number: b"%d" % number for number in range(6)}


@pytest.mark.parametrize("error", [LibraryDamaged("It is damaged.", hint="Mend it."), OSError(5, "Input/output error")])
def test_errors_of_the_index_end_all(error: Exception) -> None:
    """They are no fault of a work, which is tried again when the library is whole."""
    with pytest.raises(type(error)) as raised:
        results(bad(fail(error)))
    assert str(raised.value) == str(error)


@forks_only
def test_a_process_that_is_told_to_end_is_no_fault_of_its_task() -> None:
    """Whoever stops a run stops its processes."""
    with pytest.raises(LibraryError, match="SIGTERM"):
        results(bad(end_by(signal.SIGTERM)))


@forks_only
def test_closing_kills_all_processes(tmp_path: Path) -> None:
    """None is left when the caller is interrupted."""

    def work(number: int) -> bytes:
        if number:
            time.sleep(60)
        return str(os.getpid()).encode()

    supervisor = Supervisor([[Task(0, 1), Task(1, 1)]], work, TaskLimits(), lambda: None)
    with closing(supervisor.results()) as found:
        _, pid = next(found)
    assert isinstance(pid, bytes)
    with pytest.raises(ProcessLookupError):
        os.kill(int(pid), 0)
