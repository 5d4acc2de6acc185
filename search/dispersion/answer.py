"""Some queries to a page of works and where the matches stand in them, or to all works."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial

from fabula.index.errors import OptionError
from fabula.search.explain.damage import with_reported_damage
from fabula.search.explain.too_dear import answering
from fabula.search.latest_commit import Current
from fabula.search.matches.asked import asked
from fabula.search.pages import Page, check_options
from fabula.search.results import SearchOptions
from fabula.search.syntax import Query
from fabula.search.syntax.filters import Filters
from .find import Spreads
from .results import (
    MAX_BINS,
    MAX_POSITIONS,
    MAX_QUERIES,
    MAX_WORKS,
    Dispersion,
    DispersionOptions,
    WorkOrder,
    WorkSpread,
)


def parsed_queries(queries: Sequence[str], options: DispersionOptions) -> list[Query]:
    """The queries. Raises QueryError, and OptionError for senseless options or as many queries as none can compare."""
    if not 1 <= len(queries) <= MAX_QUERIES:
        raise OptionError(
            f"{len(queries)} queries cannot be shown beside each other.",
            hint=f"Give 1 to {MAX_QUERIES}; a query of several words is one, in quotes for the shell.",
        )
    check_options(_as_search(options))
    for name, value, low, high in (
        ("limit", options.limit, 0, MAX_WORKS),
        ("number of bins", options.bins, 1, MAX_BINS),
        ("number of positions", options.positions, 0, MAX_POSITIONS),
    ):
        if not low <= value <= high:
            raise OptionError(f"A {name} of {value} is not possible.", hint=f"Ask for {low} to {high:,}.")
    if options.sort not in list(WorkOrder):
        raise OptionError(f'There is no order "{options.sort}".', hint=f"The orders are: {', '.join(WorkOrder)}.")
    Filters.of(options.filters, options.exclude)
    return [asked(query) for query in queries]


def _as_search(options: DispersionOptions) -> SearchOptions:
    return SearchOptions(min(options.limit, MAX_WORKS), options.cursor, timeout=options.timeout)


def answer_dispersion(names: Sequence[str], queries: Sequence[Query], page: Page[DispersionOptions]) -> Dispersion:
    """See `Library.dispersion`; without the time."""
    spreads = Spreads(queries, page.options, page.commit)
    total = len(spreads.order)
    items = page.items(total)
    return Dispersion(
        generation=page.commit.store.generation,
        queries=spreads.of_queries(names),
        works=tuple(map(spreads.of_work, spreads.order[items.start : items.stop].tolist())),
        total_works=total,
        words=spreads.words,
        seconds=0.0,
        cursor=page.cursor(total),
    )


def all_works(queries: Sequence[Query], options: DispersionOptions, commit: Current) -> Iterator[WorkSpread]:
    """See `Library.dispersion_works`. The matches are found now, the chapters of a work when it is asked for."""
    return _works(Spreads(queries, options, commit), options, commit)


def _works(spreads: Spreads, options: DispersionOptions, commit: Current) -> Iterator[WorkSpread]:
    for work in spreads.order.tolist():
        with answering(options.timeout):
            found = with_reported_damage(commit.store, partial(spreads.of_work, work))
        yield found
