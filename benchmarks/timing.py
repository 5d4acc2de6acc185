"""Times the same queries with every peer, in turn."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean, median

from .asks import Ask, Kind
from .processes import Memory, Server

__all__ = ["Latency", "Participant", "Summary", "measure", "quantile", "summary"]

# Queries to one peer before the next one's turn; small, so that other load on the machine affects all peers equally.
_BATCH_QUERIES = 10


@dataclass(frozen=True, slots=True)
class Summary:
    """Milliseconds over queries; `most` is the slowest."""

    p50: float
    p95: float
    p99: float
    mean: float
    most: float


def quantile(values: Sequence[float], share: float) -> float:
    """The value below which `share` (0 to 1) of `values` lie, interpolated linearly."""
    ordered = sorted(values)
    rank = share * (len(ordered) - 1)
    low = int(rank)
    high = min(low + 1, len(ordered) - 1)
    return ordered[low] + (ordered[high] - ordered[low]) * (rank - low)


def summary(values: Sequence[float]) -> Summary:
    return Summary(quantile(values, 0.5), quantile(values, 0.95), quantile(values, 0.99), fmean(values), max(values))


@dataclass(frozen=True, slots=True)
class Participant:
    """name: as in the tables. asks: as many as every other participant has."""

    name: str
    peer: str
    folder: Path
    asks: tuple[Ask, ...]


@dataclass(frozen=True, slots=True)
class Latency:
    """Milliseconds by query.

    first   the first pass, in a fresh process (the index is in the page cache).
    warm    the median of the passes that follow.
    cpu     mean CPU milliseconds a query over the warm passes.
    memory  after the last pass.
    """

    asks: tuple[Ask, ...]
    first: tuple[float, ...]
    warm: tuple[float, ...]
    totals: tuple[int | None, ...]
    cpu: float
    memory: Memory

    def only(self, *, common: bool) -> Summary:
        """The warm times of the queries of common words only, or of the others."""
        return summary([time for ask, time in zip(self.asks, self.warm, strict=True) if ask.common is common])


def measure(kind: Kind, participants: Sequence[Participant], repeat: int) -> dict[str, Latency]:
    """One first pass, then `repeat` warm ones; each participant answers a batch of queries in turn."""
    count = len(participants[0].asks)
    times: dict[str, list[list[float]]] = {participant.name: [] for participant in participants}
    totals: dict[str, list[int | None]] = {}
    cpu = {participant.name: 0.0 for participant in participants}
    with ExitStack() as stack:
        for participant in participants:
            _load_into_page_cache(participant.folder)
        servers = {each.name: stack.enter_context(Server(each.peer, each.folder)) for each in participants}
        for turn in range(repeat + 1):
            for participant in participants:
                times[participant.name].append([])
                totals[participant.name] = []
            for number, start in enumerate(range(0, count, _BATCH_QUERIES)):
                first = number % len(participants)
                for participant in [*participants[first:], *participants[:first]]:
                    batch = participant.asks[start : start + _BATCH_QUERIES]
                    batch_times, batch_totals, batch_cpu = servers[participant.name].run(kind, batch)
                    times[participant.name][turn] += batch_times
                    totals[participant.name] += batch_totals
                    cpu[participant.name] += batch_cpu if turn else 0.0
        memory = {name: server.memory() for name, server in servers.items()}
    return {
        participant.name: Latency(
            asks=participant.asks,
            first=tuple(times[participant.name][0]),
            warm=tuple(median(passes) for passes in zip(*times[participant.name][1:], strict=True)),
            totals=tuple(totals[participant.name]),
            cpu=cpu[participant.name] / (count * repeat),
            memory=memory[participant.name],
        )
        for participant in participants
    }


def _load_into_page_cache(folder: Path) -> None:
    """Read all files of an index; on a machine that serves it, they would be in the page cache."""
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as source:
                while source.read(1 << 20):
                    pass
