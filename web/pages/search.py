"""The page of results: ranked scenes, with links to other orders, filters and pages."""

from __future__ import annotations

from dataclasses import replace
from typing import NamedTuple

from flask import redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fabula.index.errors import CursorExpired, NotFound
from fabula.search.library import Library
from fabula.search.results import Results, Sort
from fabula.search.syntax import exact_filter, filter_field, remembered
from fabula.web.differences import hit_difference
from fabula.web.library_handle import open_library
from fabula.web.search_request import PAGE_FACETS, SearchRequest
from fabula.web.searching import search_library
from fabula.web.wording import FIELD_LABELS, work_title

_HITS_PER_PAGE = 10
_MAX_FACET_VALUES = 12
_CHANGED = "the library has changed since the page that this address was of; these are the first results now"


class FacetLink(NamedTuple):
    """A value of a facet; `url` finds just the scenes that it counted."""

    value: str
    scenes: int
    url: str


class Facet(NamedTuple):
    """A field that has several values among the results; `more` values are not shown."""

    field: str
    label: str
    links: tuple[FacetLink, ...]
    more: int


class Filter(NamedTuple):
    """A filter that is set; `url` is the search without it."""

    label: str
    value: str
    url: str


def search() -> str | Response:
    current = SearchRequest.from_arguments(request.args)
    if not current.query:
        return redirect(url_for("pages.home"))
    line = remembered(current.query)
    if line is not None:
        return redirect(url_for("pages.quote", q=line))
    try:
        results = search_library(current.query, current.options(_HITS_PER_PAGE, PAGE_FACETS, remembered=True))
    except CursorExpired:
        # An address that somebody kept, or went back to after a while.
        current = current.with_cursor(None)
        results = search_library(current.query, current.options(_HITS_PER_PAGE, PAGE_FACETS, remembered=True))
        explanation = replace(results.explanation, notes=(_CHANGED, *results.explanation.notes))
        results = replace(results, explanation=explanation)
    has_copies = any(hit.copies for hit in results)
    return render_template(
        "search.html",
        search=current,
        results=results,
        meant=results.remembered,
        differences=[hit_difference(hit) for hit in results.remembered or ()],
        reading=results.explanation.reading if _is_read_differently(results) else "",
        facets=_facets(current, results),
        filters=_filters(open_library(), current),
        sorts=[(sort, current.with_sort(sort).url()) for sort in Sort],
        fold_url=current.with_fold(not current.fold).url() if has_copies or not current.fold else "",
        next_url=current.with_cursor(results.cursor).url() if results.cursor else "",
        first_url=current.with_cursor(None).url() if current.cursor else "",
    )


def _filters(library: Library, current: SearchRequest) -> list[Filter]:
    wanted = [
        Filter(FIELD_LABELS[name], _shown_value(library, name, value), current.without_filter(name, value).url())
        for name, values in current.filters.items()
        for value in values
    ]
    excluded = [
        Filter(
            f"Not {FIELD_LABELS[name].lower()}",
            _shown_value(library, name, value),
            current.without_exclusion(name, value).url(),
        )
        for name, values in current.exclude.items()
        for value in values
    ]
    return wanted + excluded


def _shown_value(library: Library, name: str, value: str) -> str:
    """The value of a filter for people: the title of a work instead of its id."""
    shown = filter_field(name, value).value
    try:
        return work_title(library.work(shown)) if name == "work" else shown
    except NotFound:
        return shown


def _is_read_differently(results: Results) -> bool:
    return " ".join(results.explanation.reading.split()) != " ".join(results.query.split())


def _facets(current: SearchRequest, results: Results) -> list[Facet]:
    facets = []
    for name in PAGE_FACETS:
        counts = results.facets.get(name, ())
        if len(counts) < 2 or name in current.filters:
            continue
        links = tuple(
            FacetLink(count.value, count.count, current.with_filter(name, exact_filter(count.value)).url())
            for count in counts[:_MAX_FACET_VALUES]
        )
        facets.append(Facet(name, FIELD_LABELS[name], links, len(counts) - len(links)))
    return facets
