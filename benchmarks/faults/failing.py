"""Fails each step of the file system in turn, and checks that the error is a LibraryFull and the library unharmed."""

from __future__ import annotations

import errno
import os
import random
import shutil
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from fabula.index.errors import LibraryError, LibraryFull
from .actions import ACTIONS, Action, States
from .aftermath import left_over, mismatch, state_of
from .shim import Step, watched

__all__ = ["FailTally", "fail_steps"]

_ERRORS = (errno.ENOSPC, errno.EIO, errno.EROFS, errno.EACCES, errno.EDQUOT)


@dataclass
class FailTally:
    """How many steps of each kind failed."""

    steps: int = 0
    kinds: Counter[str] = field(default_factory=Counter)
    problems: list[str] = field(default_factory=list)


class _Failing:
    """Fails the step number `first`; if `permanent`, also every later one."""

    def __init__(self, first: int, permanent: bool, code: int) -> None:
        self.kinds: list[str] = []
        self.failed: list[Step] = []
        self._first, self._permanent, self._code = first, permanent, code

    def __call__(self, step: Step) -> None:
        number = len(self.kinds)
        self.kinds.append(step.kind)
        if number == self._first or (self._permanent and number > self._first):
            self.failed.append(step)
            raise OSError(self._code, os.strerror(self._code), str(step.path))


def fail_steps(folder: Path, limit: int | None = None, seed: int = 1) -> FailTally:
    """Fail each step once alone and once with all later ones.

    With `limit`, only the first step and that many of each kind, each in one of the two ways.
    """
    rng = random.Random(seed)
    tally = FailTally()
    for name, action in ACTIONS.items():
        work, start = folder / "work", folder / name
        work.mkdir()
        states = action.prepare(work / "library", work / "stories", rng)
        work.rename(start)
        counting = _Failing(-1, False, 0)
        shutil.copytree(start, work)
        with watched(counting):
            action.run(work / "library", work / "stories", lambda _: None)
        shutil.rmtree(work)
        for number in _choose_steps(counting.kinds, limit, rng):
            for permanent in (False, True) if limit is None else (rng.random() < 0.5,):
                failing = _Failing(number, permanent, rng.choice(_ERRORS))
                shutil.copytree(start, work)
                problems = _fail_once(action, work, failing, states, permanent)
                shutil.rmtree(work)
                kind = failing.failed[0].kind if failing.failed else "none"
                tally.kinds[kind] += 1
                tally.steps += 1
                tally.problems += [f"{name}, step {number} ({kind}): {problem}" for problem in problems]
    return tally


def _choose_steps(kinds: list[str], limit: int | None, rng: random.Random) -> list[int]:
    """The numbers of the steps to fail: the first, and at most `limit` of each kind."""
    if limit is None:
        return list(range(len(kinds)))
    by_kind = {kind: [number for number, other in enumerate(kinds) if other == kind] for kind in kinds}
    return sorted({0, *(number for steps in by_kind.values() for number in rng.sample(steps, min(limit, len(steps))))})


def _fail_once(action: Action, work: Path, failing: _Failing, states: States, permanent: bool) -> list[str]:
    library, stories = work / "library", work / "stories"
    reached = 0

    def reach(state: int) -> None:
        nonlocal reached
        reached = state

    problems: list[str] = []
    try:
        with watched(failing):
            action.run(library, stories, reach)
    except LibraryFull as error:
        if not error.hint or str(library) not in str(error):
            problems.append(f"the error does not help: {error}")
    except LibraryError as error:
        problems.append(f"{type(error).__name__} instead of LibraryFull: {error}")
    except Exception as error:  # noqa: BLE001 - an unnamed error is a problem to report
        problems.append(f"{type(error).__name__}: {error}")
    else:
        # Removals may fail without an error: the next run deletes the leftovers.
        if any(step.kind != "remove" for step in failing.failed):
            problems.append("no error was reported")
    try:
        problem = states.mismatch(state_of(library), reached)
        problems += [problem] if problem else []
        may_stay = permanent or any(step.kind == "remove" for step in failing.failed)
        if not may_stay and (library / "fabula.json").exists():
            problems += [f"{file} is left" for file in left_over(library, unfinished=True)]
        action.finish(library, stories)
        problem = mismatch(state_of(library), [states.after])
        problems += [f"after the next run {problem}"] if problem else []
        problems += [f"{file} is left over" for file in left_over(library)]
    except Exception as error:  # noqa: BLE001 - every error is a problem to report
        problems.append(f"afterwards {type(error).__name__}: {error}")
    return problems
