"""The works that a request asks for, for pages and the API."""

from __future__ import annotations

from collections.abc import Mapping

from fabula.index.model import WorkRecord
from fabula.search.library import Library
from fabula.search.pages import sort_of
from fabula.search.results import Sort
from fabula.search.works.results import WorkList, WorkListOptions
from .search_request import filters_of, shows_hidden

# All but relevance, as no words are weighed.
WORK_SORTS = tuple(sort for sort in Sort if sort is not Sort.RELEVANCE)


def listed_works(library: Library, arguments: Mapping[str, str]) -> tuple[WorkRecord, ...]:
    """The works with the words of `q` that meet the filters, in the order `sort`. Raises OptionError, QueryTooDear."""
    filters, exclude = filters_of(arguments)
    return library.works(
        arguments.get("q", ""),
        filters=filters,
        exclude=exclude,
        sort=sort_of(arguments.get("sort", "") or Sort.TITLE),
        show_hidden=shows_hidden(arguments),
    )


def page_of_works(library: Library, arguments: Mapping[str, str], limit: int, cursor: str | None) -> WorkList:
    """A page of the same works. Raises as above, and CursorExpired."""
    filters, exclude = filters_of(arguments)
    options = WorkListOptions(
        limit, cursor, sort_of(arguments.get("sort", "") or Sort.TITLE), filters, exclude, shows_hidden(arguments)
    )
    return library.work_list(arguments.get("q", ""), options)
