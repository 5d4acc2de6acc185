"""The smallest plan that still fails."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

from .play import Mismatch, Plan, play

Fails = Callable[[Plan], Exception | None]


class Failure(NamedTuple):
    """A plan, and what goes wrong in it."""

    plan: Plan
    error: Exception


def failure_of(plan: Plan) -> Exception | None:
    """What goes wrong in `plan`; None if nothing does."""
    with tempfile.TemporaryDirectory(prefix="fabula-year-") as folder:
        try:
            play(plan, Path(folder))
        except Exception as error:  # noqa: BLE001 - a crash of Fabula is a failure, too
            return error
    return None


def shrink(failure: Failure, fails: Fails = failure_of, seconds: float = 60) -> Failure:
    """`failure` without what it fails without, as far as so many seconds reach; nothing is played in 0 seconds."""
    deadline = time.monotonic() + seconds
    if isinstance(failure.error, Mismatch):
        rounds = failure.plan.rounds[: failure.error.place + 1]
        failure = failure._replace(plan=failure.plan._replace(rounds=rounds))
    while smaller := _smaller_failure(failure.plan, fails, deadline):
        failure = smaller
    return failure


def _smaller_failure(plan: Plan, fails: Fails, deadline: float) -> Failure | None:
    """The first plan smaller than `plan` that fails, too; None if there is none, or no time to find it."""
    for smaller in _smaller(plan):
        if time.monotonic() >= deadline:
            break
        if error := fails(smaller):
            return Failure(smaller, error)
    return None


def _smaller(plan: Plan) -> Iterator[Plan]:
    """Plans that are simpler by a step, those first that leave the most out."""
    rounds = plan.rounds
    size = len(rounds) // 2
    while size:
        for start in range(0, len(rounds), size):
            yield plan._replace(rounds=rounds[:start] + rounds[start + size :])
        size //= 2
    for place, this in enumerate(rounds):
        simpler = [
            this._replace(changes=this.changes[:number] + this.changes[number + 1 :])
            for number in range(len(this.changes))
        ]
        if this.run.name != "plain":
            simpler.append(this._replace(run=this.run._replace(name="plain")))
        for other in simpler:
            yield plan._replace(rounds=(*rounds[:place], other, *rounds[place + 1 :]))
