"""Counts requests over all processes of a server: how many, and how long they took."""

from __future__ import annotations

import mmap
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from .shared_lock import SharedLock

METHODS = ("GET", "HEAD", "other")
CLASSES = ("1xx", "2xx", "3xx", "4xx", "5xx")
# Seconds, as upper bounds; the last bucket has no bound.
BOUNDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0)
REFUSALS = ("rate-limited", "server-full", "other")
OTHER = "none"
_BYTES = 8


class EndpointTraffic(NamedTuple):
    """The requests of one endpoint.

    requests  by method and class of status, as METHODS and CLASSES order them: those that were seen.
    buckets   requests that took no longer than each of BOUNDS and longer than the one before; the rest.
    seconds   in all.
    """

    endpoint: str
    requests: dict[tuple[str, str], int]
    buckets: tuple[int, ...]
    seconds: float


class Traffic:
    """The counts since the server was started, in memory that processes which are forked from this one share.

    The labels are those of a table that is known at the start, so that no request adds one: 12 KB for 40 endpoints. A
    process that dies takes nothing of the counts with it and leaves no file. In the mode of prometheus_client for
    several processes each leaves a set of files, all of which are read at each scrape.
    """

    def __init__(self, endpoints: Sequence[str]) -> None:
        self._endpoints = tuple(dict.fromkeys([*endpoints, OTHER]))
        self._number = {name: number for number, name in enumerate(self._endpoints)}
        self._row = len(METHODS) * len(CLASSES) + len(BOUNDS) + 2
        self._lock = SharedLock()
        size = len(self._endpoints) * self._row + len(REFUSALS)
        # The map belongs to the view. Doubles count exactly up to 2**53.
        self._counts = memoryview(mmap.mmap(-1, size * _BYTES)).cast("d")

    def note(self, endpoint: str, method: str, status: int, seconds: float, refusal: str = "") -> None:
        """One more request. An endpoint, a method or a refusal that is not known counts as OTHER."""
        start = self._number.get(endpoint, self._number[OTHER]) * self._row
        by_method = METHODS.index(method) if method in METHODS else len(METHODS) - 1
        by_class = min(max(status // 100, 1), len(CLASSES)) - 1
        times = start + len(METHODS) * len(CLASSES)
        places = [start + by_method * len(CLASSES) + by_class, times + bisect_left(BOUNDS, seconds)]
        if refusal:
            number = REFUSALS.index(refusal) if refusal in REFUSALS else len(REFUSALS) - 1
            places.append(len(self._endpoints) * self._row + number)
        with self._lock.held():
            for place in places:
                self._counts[place] += 1
            self._counts[times + len(BOUNDS) + 1] += seconds

    def by_endpoint(self) -> Iterator[EndpointTraffic]:
        """The endpoints that had requests."""
        for number, name in enumerate(self._endpoints):
            row = self._counts[number * self._row : (number + 1) * self._row].tolist()
            counts = row[: len(METHODS) * len(CLASSES)]
            if any(counts):
                kinds = [(method, kind) for method in METHODS for kind in CLASSES]
                requests = {kind: int(count) for kind, count in zip(kinds, counts, strict=True) if count}
                yield EndpointTraffic(name, requests, tuple(map(int, row[len(counts) : -1])), row[-1])

    def refusals(self) -> dict[str, int]:
        """Requests that the server refused, by the code of the error."""
        counts = self._counts[len(self._endpoints) * self._row :].tolist()
        return {name: int(count) for name, count in zip(REFUSALS, counts, strict=True)}
