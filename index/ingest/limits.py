"""How many processes read files, and what each may take."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass

DEFAULT_TIMEOUT_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Limits:
    """How files are read. `workers`: processes, 0 to read in this one; `timeout`: seconds for a small file, with more
    time for larger ones; `memory`: bytes a process."""

    workers: int = 1
    timeout: float = DEFAULT_TIMEOUT_SECONDS
    memory: int = 2 * 1024 * 1024 * 1024


def default_workers() -> int:
    """One process per available core, at most 16; 0 where processes cannot be started."""
    if sys.platform == "win32" or not sys.executable:
        return 0
    return min(len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1, 16)
