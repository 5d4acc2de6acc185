"""One writer at a time, by a lock of the operating system that a dead process cannot hold."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Self

from fabula.index.errors import LibraryBusy

__all__ = ["LOCK_FILE", "Patience", "WriteLock", "patience", "waiting"]

LOCK_FILE = "write.lock"
# Seconds between two tries. An interrupt is seen between them.
_BETWEEN = 0.1
_LARGEST = 4_096


class Patience(NamedTuple):
    """How a writer behaves where another one holds the lock.

    verb     what it is called by others that wait for it.
    seconds  that it waits.
    tell     is told once whom it waits for.
    """

    verb: str = "a program"
    seconds: float = 0.0
    tell: Callable[[str], object] = str


_NONE = Patience()
patience: ContextVar[Patience] = ContextVar("patience", default=_NONE)


@contextmanager
def waiting(seconds: float, *, verb: str = "a program", tell: Callable[[str], object] = str) -> Iterator[None]:
    """Inside, whatever writes to a library waits so long for other writers, instead of not at all. In this thread."""
    before = patience.set(Patience(verb, seconds, tell))
    try:
        yield
    finally:
        patience.reset(before)


class WriteLock:
    """Holds the lock file of a folder until it is released, or its process ends.

    The file says who holds it, for people alone: what counts is the lock, which goes with its process. Whoosh's own
    lock is the same call on the same kind of file; it is not used because importing it costs 60 ms and it gives no
    reason when it fails.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def acquire(cls, folder: Path) -> Self:
        """Raises LibraryBusy while another writer (of this process, too) holds it, OSError if it may not write.

        Waits as long as `waiting` says.
        """
        own = patience.get()
        until = time.monotonic() + own.seconds
        told = False
        descriptor = os.open(folder / LOCK_FILE, os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        try:
            while not _locked(descriptor):
                holder = _holder(descriptor)
                if time.monotonic() >= until:
                    raise LibraryBusy(
                        f"Another process is writing to the library in {folder.parent}{holder and f': {holder}'}.",
                        hint="Wait until it has finished, or have this wait for it: --wait.",
                    )
                if not told:
                    own.tell(f"Waiting for {holder or 'another process'}, which is writing to {folder.parent}")
                    told = True
                time.sleep(min(_BETWEEN, max(0.0, until - time.monotonic())))
            # It says who holds it for people; a full disk must not keep anybody from deleting works.
            with suppress(OSError):
                _sign(descriptor, own.verb)
        except BaseException:
            os.close(descriptor)
            raise
        return cls(descriptor)

    @property
    def held(self) -> bool:
        return self._descriptor >= 0

    def release(self) -> None:
        """Also what a forked process does that must not hold on to it; the lock then stays its parent's."""
        if self.held:
            os.close(self._descriptor)
            self._descriptor = -1


def _sign(descriptor: int, verb: str) -> None:
    said = {"pid": os.getpid(), "verb": verb, "since": datetime.now(UTC).isoformat(timespec="seconds")}
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(said).encode("ascii") + b"\n", 0)


def _holder(descriptor: int) -> str:
    """Who holds the lock, in words; "" if the file does not say."""
    try:
        said = json.loads(os.pread(descriptor, _LARGEST, 0))
        pid, verb, since = int(said["pid"]), str(said["verb"]), datetime.fromisoformat(str(said["since"]))
    except (OSError, ValueError, KeyError, TypeError, OverflowError, RecursionError):
        return ""
    return f"{verb} (process {pid}, since {since.astimezone():%H:%M:%S})"


def _locked(descriptor: int) -> bool:
    """True if the lock was had. Raises OSError where there is no such thing."""
    if os.name == "nt":  # pragma: no cover - Windows
        import msvcrt

        try:
            # Beyond what the file says, for a locked byte cannot be read.
            os.lseek(descriptor, _LARGEST, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    import fcntl

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
