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
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from .actions import KILLED, States
from .aftermath import left_over, state_of, unlike
from .writer import MERGED, MERGING

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
    rng = random.Random(seed)
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
            prepared[name] = _Prepared(states, *_durations(name, start, work))
        states, seconds, merging = prepared[name]
        shutil.copytree(start, work)
        aimed = bool(merging) and (moment // len(actions) % 2 == 1 if in_merges is None else in_merges)
        after = rng.uniform(0, merging if aimed else seconds * 1.05)
        problems = _kill_once(name, work, after, states, tally, after_word=MERGING if aimed else "")
        since = "in a merge " if aimed else ""
        tally.problems += [f"{name} killed {since}after {after:.3f} s of {seconds:.3f}: {one}" for one in problems]
        tally.moments += 1
        shutil.rmtree(work)
    return tally


def _start(name: str, folder: Path) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "benchmarks.faults.writer", name, str(folder / "library"), str(folder / "stories")]
    process = subprocess.Popen(
        command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    assert process.stdout and process.stdout.readline() == "ready\n", process.stderr and process.stderr.read()
    return process


def _durations(name: str, start: Path, work: Path) -> tuple[float, float]:
    """Seconds that the action takes where it may do so, and its first merge."""
    shutil.copytree(start, work)
    times: dict[str, float] = {}
    with _start(name, work) as process:
        began = time.perf_counter()
        for line in process.stdout or ():
            times.setdefault(line.strip(), time.perf_counter())
        process.wait()
        took = time.perf_counter() - began
    assert process.returncode == 0
    shutil.rmtree(work)
    return took, times[MERGED] - times[MERGING] if MERGED in times else 0.0


def _kill_once(name: str, work: Path, after: float, states: States, tally: KillTally, after_word: str) -> list[str]:
    """Kill it so many seconds after it said that word, "" for its start."""
    library = work / "library"
    words: list[str] = []
    with _start(name, work) as process:
        while after_word and after_word not in words and process.stdout and (line := process.stdout.readline()):
            words.append(line.strip())
        time.sleep(after)
        process.kill()
        said, complaint = process.communicate()
    words += said.split()
    killed = process.returncode == -signal.SIGKILL
    if not killed and process.returncode != 0:
        return [f"it failed: {complaint[-500:]}"]
    # Processes that it had started end by themselves.
    if _outlive(process.pid):
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
