"""Asking every peer the same, in turn, and how long each took."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from .asks import Ask, Kind
from .processes import Memory, Server

__all__ = ["Latency", "Participant", "Summary", "measure", "quantile", "summary"]

# Queries to one peer before it is the next one's turn: what else the machine does then falls on all alike.
_BATCH = 10


@dataclass(frozen=True, slots=True)
class Summary:
    """Milliseconds over queries."""

    p50: float
    p95: float
    p99: float
    mean: float
    most: float


def quantile(values: Sequence[float], part: float) -> float:
    """The value below which `part` (0 to 1) of `values` lie, between two of them by their distance."""
    ordered = sorted(values)
    place = part * (len(ordered) - 1)
    low = int(place)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (place - low)


def summary(values: Sequence[float]) -> Summary:
    return Summary(quantile(values, 0.5), quantile(values, 0.95), quantile(values, 0.99), fmean(values), max(values))


@dataclass(frozen=True, slots=True)
class Participant:
    """`name` in the tables; `asks`, as many as of every other participant."""

    name: str
    peer: str
    folder: Path
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds by ask.

    first   in a fresh process, each query for the first time (the index is in the page cache).
    warm    the median of the passes that follow.
    cpu     mean CPU milliseconds a query of those passes.
    memory  at the end.
    """

    asks: tuple[Ask, ...]
    first: tuple[float, ...]
    warm: tuple[float, ...]
    totals: tuple[int | None, ...]
    cpu: float
    memory: Memory

    def only(self, *, common: bool) -> Summary:
        """Of the warm times, those of the queries of common words alone (or the others)."""
        return summary([time for ask, time in zip(self.asks, self.warm, strict=True) if ask.common is common])


def measure(kind: Kind, participants: Sequence[Participant], repeat: int) -> dict[str, Latency]:
    """One pass of first touches, then `repeat` warm ones; a few queries to each participant in turn."""
    count = len(participants[0].asks)
    times: dict[str, list[list[float]]] = {one.name: [] for one in participants}
    totals: dict[str, list[int | None]] = {}
    cpu = {one.name: 0.0 for one in participants}
    with ExitStack() as stack:
        for one in participants:
            _read(one.folder)
        servers = {one.name: stack.enter_context(Server(one.peer, one.folder)) for one in participants}
        for turn in range(repeat + 1):
            for one in participants:
                times[one.name].append([])
                totals[one.name] = []
            for number, start in enumerate(range(0, count, _BATCH)):
                first = number % len(participants)
                for one in [*participants[first:], *participants[:first]]:
                    found, counts, spent = servers[one.name].run(kind, one.asks[start : start + _BATCH])
                    times[one.name][turn] += found
                    totals[one.name] += counts
                    cpu[one.name] += spent if turn else 0.0
        memory = {name: server.memory() for name, server in servers.items()}
    return {
        one.name: Latency(
            asks=one.asks,
            first=tuple(times[one.name][0]),
            warm=tuple(median(of_ask) for of_ask in zip(*times[one.name][1:], strict=True)),
            totals=tuple(totals[one.name]),
            cpu=cpu[one.name] / (count * repeat),
            memory=memory[one.name],
        )
        for one in participants
    }


def _read(folder: Path) -> None:
    """Bring an index into the page cache, where it would be on a machine that serves it."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as source:
                while source.read(1 << 20):
                    pass
