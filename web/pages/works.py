"""The list of works: filtered by words, sorted, fifty a page."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask import render_template, request, url_for

from fabula.index.errors import OptionError
from fabula.index.model import WorkRecord
from fabula.index.series_order import series_key, series_with_number
from fabula.search.syntax import MAX_QUERY
from fabula.web.library_handle import open_library
from .paging import requested_page

_WORKS_PER_PAGE = 50
# Python's sort is stable, so equals stay in the library's own order: title, then author.
_ORDERS: dict[str, Callable[[WorkRecord], object]] = {
    "title": lambda work: 0,
    "author": lambda work: [name.casefold() for name in work.authors] or ["\U0010ffff"],
    "series": lambda work: series_key(work.metadata),
    "longest": lambda work: -work.words,
}


class Order(NamedTuple):
    """An order to sort by, as a link."""

    name: str
    url: str


def works() -> str:
    words = request.args.get("q", "").strip()[:MAX_QUERY]
    sort = request.args.get("sort", "title")
    if sort not in _ORDERS:
        raise OptionError(
            f"There is no order “{sort[:40]}”.", hint="Works are sorted by title, author, series or longest."
        )
    chosen = sorted(open_library().works(words), key=_ORDERS[sort])  # type: ignore[arg-type]

    def url(page: int = 1, order: str = sort) -> str:
        return url_for(
            "pages.works", q=words or None, sort=None if order == "title" else order, page=None if page == 1 else page
        )

    paging = requested_page(len(chosen), _WORKS_PER_PAGE, url)
    return render_template(
        "works.html",
        words=words,
        total=len(chosen),
        works=chosen[paging.items],
        sort=sort,
        series_with_number=series_with_number,
        orders=[Order(name, url(order=name)) for name in _ORDERS],
        paging=paging,
    )
