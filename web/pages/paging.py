"""One page of a long list."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from flask import request

from fabula.index.errors import NotFound


class Paging(NamedTuple):
    """The page of a list that is shown: `items` are its places in the list; an address is "" where no page is."""

    page: int
    pages: int
    items: slice
    previous_url: str
    next_url: str


def requested_page(length: int, per_page: int, url: Callable[[int], str]) -> Paging:
    """The page that the address asks for, of a list of so many; `url` gives the address of any. Raises NotFound."""
    page = request.args.get("page", default=1, type=int)
    pages = max(1, -(-length // per_page))
    if not 1 <= page <= pages:
        raise NotFound(f"There is no page {page:,}: the list has {pages:,}.", hint="Start from the first page.")
    return Paging(
        page,
        pages,
        slice((page - 1) * per_page, page * per_page),
        url(page - 1) if page > 1 else "",
        url(page + 1) if page < pages else "",
    )
