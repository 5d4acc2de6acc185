"""Lets one process write at a time, by a lock of the operating system that a dead process cannot hold."""

from __future__ import annotations

import errno
import json
import os
import stat
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple, Self

from fabula.index.errors import LibraryBusy
from fabula.index.shapes import Fields, Text, Whole
from fabula.index.stored_json import parse_json

LOCK_FILE = "write.lock"
# An interrupt is noticed between two tries.
_SECONDS_BETWEEN_TRIES = 0.1
_MAX_SIGNATURE_BYTES = 4_096
_SIGNATURE_SHAPE = Fields({"pid": Whole(), "verb": Text(60), "since": Text(60)})
# No link is followed: the signature would empty the file that it leads to.
_FLAGS = os.O_RDWR | os.O_CREAT | sum(getattr(os, name, 0) for name in ("O_CLOEXEC", "O_NOFOLLOW", "O_NONBLOCK"))


class Patience(NamedTuple):
    """How a writer behaves where another one holds the lock.

    verb     the name that others see who wait for it.
    seconds  how long it waits.
    tell     is called once with a sentence that says for whom it waits.
    """

    verb: str = "a program"
    seconds: float = 0.0
    tell: Callable[[str], object] = str


patience: ContextVar[Patience] = ContextVar("patience", default=Patience())  # noqa: B039 - it is immutable


_waited: ContextVar[float] = ContextVar("waited", default=0.0)


def waited_seconds() -> float:
    """How long this thread has waited for other writers so far, in all."""
    return _waited.get()


@contextmanager
def waiting(seconds: float, *, verb: str = "a program", tell: Callable[[str], object] = str) -> Iterator[None]:
    """Inside, in this thread, writers wait so many seconds for other writers. Outside they do not wait."""
    before = patience.set(Patience(verb, seconds, tell))
    try:
        yield
    finally:
        patience.reset(before)


_HINT = "Wait until it has finished, or have this wait for it: --wait."
_HINT_AFTER_WAITING = "It has not finished in that time. --wait without a number waits until it has."


class WriteLock:
    """Holds the lock file of a folder until it is released, or its process ends.

    The file says who holds it, for people to read. What counts is the lock, which ends with its process. Whoosh's own
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
        settings = patience.get()
        started = time.monotonic()
        deadline = started + settings.seconds
        is_told = False
        descriptor = os.open(folder / LOCK_FILE, _FLAGS, 0o666)
        try:
            if not stat.S_ISREG(os.fstat(descriptor).st_mode):
                raise OSError(errno.EINVAL, "it is not a file", str(folder / LOCK_FILE))
            while not _try_lock(descriptor):
                holder = _holder(descriptor)
                if time.monotonic() >= deadline:
                    raise LibraryBusy(
                        f"Another process is writing to the library in {folder.parent}{holder and f': {holder}'}.",
                        hint=_HINT_AFTER_WAITING if settings.seconds else _HINT,
                    )
                if not is_told:
                    settings.tell(f"Waiting for {holder or 'another process'}, which is writing to {folder.parent}")
                    is_told = True
                time.sleep(min(_SECONDS_BETWEEN_TRIES, max(0.0, deadline - time.monotonic())))
            # The signature is for people; a full disk must not keep anybody from deleting works.
            with suppress(OSError):
                _sign(descriptor, settings.verb)
        except BaseException:
            os.close(descriptor)
            raise
        finally:
            _waited.set(_waited.get() + time.monotonic() - started)
        return cls(descriptor)

    @property
    def is_held(self) -> bool:
        return self._descriptor >= 0

    def release(self) -> None:
        """A forked process calls this, too, so as not to hold on to the lock, which then stays its parent's."""
        if self.is_held:
            os.close(self._descriptor)
            self._descriptor = -1


def _sign(descriptor: int, verb: str) -> None:
    signature = {"pid": os.getpid(), "verb": verb, "since": datetime.now(UTC).isoformat(timespec="seconds")}
    os.ftruncate(descriptor, 0)
    os.pwrite(descriptor, json.dumps(signature).encode("ascii") + b"\n", 0)


def _holder(descriptor: int) -> str:
    """Who holds the lock, in words; "" if the file does not say."""
    try:
        signature = parse_json(os.pread(descriptor, _MAX_SIGNATURE_BYTES, 0))
        _SIGNATURE_SHAPE.check(signature)
        since = datetime.fromisoformat(signature["since"]).astimezone()
    except (OSError, ValueError, OverflowError):
        return ""
    return f"{signature['verb']} (process {signature['pid']}, since {since:%H:%M:%S})"


def _try_lock(descriptor: int) -> bool:
    """True if it holds the lock now. Raises OSError where there are no locks."""
    if os.name == "nt":  # pragma: no cover - Windows
        import msvcrt

        try:
            # Behind the signature, as a locked byte cannot be read.
            os.lseek(descriptor, _MAX_SIGNATURE_BYTES, os.SEEK_SET)
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        except OSError:
            return False
        return True
    import fcntl  # Windows has none

    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
