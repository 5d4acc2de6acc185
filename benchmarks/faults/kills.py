"""A process that writes to a library is killed (SIGKILL) at some moment. What is there afterwards?"""

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
from .aftermath import left_over, state_of, unlike
from .writer import BEGAN, ENDED, MERGED, MERGING

__all__ = ["KillTally", "kill_writers"]

ROOT = Path(__file__).parents[2]


@dataclass
class KillTally:
    """How it ended: by action, how many were killed at work, in a merge, and how many were done before."""

    moments: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


class _Prepared(NamedTuple):
    """What an action begins with; the seconds that it takes, and those that its first merge takes, 0 without one."""

    states: States
    seconds: float
    merging: float


def kill_writers(
    folder: Path, moments: int, seed: int = 1, actions: Sequence[str] = tuple(KILLED), *, in_merges: bool | None = None
) -> KillTally:
    """Kill a writer at `moments` moments, spread over its running time, for each action in turn.

    in_merges  whether the moments lie in a merge where the action makes one; None for every other one.
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
        # At one place always, as a library remembers where its stories lie.
        start, work = folder / name, folder / "work"
        if name not in prepared:
            work.mkdir()
            states = KILLED[name].prepare(work / "library", work / "stories", rng)
            work.rename(start)
            prepared[name] = _Prepared(states, *_durations(name, start, work, writers))
        states, seconds, merging = prepared[name]
        shutil.copytree(start, work)
        aimed = bool(merging) and (moment // len(actions) % 2 == 1 if in_merges is None else in_merges)
        after = rng.uniform(0, merging if aimed else seconds * 1.05)
        problems = _kill_once(name, work, after, states, tally, writers, MERGING if aimed else "")
        since = "in a merge " if aimed else ""
        tally.problems += [f"{name} killed {since}after {after:.3f} s of {seconds:.3f}: {one}" for one in problems]
        tally.moments += 1
        shutil.rmtree(work)
    return tally


class _Writers:
    """The process that starts those which are killed."""

    def __init__(self) -> None:
        command = [sys.executable, "-m", "benchmarks.faults.writer"]
        self._server = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def __enter__(self) -> _Writers:
        return self

    def __exit__(self, *_: object) -> None:
        self._server.communicate()

    def start(self, name: str, folder: Path) -> int:
        """Begin an action; the number of its process."""
        assert self._server.stdin
        self._server.stdin.write(f"{name}\t{folder / 'library'}\t{folder / 'stories'}\n")
        self._server.stdin.flush()
        word, number = self.said().split()
        assert word == BEGAN
        return int(number)

    def said(self) -> str:
        """The next line."""
        assert self._server.stdout
        line = self._server.stdout.readline()
        assert line, "the process that starts the others has ended"
        return line.strip()


def _durations(name: str, start: Path, work: Path, writers: _Writers) -> tuple[float, float]:
    """Seconds that the action takes where it may do so, and its first merge."""
    shutil.copytree(start, work)
    times: dict[str, float] = {}
    writers.start(name, work)
    began = time.perf_counter()
    while not (line := writers.said()).startswith(ENDED):
        times.setdefault(line, time.perf_counter())
    took = time.perf_counter() - began
    assert line == f"{ENDED} 0", list(times)
    shutil.rmtree(work)
    return took, times[MERGED] - times[MERGING] if MERGED in times else 0.0


def _kill_once(
    name: str, work: Path, after: float, states: States, tally: KillTally, writers: _Writers, after_word: str
) -> list[str]:
    """Kill it so many seconds after it said that word, "" for its start."""
    library = work / "library"
    words: list[str] = []
    process = writers.start(name, work)
    # When it is done its number may be another's.
    handle = None
    with suppress(ProcessLookupError):
        handle = os.pidfd_open(process)
    while after_word and after_word not in words and not (words and words[-1].startswith(ENDED)):
        words.append(writers.said())
    time.sleep(after)
    if handle is not None:
        with suppress(ProcessLookupError):
            signal.pidfd_send_signal(handle, signal.SIGKILL)
        os.close(handle)
    while not (words and words[-1].startswith(ENDED)):
        words.append(writers.said())
    killed = words[-1] == f"{ENDED} {-signal.SIGKILL}"
    if not killed and words[-1] != f"{ENDED} 0":
        return [f"it failed: {words[-2:]}"]
    # Processes that it had started end by themselves.
    if _outlive(process):
        return ["processes outlive it"]
    reached = max((int(word) for word in words if word.isdigit()), default=0)
    in_merge = killed and words.count(MERGING) > words.count(MERGED)
    tally.ended[f"{name}: {'killed in a merge' if in_merge else 'killed' if killed else 'done before'}"] += 1
    try:
        # What it said was committed is there, and at most one commit more.
        problem = states.unlike(state_of(library), reached)
        if problem:
            return [problem]
        KILLED[name].finish(library, work / "stories")
        problem = unlike(state_of(library), [states.after])
        return [f"after the next run {problem}"] if problem else [f"{one} is left over" for one in left_over(library)]
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not be
        return [f"{type(error).__name__}: {error}"]


def _outlive(group: int) -> bool:
    until = time.monotonic() + 20
    while time.monotonic() < until:
        try:
            os.killpg(group, 0)
        except (ProcessLookupError, PermissionError):
            return False
        time.sleep(0.01)
    os.killpg(group, signal.SIGKILL)
    return True
