"""A lock between the processes of a server, and between the threads of each."""

from __future__ import annotations

import os
import tempfile
import threading
import time
import weakref
from collections.abc import Iterator
from contextlib import contextmanager

try:
    import fcntl
except ImportError:  # Windows, where a server is one process
    fcntl = None  # type: ignore[assignment]

# Whoever has it needs some microseconds. A process that was stopped in them (SIGSTOP) must not stop the others.
_MOST_SECONDS = 0.05
_PAUSE_SECONDS = 0.001


class SharedLock:
    """`with lock.held():` for processes that are forked from the one that made it.

    A record lock on a file without a name (POSIX fcntl): the system opens it when its process ends, however that
    happens, which no semaphore in shared memory does. It takes 3 µs. After 50 ms the block runs without it, as what is
    counted in it is not worth more; so readers must be able to bear a count that is wrong by one.
    """

    def __init__(self) -> None:
        self._threads = threading.Lock()
        self._file = _file_without_name() if fcntl else None
        if self._file is not None:
            weakref.finalize(self, os.close, self._file)

    @contextmanager
    def held(self) -> Iterator[None]:
        with self._threads:
            is_closed = self._close()
            try:
                yield
            finally:
                if is_closed and self._file is not None:
                    fcntl.lockf(self._file, fcntl.LOCK_UN)

    def _close(self) -> bool:
        if self._file is None:
            return False
        until = time.monotonic() + _MOST_SECONDS
        while True:
            try:
                fcntl.lockf(self._file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except OSError:
                if time.monotonic() > until:
                    return False
                time.sleep(_PAUSE_SECONDS)
            else:
                return True


def _file_without_name() -> int:
    """The descriptor of a file that goes with the last process that has it."""
    descriptor, path = tempfile.mkstemp(prefix="fabula-")
    os.unlink(path)  # noqa: PTH108 - a name that was never a Path
    return descriptor
