"""A page of works, and what it can be asked for. All types are frozen."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from fabula.index.model import WorkRecord
from fabula.search.results import DEFAULT_TIMEOUT_SECONDS, Sort
from fabula.search.syntax import FilterValues


@dataclass(frozen=True, slots=True)
class WorkListOptions:
    """How to list works.

    limit    works to return, 0 to 1,000.
    cursor   where the page begins: the `cursor` of the page before.
    sort     the order; by relevance is by title. Equal ones are by title, then authors.
    filters, exclude  as in SearchOptions. Of places (`in`, `speaker`) any scene of a work has to have them.
    show_hidden       list works that the library hides by their rating, too.
    timeout  seconds after which QueryTooDear says what took so long; None for no limit.

    >>> library.work_list("ferry", WorkListOptions(limit=5, sort=Sort.LENGTH)).total
    1
    """

    limit: int = 100
    cursor: str | None = None
    sort: Sort = Sort.TITLE
    filters: FilterValues = field(default_factory=dict)
    exclude: FilterValues = field(default_factory=dict)
    show_hidden: bool = False
    timeout: float | None = DEFAULT_TIMEOUT_SECONDS


@dataclass(frozen=True, slots=True)
class WorkList:
    """A page of works; all pages are from the commit of the first.

    total   the works on all pages.
    cursor  pass it as WorkListOptions.cursor for the next page; None on the last.

    >>> [work.title for work in library.work_list()]
    ['The Ferry']
    """

    generation: int
    total: int
    works: tuple[WorkRecord, ...]
    cursor: str | None = None

    def __iter__(self) -> Iterator[WorkRecord]:
        return iter(self.works)

    def __len__(self) -> int:
        return len(self.works)
