"""The smallest plan that still fails."""

from __future__ import annotations

import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from .play import Mismatch, Plan, play

Fails = Callable[[Plan], Exception | None]


def failure_of(plan: Plan) -> Exception | None:
    """What goes wrong in `plan`; None if nothing does."""
    with tempfile.TemporaryDirectory(prefix="fabula-year-") as folder:
        try:
            play(plan, Path(folder))
        except Exception as error:  # noqa: BLE001 - a crash of Fabula is a failure, too
            return error
    return None


def shrink(plan: Plan, fails: Fails = failure_of, seconds: float = 60) -> Plan:
    """`plan` without what it fails without, as far as so many seconds reach."""
    deadline = time.monotonic() + seconds
    error = fails(plan)
    if isinstance(error, Mismatch):
        plan = plan._replace(rounds=plan.rounds[: error.place + 1])
    while time.monotonic() < deadline:
        smaller = next((other for other in _smaller(plan) if time.monotonic() < deadline and fails(other)), None)
        if smaller is None:
            break
        plan = smaller
    return plan


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
