"""Asks both servers for the same pages by turns, and says how many a second each of them gave."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median

from benchmarks.stress.questions import natural_queries
from benchmarks.timing import quantile
from fabula.search import Library
from .datasette_app import fill_table
from .load import Page, ask_each, ask_for
from .servers import START, Pages

__all__ = ["Comparison", "Rates", "WrongPages", "compare"]


# Queries are taken from notes, too, whose words may be in no story together.
_MAX_EMPTY_SHARE = 0.05


@dataclass(frozen=True, slots=True)
class Rates:
    """The medians of a server's rounds.

    per_second  pages.
    processor   milliseconds of processor time for a page, of all processes of the server.
    p50, p99    milliseconds until a page was there.
    results, marks, size  of a page, means over all queries; size in bytes.
    """

    per_second: float
    processor: float
    p50: float
    p99: float
    results: float
    marks: float
    size: float


@dataclass(frozen=True, slots=True)
class Comparison:
    """What both servers gave, by name. `scenes` and `queries` are the same for both."""

    processes: int
    connections: int
    rounds: int
    scenes: int
    queries: int
    rates: Mapping[str, Rates]

    @property
    def ratio(self) -> float:
        """Fabula's pages a second to Datasette's."""
        return self.rates["fabula"].per_second / self.rates["datasette"].per_second

    @property
    def processor_ratio(self) -> float:
        """The same for a second of processor time, which other load on the machine changes less."""
        return self.rates["datasette"].processor / self.rates["fabula"].processor


class WrongPages(Exception):
    """Pages have no results, or results no marks: the rate would say nothing."""


@dataclass(frozen=True, slots=True)
class _Round:
    """As in Rates."""

    per_second: float
    processor: float
    p50: float
    p99: float


def compare(
    address: Path,
    folder: Path,
    *,
    processes: int = 2,
    connections: int = 4,
    seconds: float = 3.0,
    rounds: int = 5,
    most_queries: int = 200,
) -> Comparison:
    """Compare the pages of the library at `address`; the other server's database is written into `folder`.

    Both servers run all the time, and are asked by turns, so that only one of them works.

    Each is first asked for all pages, which are checked, and then warmed for as long as a round takes. Every other
    round begins with the other server. Raises WrongPages.
    """
    queries = natural_queries(address, most_queries)
    if not queries:
        raise WrongPages("the library has no runs of words to ask for")
    database = folder / "scenes.db"
    with Library.open(address) as library:
        scenes = fill_table(library, database)
    with ExitStack() as running:
        servers = {name: running.enter_context(start(address, database, processes)) for name, start in START.items()}
        paths = {name: list(map(server.path_of, queries)) for name, server in servers.items()}
        pages = {name: _checked(name, server, paths[name]) for name, server in servers.items()}
        for name, server in servers.items():
            ask_for(server.ports, paths[name], connections, seconds)
        measured: dict[str, list[_Round]] = {name: [] for name in servers}
        for number in range(rounds):
            for name in list(servers)[:: -1 if number % 2 else 1]:
                measured[name].append(_measure(servers[name], paths[name], connections, seconds))
    rates = {name: _rates(measured[name], pages[name]) for name in servers}
    return Comparison(processes, connections, rounds, scenes, len(queries), rates)


def _checked(name: str, server: Pages, paths: Sequence[str]) -> list[Page]:
    pages = ask_each(server.ports[0], paths, server.result, server.mark)
    for path, page in zip(paths, pages, strict=True):
        if page.results > 10 or page.marks < page.results:
            raise WrongPages(f"{name} has {page.results} results and {page.marks} marks at {path}")
    empty = sum(not page.results for page in pages)
    if empty > len(pages) * _MAX_EMPTY_SHARE:
        raise WrongPages(f"{name} has no results on {empty} of {len(pages)} pages")
    return pages


def _measure(server: Pages, paths: Sequence[str], connections: int, seconds: float) -> _Round:
    before = server.processor_seconds()
    load = ask_for(server.ports, paths, connections, seconds)
    used = server.processor_seconds() - before
    if load.failed:
        raise WrongPages(f"{load.failed} of {load.failed + len(load.latencies)} requests failed")
    pages = len(load.latencies)
    p50, p99 = (quantile(load.latencies, share) * 1e3 for share in (0.5, 0.99))
    return _Round(pages / load.seconds, used / pages * 1e3, p50, p99)


def _rates(rounds: Sequence[_Round], pages: Sequence[Page]) -> Rates:
    return Rates(
        per_second=median(each.per_second for each in rounds),
        processor=median(each.processor for each in rounds),
        p50=median(each.p50 for each in rounds),
        p99=median(each.p99 for each in rounds),
        results=mean(page.results for page in pages),
        marks=mean(page.marks for page in pages),
        size=mean(page.size for page in pages),
    )
