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
from dataclasses import dataclass, field
from pathlib import Path

from .actions import KILLED, States
from .aftermath import left_over, state_of, unlike

__all__ = ["KillTally", "kill_writers"]

ROOT = Path(__file__).parents[2]


@dataclass
class KillTally:
    """How it ended: by action, how many were killed at work, before anything was committed, and in between."""

    moments: int = 0
    ended: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


def kill_writers(folder: Path, moments: int, seed: int = 1) -> KillTally:
    """Kill a writer at `moments` moments, spread over its running time, for each action in turn."""
    rng = random.Random(seed)
    tally = KillTally()
    prepared: dict[str, tuple[States, float]] = {}
    for moment in range(moments):
        name = list(KILLED)[moment % len(KILLED)]
        # At one place always, as a library remembers where its stories lie.
        start, work = folder / name, folder / "work"
        if name not in prepared:
            work.mkdir()
            states = KILLED[name].prepare(work / "library", work / "stories", rng)
            work.rename(start)
            prepared[name] = (states, _duration(name, start, work))
        states, duration = prepared[name]
        shutil.copytree(start, work)
        after = rng.uniform(0, duration * 1.05)
        problems = _kill_once(name, work, after, states, tally)
        tally.problems += [f"{name} killed after {after:.3f} s of {duration:.3f}: {problem}" for problem in problems]
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


def _duration(name: str, start: Path, work: Path) -> float:
    """Seconds that the action takes, where it may do so."""
    shutil.copytree(start, work)
    with _start(name, work) as process:
        began = time.perf_counter()
        process.communicate()
        took = time.perf_counter() - began
    assert process.returncode == 0
    shutil.rmtree(work)
    return took


def _kill_once(name: str, work: Path, after: float, states: States, tally: KillTally) -> list[str]:
    library = work / "library"
    with _start(name, work) as process:
        time.sleep(after)
        process.kill()
        said, complaint = process.communicate()
    killed = process.returncode == -signal.SIGKILL
    if not killed and process.returncode != 0:
        return [f"it failed: {complaint[-500:]}"]
    # Processes that it had started end by themselves.
    if _outlive(process.pid):
        return ["processes outlive it"]
    reached = max(map(int, said.split()), default=0)
    tally.ended[f"{name}: {'killed' if killed else 'done before'}"] += 1
    try:
        # What it said was committed is there, and at most one commit more.
        problem = unlike(state_of(library), states.allowed[reached : reached + 2])
        if problem:
            return [problem]
        KILLED[name].run(library, work / "stories", lambda _: None)
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
