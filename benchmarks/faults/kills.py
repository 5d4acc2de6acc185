"""Kills a process (SIGKILL) while it writes to a library, and checks what the library holds afterwards."""

from __future__ import annotations

import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from .actions import KILLED, States
from .aftermath import left_over, mismatch, state_of
from .writer import BEGAN, ENDED, MERGED, MERGING

__all__ = ["KillTally", "kill_writers"]

ROOT = Path(__file__).parents[2]


@dataclass
class KillTally:
    """ended: by action, how many were killed at work, killed in a merge, or done before."""

    moments: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


class _Prepared(NamedTuple):
    """A prepared action: its states, the seconds it takes, and those of its first merge (0 without one)."""

    states: States
    seconds: float
    merging: float


def kill_writers(
    folder: Path, moments: int, seed: int = 1, actions: Sequence[str] = tuple(KILLED), *, in_merges: bool | None = None
) -> KillTally:
    """Kill a writer at `moments` moments, spread over its running time, for each action in turn.

    in_merges  True to kill during the action's first merge, if it has one; None for every other time.
    """
    with _Writers() as writers:
        return _kill_writers(folder, moments, random.Random(seed), actions, in_merges, writers)


def _kill_writers(
    folder: Path, moments: int, rng: random.Random, actions: Sequence[str], in_merges: bool | None, writers: _Writers
) -> KillTally:
    tally = KillTally()
    prepared: dict[str, _Prepared] = {}
    for moment in range(moments):
        name = actions[moment % len(actions)]
        # Always at the same path, because a library stores the paths of its sources.
        start, work = folder / name, folder / "work"
        if name not in prepared:
            work.mkdir()
            states = KILLED[name].prepare(work / "library", work / "stories", rng)
            work.rename(start)
            prepared[name] = _Prepared(states, *_durations(name, start, work, writers))
        states, seconds, merging = prepared[name]
        shutil.copytree(start, work)
        in_merge = bool(merging) and (moment // len(actions) % 2 == 1 if in_merges is None else in_merges)
        delay = rng.uniform(0, merging if in_merge else seconds * 1.05)
        problems = _kill_once(name, work, delay, states, tally, writers, MERGING if in_merge else "")
        when = f"{'in a merge ' if in_merge else ''}after {delay:.3f} s of {seconds:.3f}"
        tally.problems += [f"{name} killed {when}: {problem}" for problem in problems]
        tally.moments += 1
        shutil.rmtree(work)
    return tally


class _Writers:
    """The server process (writer.py) that forks the writers to be killed."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "benchmarks.faults.writer"]
        self._server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> _Writers:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.communicate()

    def start(self, name: str, folder: Path) -> int:
        """Start an action; returns its process id."""
        assert self._server.stdin
        self._server.stdin.write(f"{name}\t{folder / 'library'}\t{folder / 'stories'}\n")
        self._server.stdin.flush()
        word, number = self.read_line().split()
        assert word == BEGAN
        return int(number)

    def read_line(self) -> str:
        """The next line that a writer prints."""
        assert self._server.stdout
        line = self._server.stdout.readline()
        assert line, "the process that starts the writers has ended"
        return line.strip()


def _durations(name: str, start: Path, work: Path, writers: _Writers) -> tuple[float, float]:
    """Seconds that the action and its first merge take without interruption."""
    shutil.copytree(start, work)
    times: dict[str, float] = {}
    writers.start(name, work)
    began = time.perf_counter()
    while not (line := writers.read_line()).startswith(ENDED):
        times.setdefault(line, time.perf_counter())
    seconds = time.perf_counter() - began
    assert line == f"{ENDED} 0", list(times)
    shutil.rmtree(work)
    return seconds, times[MERGED] - times[MERGING] if MERGED in times else 0.0


def _kill_once(
    name: str, work: Path, delay: float, states: States, tally: KillTally, writers: _Writers, trigger: str
) -> list[str]:
    """Kill the writer `delay` seconds after it printed `trigger` ("": after its start). Returns the problems."""
    library = work / "library"
    words: list[str] = []
    process = writers.start(name, work)
    # A handle, because another process may get its id when it has ended.
    handle = None
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(process)
    while trigger and trigger not in words and not (words and words[-1].startswith(ENDED)):
        words.append(writers.read_line())
    time.sleep(delay)
    if handle is not None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        os.close(handle)
    while not (words and words[-1].startswith(ENDED)):
        words.append(writers.read_line())
    killed = words[-1] == f"{ENDED} {-signal.SIGKILL}"
    if not killed and words[-1] != f"{ENDED} 0":
        return [f"it failed: {words[-2:]}"]
    # Its child processes must end by themselves.
    if _outlives(process):
        return ["child processes outlive it"]
    reached = max((int(word) for word in words if word.isdigit()), default=0)
    in_merge = killed and words.count(MERGING) > words.count(MERGED)
    tally.ended[f"{name}: {'killed in a merge' if in_merge else 'killed' if killed else 'done before'}"] += 1
    try:
        # All commits that it reported are there, and at most one more.
        problem = states.mismatch(state_of(library), reached)
        if problem:
            return [problem]
        KILLED[name].finish(library, work / "stories")
        problem = mismatch(state_of(library), [states.after])
        return [f"after the next run {problem}"] if problem else [f"{file} is left over" for file in left_over(library)]
    except Exception as error:  # noqa: BLE001 - every error is a problem to report
        return [f"{type(error).__name__}: {error}"]


def _outlives(group: int) -> bool:
    deadline = time.monotonic() + 20
    while time.monotonic() < deadline:
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return False
        time.sleep(0.01)
    os.killpg(group, signal.SIGKILL)
    return True
