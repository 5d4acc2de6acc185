"""A file that can still be handed to another process after its name is gone."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable


class HeldFile:
    """Holds a descriptor, which is closed with the last reference to this."""

    def __init__(self, number: int) -> None:
        """`number` is a descriptor that belongs to this object from now on."""
        self.number = number

    def __del__(self, close=os.close) -> None:  # type: ignore[no-untyped-def]  # bound early: `os` may be gone at the end
        close(self.number)

    @property
    def bytes_without_name(self) -> int:
        """What the file takes of the disk only because it is held; 0 while it has a name."""
        status = os.fstat(self.number)
        return 0 if status.st_nlink else status.st_size

    @property
    def identity(self) -> tuple[int, int]:
        """Equal for descriptors of one file."""
        status = os.fstat(self.number)
        return status.st_dev, status.st_ino

    def is_plain(self) -> bool:
        """True unless it is a pipe, a device or the like."""
        return stat.S_ISREG(os.fstat(self.number).st_mode)


def bytes_without_name(files: Iterable[HeldFile]) -> int:
    """What the files take of the disk only because they are held; a file that several of them are counts once."""
    return sum({file.identity: file.bytes_without_name for file in files}.values())
