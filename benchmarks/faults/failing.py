"""A file system that fails, at each step in turn: is the error a named one, and the library as it was?"""

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
from .aftermath import left_over, state_of, unlike
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
    """Fails the step with the number `first`, or every step from there on."""

    def __init__(self, first: int, for_good: bool, code: int) -> None:
        self.kinds: list[str] = []
        self.failed: list[Step] = []
        self.reached = 0
        self._first, self._for_good, self._code = first, for_good, code

    def __call__(self, step: Step) -> None:
        number = len(self.kinds)
        self.kinds.append(step.kind)
        if number == self._first or (self._for_good and number > self._first):
            self.failed.append(step)
            raise OSError(self._code, os.strerror(self._code), str(step.path))


def fail_steps(folder: Path, most: int | None = None, seed: int = 1) -> FailTally:
    """Fail each step once alone, once for good; or the first and `most` of each kind, in one of the two ways."""
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
        numbers = _chosen(counting.kinds, most, rng)
        for number in numbers:
            for for_good in (False, True) if most is None else (rng.random() < 0.5,):
                failing = _Failing(number, for_good, rng.choice(_ERRORS))
                shutil.copytree(start, work)
                problems = _fail_once(action, work, failing, states, for_good)
                shutil.rmtree(work)
                kind = failing.failed[0].kind if failing.failed else "none"
                tally.kinds[kind] += 1
                tally.steps += 1
                tally.problems += [f"{name}, step {number} ({kind}): {problem}" for problem in problems]
    return tally


def _chosen(kinds: list[str], most: int | None, rng: random.Random) -> list[int]:
    """The numbers of the steps to fail: of each kind at most so many, and the very first."""
    if most is None:
        return list(range(len(kinds)))
    by_kind = {kind: [number for number, one in enumerate(kinds) if one == kind] for kind in kinds}
    return sorted({0, *(number for own in by_kind.values() for number in rng.sample(own, min(most, len(own))))})


def _fail_once(action: Action, work: Path, failing: _Failing, states: States, for_good: bool) -> list[str]:
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
    except Exception as error:  # noqa: BLE001 - a bare error is what must not be
        problems.append(f"{type(error).__name__}: {error}")
    else:
        # A step that is not needed may fail: leftovers are deleted by the next run.
        if any(step.kind != "remove" for step in failing.failed):
            problems.append("nobody was told of it")
    try:
        problem = states.unlike(state_of(library), reached)
        problems += [problem] if problem else []
        may_stay = for_good or any(step.kind == "remove" for step in failing.failed)
        if not may_stay and (library / "fabula.json").exists():
            problems += [f"{one} is left" for one in left_over(library, unfinished=True)]
        action.finish(library, stories)
        problem = unlike(state_of(library), [states.after])
        problems += [f"after the next run {problem}"] if problem else []
        problems += [f"{one} is left over" for one in left_over(library)]
    except Exception as error:  # noqa: BLE001 - whatever it is, it must not be
        problems.append(f"afterwards {type(error).__name__}: {error}")
    return problems
