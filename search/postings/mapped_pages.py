"""How much of the mapped files stays resident? What a long-lived process has read is let go of beyond a limit.

A page of a mapped file that was read once counts as the process's memory until the system needs it, which on an idle
machine is never: 1 GB of text would fill 400 MB with pages that no one asks for again. Letting go of them costs nothing
but the next reader's fault, for the system keeps them in its own cache as long as it likes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Protocol

__all__ = ["MappedPages"]

# Looking takes 8 µs, so only one question in so many does.
_EVERY = 8
_STATM = Path("/proc/self/statm")


class _Mapped(Protocol):
    def release(self) -> None: ...


class MappedPages:
    """The pages of some files that are mapped. May be shared by threads."""

    def __init__(self, files: Sequence[_Mapped], limit: int) -> None:
        """`limit` is in bytes, beyond what is resident of files now."""
        self._files = files
        self._limit = limit
        self._asked = count(1)
        self._least = resident_of_files()

    def keep_below(self) -> None:
        """Let go of all if there is too much of them; where the system does not say how much there is, of nothing."""
        if next(self._asked) % _EVERY == 0 and resident_of_files() > self._least + self._limit:
            for file in self._files:
                file.release()
            # What is left is others': code, and files of a commit that somebody still reads.
            self._least = resident_of_files()


def resident_of_files() -> int:
    """Bytes of mapped files that are resident in this process; 0 where the system does not say."""
    try:
        return int(_STATM.read_bytes().split()[2]) * os.sysconf("SC_PAGESIZE")
    except (OSError, IndexError, ValueError):
        return 0
