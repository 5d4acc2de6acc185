"""Searches for pages and the API, unless a query is so dear that another process has to answer it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TypeVar

from flask import request

from fabula.index.budget import current_budget, spending
from fabula.search.concordance.results import Concordance, ConcordanceOptions
from fabula.search.dispersion.results import Dispersion, DispersionOptions
from fabula.search.facets.results import Facets
from fabula.search.library import Library
from fabula.search.results import Explanation, QuoteResults, Results, SearchOptions
from fabula.search.syntax import FilterValues
from fabula.web.serving.stage import HAND_OVER_ABOVE, MAY_HAND_OVER
from fabula.web.serving.trial import DEAR_SECONDS, ESTIMATE_SECONDS, HandOver, TrialBudget
from .http.freshness import without_validator
from .library_handle import open_library

Answer = TypeVar("Answer", bound=Results)


def search_library(query: str, options: SearchOptions) -> Results:
    """The library's answer. Raises its errors, and HandOver if the server may hand the request over and it is dear."""
    library = open_library()
    options = replace(options, timeout=answer_timeout(options.timeout))
    _hand_over_if_dear(library, query, options)
    return _noted(library.search(query, options))


def find_passages(text: str, limit: int, *, plot: bool = False, show_hidden: bool = False) -> QuoteResults:
    """The passages that may be `text`. Raises as `search_library` does."""
    library = open_library()
    options = SearchOptions(limit=limit)
    _hand_over_if_dear(library, f"? {text}", options)
    return _noted(
        library.quote(text, limit, plot=plot, timeout=answer_timeout(options.timeout), show_hidden=show_hidden)
    )


def find_concordance(query: str, options: ConcordanceOptions) -> Concordance:
    """A page of a concordance. Raises as `search_library` does."""
    library = open_library()
    _hand_over_if_dear(library, query, _as_search(options))
    found = library.concordance(query, replace(options, timeout=answer_timeout(options.timeout)))
    note_gaps(found.explanation)
    return found


def _as_search(options: ConcordanceOptions) -> SearchOptions:
    return SearchOptions(0, filters=options.filters, exclude=options.exclude, show_hidden=options.show_hidden)


def find_dispersion(queries: Sequence[str], options: DispersionOptions) -> Dispersion:
    """A page of a dispersion. Raises as `search_library` does."""
    found = open_library().dispersion(queries, replace(options, timeout=answer_timeout(options.timeout)))
    for spread in found.queries:
        note_gaps(spread.explanation)
    return found


def count_values(
    query: str, fields: Sequence[str], filters: FilterValues, exclude: FilterValues, *, show_hidden: bool
) -> Facets:
    """Counts of values. Raises as `search_library` does."""
    library, options = open_library(), SearchOptions(0, filters=filters, exclude=exclude, show_hidden=show_hidden)
    if query.strip():
        _hand_over_if_dear(library, query, options)
    timeout = answer_timeout(options.timeout)
    return library.facets(query, fields, filters=filters, exclude=exclude, show_hidden=show_hidden, timeout=timeout)


def _noted(results: Answer) -> Answer:
    note_gaps(results.explanation)
    return results


def note_gaps(explanation: Explanation) -> None:
    """An answer that lacks something for want of time is not kept by clients."""
    said = (*explanation.notes, *(missing.reason for missing in explanation.missing))
    if any("there was no time" in words for words in said):
        without_validator()


def answer_timeout(seconds: float | None) -> float | None:
    """None in our own server, which gives each request a budget."""
    return None if MAY_HAND_OVER in request.environ else seconds


def hand_over_above(seconds: float) -> None:
    """Raise HandOver if the server may hand the request over, and what is left of it takes so long that it is dear."""
    if request.environ.get(MAY_HAND_OVER) and seconds > request.environ.get(HAND_OVER_ABOVE, DEAR_SECONDS):
        raise HandOver(seconds)


def _hand_over_if_dear(library: Library, query: str, options: SearchOptions) -> None:
    if not request.environ.get(MAY_HAND_OVER):
        return
    with spending(TrialBudget(ESTIMATE_SECONDS, outer=current_budget())):
        cost = library.cost(query, options)
    hand_over_above(cost.seconds)
