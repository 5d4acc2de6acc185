"""A search as read from its address, and the addresses of similar ones: another page, order or filter."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from urllib.parse import urlencode

from flask import g, url_for
from werkzeug.datastructures import MultiDict

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


# In an address `not_tag=AU` leaves out works with that tag.
EXCLUDED = "not_"
# `hidden=1` shows works that the library hides by their rating.
HIDDEN = "hidden"

_Values = Mapping[str, tuple[str, ...]]


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
    """A search. Immutable: `with_…` returns another one.

    filters, exclude  field -> values, each once: one of the first must hold, none of the second may.
    """

    query: str = ""
    sort: Sort = Sort.RELEVANCE
    cursor: str | None = None
    filters: _Values = field(default_factory=dict)
    fold: bool = True
    exclude: _Values = field(default_factory=dict)
    show_hidden: bool = False

    @classmethod
    def from_arguments(cls, arguments: Mapping[str, str]) -> SearchRequest:
        """Read the parameters of a request. Raises OptionError for an unknown `sort` or `editions`."""
        query = arguments.get("q", "").strip()
        sort = arguments.get("sort", "") or Sort.RELEVANCE
        if sort not in tuple(Sort):
            raise OptionError(f"There is no order “{sort[:40]}”.", hint=f"Results are sorted by {', '.join(Sort)}.")
        filters, exclude = filters_of(arguments)
        editions = arguments.get("editions", "") or EDITIONS[0]
        if editions not in EDITIONS:
            raise OptionError(f"Editions are not shown “{editions[:40]}”.", hint=f"They are {' or '.join(EDITIONS)}.")
        is_folded, is_shown = editions == EDITIONS[0], shows_hidden(arguments)
        return cls(query, Sort(sort), arguments.get("cursor") or None, filters, is_folded, exclude, is_shown)

    def options(self, limit: int, facets: tuple[str, ...], *, remembered: bool) -> SearchOptions:
        return SearchOptions(
            limit,
            self.cursor,
            self.sort,
            self.filters,
            facets,
            self.fold,
            remembered,
            exclude=self.exclude,
            show_hidden=self.show_hidden,
        )

    def parameters(self) -> list[tuple[str, str]]:
        """The parameters of its address, but for the query, the order and the cursor."""
        excluded = {f"{EXCLUDED}{name}": values for name, values in self.exclude.items()}
        given = [(name, value) for name, values in {**self.filters, **excluded}.items() for value in values]
        given += [] if self.fold else [("editions", EDITIONS[1])]
        return [*given, (HIDDEN, "1")] if self.show_hidden else given

    def url(self) -> str:
        """The address of the first page of results, or of the page at `cursor`."""
        sort = None if self.sort is Sort.RELEVANCE else str(self.sort)
        arguments = [("q", self.query), ("sort", sort), *self.parameters(), ("cursor", self.cursor)]
        # Not by url_for alone: a page has forty such addresses, and it would quote the query in each of them again.
        given = [_parameter(name, value) for name, value in arguments if value is not None]
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
        """The search with this value as well as those that are wanted of the field."""
        values = dict.fromkeys((*self.filters.get(name, ()), value))
        return replace(self, filters={**self.filters, name: tuple(values)}, cursor=None)

    def without_filter(self, name: str, value: str) -> SearchRequest:
        return replace(self, filters=_without(self.filters, name, value), cursor=None)

    def without_exclusion(self, name: str, value: str) -> SearchRequest:
        return replace(self, exclude=_without(self.exclude, name, value), cursor=None)

    def replacing(self, part: str, nearest: str) -> SearchRequest:
        """The search with `part`, which found nothing (as the explanation names it), replaced with `nearest`."""
        name, colon, _ = part.partition(":")
        if colon and name in FIELDS:
            query = with_other_value(self.query, part, nearest)
            if query is None and name in self.filters:
                return self._with_other_value(name, part, nearest)
            return self.with_query(query or f'{name}:"{nearest}"')
        if part not in self.query or " " in part:
            # For a phrase, `part` is all of it, and `nearest` is similar to one of its words.
            similar = get_close_matches(nearest, _WORD.findall(self.query), n=1, cutoff=0.5)
            part = similar[0] if similar else ""
        return self.with_query(self.query.replace(part, nearest, 1) if part and part in self.query else nearest)

    def _with_other_value(self, name: str, part: str, nearest: str) -> SearchRequest:
        """The search with `nearest` in place of the value of a filter that reads as `part`."""
        values = self.filters[name]
        wrong = next((value for value in values if str(filter_field(name, value)) == part), values[0])
        other = exact_filter(nearest) if filter_field(name, wrong).exact else nearest
        return self.without_filter(name, wrong).with_filter(name, other)


def shows_hidden(arguments: Mapping[str, str]) -> bool:
    """Whether works that the library hides are to be shown. Raises OptionError for anything but 0 and 1."""
    wanted = arguments.get(HIDDEN, "") or "0"
    if wanted not in ("0", "1"):
        raise OptionError(
            f"{HIDDEN}={wanted[:40]} is not possible.", hint="1 shows what the library hides, 0 does not."
        )
    return wanted == "1"


def filters_of(arguments: Mapping[str, str]) -> tuple[_Values, _Values]:
    """The values of fields that are wanted and excluded in the parameters of a request; each may be repeated."""
    wanted = {name: values for name in FIELDS if (values := _values_of(arguments, name))}
    excluded = {name: values for name in FIELDS if (values := _values_of(arguments, f"{EXCLUDED}{name}"))}
    return wanted, excluded


def _values_of(arguments: Mapping[str, str], name: str) -> tuple[str, ...]:
    if name not in arguments:
        return ()
    values = arguments.getlist(name) if isinstance(arguments, MultiDict) else [arguments.get(name, "")]
    return tuple(dict.fromkeys(value for value in values if value.strip()))


def _without(filters: _Values, name: str, value: str) -> _Values:
    values = tuple(other for other in filters.get(name, ()) if other != value)
    others = {other: values for other, values in filters.items() if other != name}
    return others | {name: values} if values else others
