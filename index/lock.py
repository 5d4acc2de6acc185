"""One writer at a time, by a lock of the operating system that a dead process cannot hold."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Self

from .errors import LibraryBusy

__all__ = ["WriteLock"]


class WriteLock:
    """Holds the lock file of a folder until it is released, or its process ends.

    Whoosh's own lock is the same call on the same kind of file; it is not used because importing it costs 60 ms and it
    gives no reason when it fails.
    """

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor

    @classmethod
    def acquire(cls, folder: Path) -> Self:
        """Raises LibraryBusy while another writer (of this process, too) holds it, OSError if it may not write."""
        descriptor = os.open(folder / "write.lock", os.O_RDWR | os.O_CREAT | getattr(os, "O_CLOEXEC", 0), 0o666)
        try:
            _lock(descriptor)
        except OSError as error:
            os.close(descriptor)
            raise LibraryBusy(
                f"Another process is writing to the library in {folder.parent}.",
                hint="Wait until it has finished, then run this again.",
            ) from error
        return cls(descriptor)

    @property
    def held(self) -> bool:
        return self._descriptor >= 0

    def release(self) -> None:
        if self.held:
            os.close(self._descriptor)
            self._descriptor = -1


def _lock(descriptor: int) -> None:
    if os.name == "nt":  # pragma: no cover - Windows
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)  # type: ignore[attr-defined]
        return
    import fcntl

    fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
