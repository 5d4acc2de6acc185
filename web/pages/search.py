"""The search page and its results."""

from __future__ import annotations

from dataclasses import dataclass

from flask import current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from fabula.index.errors import NotFound
from fabula.search.library import Library
from fabula.search.results import Results, Sort
from fabula.search.syntax import remembered
from fabula.web.library_handle import open_library
from fabula.web.search_request import PAGE_FACETS, SearchRequest
from fabula.web.wording import FIELD_LABELS, work_title

from .examples import Examples

__all__ = ["home", "search"]

PAGE = 10
FACET_VALUES = 12


@dataclass(frozen=True, slots=True)
class FacetLink:
    """One value of a facet; `url` narrows to it."""

    value: str
    count: int
    url: str


@dataclass(frozen=True, slots=True)
class Facet:
    """A field with more than one value among the scenes found."""

    field: str
    name: str
    links: tuple[FacetLink, ...]
    more: int


def home() -> str:
    """The first page: one box, what may be typed, what the library holds."""
    library = open_library()
    examples: Examples = current_app.extensions["fabula.examples"]
    return render_template("home.html", stats=library.stats(), examples=examples.of(library))


def search() -> str | Response:
    """Ranked scenes."""
    asked = SearchRequest.from_arguments(request.args)
    if not asked.query:
        return redirect(url_for("pages.home"))
    line = remembered(asked.query)
    if line is not None:
        return redirect(url_for("pages.quote", q=line))
    library = open_library()
    results = library.search(asked.query, asked.options(PAGE, PAGE_FACETS))
    return render_template(
        "search.html",
        asked=asked,
        results=results,
        reading=results.explanation.reading if _differs(results) else "",
        facets=_facets(asked, results),
        active=_active(library, asked),
        sorts=[(sort, asked.with_sort(sort).url()) for sort in Sort],
        fold_url=asked.with_fold(not asked.fold).url() if not asked.fold or any(hit.copies for hit in results) else "",
        next_url=asked.with_cursor(results.cursor).url() if results.cursor else "",
        first_url=asked.with_cursor(None).url() if asked.cursor else "",
    )


def _active(library: Library, asked: SearchRequest) -> list[tuple[str, str, str, str]]:
    """(field, its name, value as shown, address without it) of each filter."""
    return [
        (field, FIELD_LABELS[field], _shown(library, field, value), asked.without_filter(field).url())
        for field, value in asked.filters.items()
    ]


def _shown(library: Library, name: str, value: str) -> str:
    """A filter's value as people know it: a work by its title."""
    try:
        return work_title(library.work(value)) if name == "work" else value
    except NotFound:
        return value


def _differs(results: Results) -> bool:
    """Whether the query was read as anything else than its own words."""
    return " ".join(results.explanation.reading.split()) != " ".join(results.query.split())


def _facets(asked: SearchRequest, results: Results) -> list[Facet]:
    facets = []
    for field in PAGE_FACETS:
        counts = results.facets.get(field, ())
        if len(counts) < 2 or field in asked.filters:
            continue
        links = tuple(
            FacetLink(found.value, found.count, asked.with_filter(field, found.value).url())
            for found in counts[:FACET_VALUES]
        )
        facets.append(Facet(field, FIELD_LABELS[field], links, len(counts) - len(links)))
    return facets
