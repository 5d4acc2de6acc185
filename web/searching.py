"""Searches for pages and the API, unless a query is so dear that another process has to answer it."""

from __future__ import annotations

from dataclasses import replace
from typing import TypeVar

from flask import request

from fabula.index.budget import current_budget, spending
from fabula.search.library import Library
from fabula.search.results import QuoteResults, Results, SearchOptions
from fabula.web.serving.stage import HAND_OVER_ABOVE, MAY_HAND_OVER
from fabula.web.serving.trial import DEAR_SECONDS, ESTIMATE_SECONDS, HandOver, TrialBudget
from .http.freshness import without_validator
from .library_handle import open_library

Answer = TypeVar("Answer", bound=Results)


def search_library(query: str, options: SearchOptions) -> Results:
    """The library's answer. Raises its errors, and HandOver if the server may hand the request over and it is dear."""
    library = open_library()
    options = replace(options, timeout=_timeout(options))
    _hand_over_if_dear(library, query, options)
    return _noted(library.search(query, options))


def find_passages(text: str, limit: int, *, plot: bool = False, show_hidden: bool = False) -> QuoteResults:
    """The passages that may be `text`. Raises as `search_library` does."""
    library = open_library()
    options = SearchOptions(limit=limit)
    _hand_over_if_dear(library, f"? {text}", options)
    return _noted(library.quote(text, limit, plot=plot, timeout=_timeout(options), show_hidden=show_hidden))


def _noted(results: Answer) -> Answer:
    """The same results; those that lack something for want of time are not kept by clients."""
    said = (*results.explanation.notes, *(missing.reason for missing in results.explanation.missing))
    if any("there was no time" in words for words in said):
        without_validator()
    return results


def _timeout(options: SearchOptions) -> float | None:
    """None in our own server, which gives each request a budget."""
    return None if MAY_HAND_OVER in request.environ else options.timeout


def _hand_over_if_dear(library: Library, query: str, options: SearchOptions) -> None:
    if not request.environ.get(MAY_HAND_OVER):
        return
    with spending(TrialBudget(ESTIMATE_SECONDS, outer=current_budget())):
        cost = library.cost(query, options)
    if cost.seconds > request.environ.get(HAND_OVER_ABOVE, DEAR_SECONDS):
        raise HandOver(cost.seconds)
