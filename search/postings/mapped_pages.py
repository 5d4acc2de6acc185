"""Bounds how much of the mapped index files stays resident in a long-lived process.

A page of a mapped file that was read once counts as the process's memory until the system needs it, which on an idle
machine is never: 1 GB of text would fill 400 MB with pages that no one asks for again. Releasing them costs the next
reader a page fault and nothing else, for the system keeps them in its own cache as long as it likes.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from itertools import count
from pathlib import Path
from typing import Protocol

# Checking takes 8 µs, so only one query in so many does.
_QUERIES_PER_CHECK = 8
_STATM = Path("/proc/self/statm")


class _Mapped(Protocol):
    def release(self) -> None: ...


class MappedPages:
    """The pages of some mapped files. May be shared by threads."""

    def __init__(self, files: Sequence[_Mapped], limit: int) -> None:
        """`limit` is in bytes, on top of what is resident of files now."""
        self._files = files
        self._limit = limit
        self._queries = count(1)
        self._baseline = resident_of_files()

    def keep_below(self) -> None:
        """Release all pages if they exceed the limit; never where the system does not say how many are resident."""
        if next(self._queries) % _QUERIES_PER_CHECK == 0 and resident_of_files() > self._baseline + self._limit:
            for file in self._files:
                file.release()
            # The rest belongs to others: code, and files of a commit that somebody still reads.
            self._baseline = resident_of_files()


def resident_of_files() -> int:
    """Bytes of mapped files that are resident in this process; 0 where the system does not say."""
    try:
        return int(_STATM.read_bytes().split()[2]) * os.sysconf("SC_PAGESIZE")
    except (OSError, IndexError, ValueError):
        return 0
