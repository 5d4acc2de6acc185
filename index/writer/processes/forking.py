"""Runs functions in forked processes (child_process.py), each of which answers in JSON and ends."""

from __future__ import annotations

import json
import os
from collections.abc import Callable
from typing import Any, NamedTuple

from fabula.index.errors import LibraryError
from .child_process import ChildProcess, describe_end, fork, kill, max_processes, signals_held


class _Worker(NamedTuple):
    """A running process, and the place of its answer among all."""

    process: ChildProcess
    place: int


class Forks:
    """Forked processes, several of which run at a time, and their answers."""

    def __init__(self, detach: Callable[[], None]) -> None:
        """`detach` closes what a forked process must not keep open: the lock."""
        self._detach = detach
        self._running: list[_Worker] = []
        self._answers: list[dict[str, Any] | None] = []

    @property
    def max_running(self) -> int:
        """How many processes may run at a time; 1 where processes cannot be forked."""
        return max_processes()

    def run_here(self, work: Callable[[], dict[str, Any]]) -> None:
        """Call `work` in this process; its answer takes its place among the others. Raises what `work` raises."""
        self._answers.append(work())

    def start(self, work: Callable[[], dict[str, Any]]) -> None:
        """Call `work` in a forked process. If too many run, wait until the first of them is done.

        Raises OSError, LibraryError.
        """
        while len(self._running) >= self.max_running:
            self._wait()
        parent = os.getpid()

        def answer() -> dict[str, Any]:
            self._detach()
            try:
                if os.getppid() != parent:
                    raise InterruptedError
                return work()
            except OSError as error:
                return {"errno": error.errno} if error.errno else {"error": str(error)}
            except Exception as error:  # noqa: BLE001 - the message is all that comes out of this process
                return {"error": f"{type(error).__name__}: {error}"}

        inherited = [worker.process.output for worker in self._running]
        with signals_held():
            # A signal is handled when the process can be killed with the others.
            process = fork(lambda writing: os.write(writing, json.dumps(answer()).encode("ascii")), inherited)
            self._running.append(_Worker(process, len(self._answers)))
            self._answers.append(None)

    def finish(self) -> list[dict[str, Any]]:
        """All answers, in the order in which the work was started. Raises OSError, LibraryError."""
        while self._running:
            self._wait()
        answers = [answer for answer in self._answers if answer is not None]
        self._answers = []
        return answers

    def close(self) -> None:
        """Kill the processes that still run."""
        kill(worker.process for worker in self._running)
        self._running = []

    def _wait(self) -> None:
        """Read the answer of the process that was started first."""
        process, place = self._running[0]
        with open(process.output, "rb", closefd=False) as file:
            encoded = file.read()
        code = process.end()
        del self._running[0]
        answer: dict[str, Any] = json.loads(encoded) if encoded else {"error": describe_end(code)}
        if "errno" in answer:
            raise OSError(answer["errno"], os.strerror(answer["errno"]))
        if "error" in answer:
            raise process_failed(answer["error"])
        self._answers[place] = answer


def process_failed(reason: str) -> LibraryError:
    """The error for a process that did not do its part."""
    return LibraryError(
        f"A process that wrote a part of the index failed: {reason}.",
        hint="The library is as it was. Check that there is enough memory, then run this again.",
    )
