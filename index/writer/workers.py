"""Segments made by several processes side by side.

A worker is forked, so that it has the scenes without their being sent, and only where no thread exists, as a lock that
another thread holds would stay locked in it for good. Elsewhere (Windows, macOS, a server with threads) segments are
made in the process itself, one after the other, and are the same.
"""

from __future__ import annotations

import gc
import json
import os
import secrets
import signal
import sys
import threading
import warnings
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from ..codec.toc import SegmentEntry
from ..errors import LibraryError
from ..model import Scene, WorkRecord
from .known_stems import KnownStems
from .segment_writer import SegmentWriter

__all__ = ["Workers"]

Stories = Sequence[tuple[WorkRecord, Sequence[Scene]]]

# More would share the memory that a round may take among segments too small to be worth a file each.
_MOST = 4


# Just below the size beyond which that allocator no longer learns.
_TEACHING = (32 << 20) - (1 << 16)


class _Worker(NamedTuple):
    """A process, the file that it answers to, and the place of its segment among all."""

    pid: int
    answer: int
    place: int


class Workers:
    """Makes segments in `folder`. `detach` closes what a forked process must not hold on to: the lock."""

    def __init__(self, folder: Path, known: KnownStems, detach: Callable[[], None]) -> None:
        self._folder = folder
        self._known = known
        self._detach = detach
        self._running: list[_Worker] = []
        self._made: list[SegmentEntry | None] = []

    @property
    def most(self) -> int:
        """How many segments are worth making at a time: 1 where processes cannot be forked."""
        # Only on Linux may what the system's own libraries have running be forked.
        if sys.platform != "linux" or threading.active_count() > 1:
            return 1
        return min(len(os.sched_getaffinity(0)), _MOST)

    def make(self, stories: Stories) -> None:
        """Make a segment of `stories`, here and now. Raises OSError."""
        self._made.append(self._segment(stories))

    def start(self, stories: Stories) -> None:
        """Have a segment made while this process goes on; wait first until one that is being made is done, if need be.

        Raises OSError, LibraryError.
        """
        while len(self._running) >= self.most:
            self._wait()
        worker = _forked(lambda: self._work(stories), len(self._made))
        self._running.append(worker)
        self._made.append(None)

    def finish(self) -> list[SegmentEntry]:
        """All segments, in the order in which they were begun. Raises OSError, LibraryError."""
        while self._running:
            self._wait()
        made = [entry for entry in self._made if entry is not None]
        self._made = []
        return made

    def close(self) -> None:
        """End those that are still at work."""
        for worker in self._running:
            os.kill(worker.pid, signal.SIGKILL)
        for worker in self._running:
            os.waitpid(worker.pid, 0)
            os.close(worker.answer)
        self._running = []

    def _wait(self) -> None:
        """Take the answer of the one that was begun first."""
        worker = self._running[0]
        with open(worker.answer, "rb", closefd=False) as file:
            answer = file.read()
        _, status = os.waitpid(worker.pid, 0)
        self._running.remove(worker)
        os.close(worker.answer)
        found: dict[str, Any] = json.loads(answer) if answer else {"error": _ended(os.waitstatus_to_exitcode(status))}
        if "errno" in found:
            raise OSError(found["errno"], os.strerror(found["errno"]))
        if "error" in found:
            raise LibraryError(
                f"A process that wrote a part of the index failed: {found['error']}.",
                hint="The library is as it was. Check that there is enough memory, then run this again.",
            )
        self._made[worker.place] = SegmentEntry(found["file"], found["size"], found["scenes"])

    def _work(self, stories: Stories) -> dict[str, object]:
        """What a worker does, and answers."""
        self._detach()
        for other in self._running:
            os.close(other.answer)
        try:
            parent = os.getppid()
            entry = self._segment(stories, still_wanted=lambda: os.getppid() == parent)
        except OSError as error:
            return {"errno": error.errno} if error.errno else {"error": str(error)}
        except Exception as error:  # noqa: BLE001 - the message is all that comes out of this process
            return {"error": f"{type(error).__name__}: {error}"}
        return {"file": entry.file, "size": entry.size, "scenes": entry.scenes}

    def _segment(self, stories: Stories, still_wanted: Callable[[], bool] = lambda: True) -> SegmentEntry:
        writer = SegmentWriter(self._known)
        for work, scenes in stories:
            writer.add(work, scenes)
            if not still_wanted():
                raise InterruptedError
        name = f"MAIN_{secrets.token_hex(8)}.seg"
        size, count = writer.write(self._folder / name)
        return SegmentEntry(name, size, count)


def _forked(work: Callable[[], dict[str, object]], place: int) -> _Worker:
    """A new process that does `work`, writes down what it gives, and ends."""
    reading, writing = os.pipe()
    # An interrupt between the fork and the first line of the worker would run on in two processes.
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        with warnings.catch_warnings():
            # Python 3.12 warns of the threads of numpy's linear algebra, which is made to be forked and not used here.
            warnings.simplefilter("ignore", DeprecationWarning)
            pid = os.fork()
        if pid == 0:
            _be_worker(work, writing)
    except OSError:
        os.close(reading)
        raise
    finally:
        os.close(writing)
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    return _Worker(pid, reading, place)


def _be_worker(work: Callable[[], dict[str, object]], writing: int) -> None:
    """Never returns: what the parent has begun (its buffers, its `finally`) is not this process's to end."""
    code = 1
    try:
        # Who interrupts interrupts the parent, and that ends its workers.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Looking for cycles would touch, and so copy, all that was inherited.
        gc.disable()
        # The GNU allocator keeps freed memory up to the size of the largest array that it has seen go, instead of
        # returning and fetching it for every piece of text: a third of the page faults, a tenth of the time.
        np.empty(_TEACHING, np.uint8)
        answer = json.dumps(work()).encode("ascii")
        os.write(writing, answer)
        code = 0
    finally:
        os._exit(code)


def _ended(code: int) -> str:
    if code < 0:
        return f"it was ended by {signal.Signals(-code).name}"
    return f"it ended without an answer (exit code {code})"
