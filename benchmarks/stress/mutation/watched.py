"""Tries seeds in processes that may hang, crash or fill the memory: each such end is a fault, and the rest goes on."""

from __future__ import annotations

import os
import resource
import time
import traceback
from collections.abc import Callable, Sequence
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from pathlib import Path
from typing import Any, NamedTuple

__all__ = ["MAX_BYTES", "Outcome", "try_seeds"]

MAX_BYTES = 500 << 20
# A process that says nothing for so long hangs where no signal reaches it.
_HUNG_SECONDS = 120.0


class Outcome(NamedTuple):
    """What came of one seed.

    done    what was done, in words.
    faults  what was wrong with it, in words; none if all is well.
    """

    seed: int
    done: str
    faults: list[str]


Trial = Callable[[int, Callable[[str], None]], list[str]]
"""Tries a seed; calls the second argument with what it does, in words, before it does it. Returns the faults."""


def try_seeds(trial: Trial, seeds: Sequence[int], report: Callable[[Outcome], object], processes: int = 1) -> None:
    """Call `report` with the outcome of each seed, in any order, tried by so many processes at a time."""
    running = {each.inbox: each for each in (_Worker(trial, seeds[n::processes]) for n in range(processes))}
    while running:
        for inbox in wait(list(running), timeout=1.0):
            worker = running[inbox]  # type: ignore[index]  # only what was given comes back
            outcome, is_over = worker.receive()
            if outcome is not None:
                report(outcome)
            if is_over:
                del running[worker.inbox]
                if worker.rest:
                    successor = _Worker(trial, worker.rest)
                    running[successor.inbox] = successor
        for worker in running.values():
            worker.kill_if_hung()


class _Worker:
    """A process that tries `rest`, one seed after the other."""

    def __init__(self, trial: Trial, seeds: Sequence[int]) -> None:
        context = get_context("fork")
        self.rest = list(seeds)
        self.inbox, outbox = context.Pipe(duplex=False)
        self._doing = ""
        self._heard = time.monotonic()
        self._process = context.Process(target=_work, args=(outbox, trial, self.rest))
        self._process.start()
        outbox.close()

    def receive(self) -> tuple[Outcome | None, bool]:
        """What has come of a seed, if that is what was sent; and whether the process is over."""
        try:
            message: str | list[str] = self.inbox.recv()
        except EOFError:
            self._process.join()
            self.inbox.close()
            if not self.rest:
                return None, True
            fault = f"the process ended with {self._process.exitcode}"
            return Outcome(self.rest.pop(0), self._doing, [fault]), True
        self._heard = time.monotonic()
        if isinstance(message, str):
            self._doing = message
            return None, False
        return Outcome(self.rest.pop(0), self._doing, message), False

    def kill_if_hung(self) -> None:
        if time.monotonic() - self._heard > _HUNG_SECONDS:
            self._process.kill()


def _work(outbox: Connection, trial: Trial, seeds: Sequence[int]) -> None:
    """Never returns: what the parent would do at its end is not for this process to do."""
    try:
        _limit_memory()
        for seed in seeds:
            try:
                outbox.send(trial(seed, outbox.send))
            except Exception:  # noqa: BLE001 - an error of the trial itself is a fault, too
                outbox.send([traceback.format_exc(limit=-4)])
    finally:
        outbox.close()
        os._exit(0)


def _limit_memory() -> None:
    """The process may take so much beside what it has now, which includes the code of its libraries."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    limits: Any = (pages * resource.getpagesize() + MAX_BYTES,) * 2
    resource.setrlimit(resource.RLIMIT_AS, limits)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
