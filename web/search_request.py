"""A search as read from its address, and the addresses of similar ones: another page, order or filter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from urllib.parse import urlencode

from flask import g, url_for

from fabula.index.errors import OptionError
from fabula.index.work_fields import WORK_FIELDS
from fabula.search.results import SearchOptions, Sort
from fabula.search.syntax import exact_filter, filter_field, with_other_value
from fabula.search.syntax.fields import FIELDS

# The fields that the search page counts.
PAGE_FACETS = tuple(field.name for field in WORK_FIELDS.values() if field.page_facet)
# A scene that several works have is shown once, or for each.
EDITIONS = ("folded", "all")
_WORD = re.compile(r"\w+")

# What a query string may hold as it is (RFC 3986), as url_for leaves it.
_UNQUOTED = "!$'()*,/:;?@"


@lru_cache(maxsize=256)
def _parameter(name: str, value: str) -> str:
    """A parameter of an address, quoted."""
    return urlencode({name: value}, safe=_UNQUOTED)


def _address() -> str:
    """The address of all searches, made once a request."""
    if "search_address" not in g:
        g.search_address = url_for("pages.search")
    address: str = g.search_address
    return address


@dataclass(frozen=True, slots=True)
class SearchRequest:
    """A search. Immutable: `with_…` returns another one."""

    query: str = ""
    sort: Sort = Sort.RELEVANCE
    cursor: str | None = None
    filters: Mapping[str, str] = field(default_factory=dict)
    fold: bool = True

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, str]) -> SearchRequest:
        """Read the parameters of a request. Raises OptionError for an unknown `sort` or `editions`."""
        query = arguments.get("q", "").strip()
        sort = arguments.get("sort", "") or Sort.RELEVANCE
        if sort not in tuple(Sort):
            raise OptionError(f"There is no order “{sort[:40]}”.", hint=f"Results are sorted by {', '.join(Sort)}.")
        filters = {name: arguments[name] for name in FIELDS if arguments.get(name, "").strip()}
        editions = arguments.get("editions", "") or EDITIONS[0]
        if editions not in EDITIONS:
            raise OptionError(f"Editions are not shown “{editions[:40]}”.", hint=f"They are {' or '.join(EDITIONS)}.")
        return cls(query, Sort(sort), arguments.get("cursor") or None, filters, editions == EDITIONS[0])

    def options(self, limit: int, facets: tuple[str, ...], *, remembered: bool) -> SearchOptions:
        return SearchOptions(limit, self.cursor, self.sort, self.filters, facets, self.fold, remembered)

    def url(self) -> str:
        """The address of the first page of results, or of the page at `cursor`."""
        sort = None if self.sort is Sort.RELEVANCE else str(self.sort)
        editions = None if self.fold else EDITIONS[1]
        arguments = {"q": self.query, "sort": sort, **self.filters, "editions": editions, "cursor": self.cursor}
        # Not by url_for alone: a page has forty such addresses, and it would quote the query in each of them again.
        given = [_parameter(name, value) for name, value in arguments.items() if value is not None]
        return f"{_address()}?{'&'.join(given)}"

    def with_query(self, query: str) -> SearchRequest:
        return replace(self, query=query, cursor=None)

    def with_sort(self, sort: Sort) -> SearchRequest:
        return replace(self, sort=sort, cursor=None)

    def with_fold(self, fold: bool) -> SearchRequest:
        return replace(self, fold=fold, cursor=None)

    def with_cursor(self, cursor: str | None) -> SearchRequest:
        return replace(self, cursor=cursor)

    def with_filter(self, name: str, value: str) -> SearchRequest:
        return replace(self, filters={**self.filters, name: value}, cursor=None)

    def without_filter(self, name: str) -> SearchRequest:
        filters = {other: value for other, value in self.filters.items() if other != name}
        return replace(self, filters=filters, cursor=None)

    def replacing(self, part: str, nearest: str) -> SearchRequest:
        """The search with `part`, which found nothing (as the explanation names it), replaced with `nearest`."""
        name, colon, _ = part.partition(":")
        if colon and name in FIELDS:
            query = with_other_value(self.query, part, nearest)
            if query is None and name in self.filters:
                is_exact = filter_field(name, self.filters[name]).exact
                return self.with_filter(name, exact_filter(nearest) if is_exact else nearest)
            return self.with_query(query or f'{name}:"{nearest}"')
        if part not in self.query or " " in part:
            # For a phrase, `part` is all of it, and `nearest` is similar to one of its words.
            similar = get_close_matches(nearest, _WORD.findall(self.query), n=1, cutoff=0.5)
            part = similar[0] if similar else ""
        return self.with_query(self.query.replace(part, nearest, 1) if part and part in self.query else nearest)
