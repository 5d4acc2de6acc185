"""How the pages are served."""

from __future__ import annotations

import os
from dataclasses import dataclass

from .shared.rate import Rate

DEFAULT_QUERY_SECONDS = 2.0
DEFAULT_GRACE_SECONDS = 10.0
MAX_PROCESSES = 256
CAN_FORK = hasattr(os, "fork")
_PROCESSORS_PER_LANE = 2


def processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0)) or 1
    return os.cpu_count() or 1


def default_processes() -> int:
    """One for each processor. On Windows one: there processes cannot accept from one socket."""
    return min(processors(), MAX_PROCESSES) if CAN_FORK else 1


@dataclass(frozen=True, slots=True)
class ServingOptions:
    """processes      that answer requests; those for dear queries come on top.
    query_seconds  that one query may take.
    grace_seconds  that running requests have left when the server stops or restarts.
    rate           how often each client may ask; None for no limit.
    trust_proxy    the proxy before this server says who asks (X-Forwarded-For).
    """

    processes: int = 1
    query_seconds: float = DEFAULT_QUERY_SECONDS
    grace_seconds: float = DEFAULT_GRACE_SECONDS
    rate: Rate | None = None
    trust_proxy: bool = False

    @property
    def lanes(self) -> int:
        """Processes for dear queries, each of which works for one at a time."""
        return max(1, processors() // _PROCESSORS_PER_LANE)
