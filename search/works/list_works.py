"""A page of the works that a person asks for."""

from __future__ import annotations

from fabula.index.errors import OptionError
from fabula.search.pages import MAX_LIMIT, Page, check_timeout, items_of, sort_of
from fabula.search.syntax import Filters
from .find_works import find_works
from .results import WorkList, WorkListOptions


def check_work_options(options: WorkListOptions) -> None:
    """Raises OptionError for options that make no sense."""
    check_timeout(options.timeout)
    if not 0 <= options.limit <= MAX_LIMIT:
        raise OptionError(f"A limit of {options.limit} is not possible.", hint=f"Ask for 0 to {MAX_LIMIT:,} works.")
    sort_of(options.sort)
    items_of(options, 0)


def list_works(query: str, page: Page[WorkListOptions]) -> WorkList:
    """See `StoredLibrary.work_list`."""
    options, commit = page.options, page.commit
    works = find_works(query, Filters.of(options.filters, options.exclude), sort_of(options.sort), commit)
    items = page.items(len(works))
    return WorkList(commit.store.generation, len(works), works[items.start : items.stop], page.cursor(len(works)))
