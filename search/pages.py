"""The page of an answer that options ask for, the commit that it is of, and the cursor of the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, ClassVar, Generic, Protocol, TypeVar

from fabula.index.errors import OptionError
from fabula.search.engine.protocol import FACETS, Request
from .cursors import Cursor, question_of
from .cursors.cursor import MAX_OFFSET
from .hidden_works import Asked
from .latest_commit import Current, LatestCommit
from .option_types import check_number, check_text, options_of
from .results import SearchOptions, Sort
from .syntax import Query

MAX_LIMIT = 1_000
GROUPS = ("", "work")


def check_options(options: SearchOptions) -> None:
    """Raises OptionError for options that make no sense."""
    check_timeout(options.timeout)
    if not 0 <= options.limit <= MAX_LIMIT:
        raise OptionError(f"A limit of {options.limit} is not possible.", hint=f"Ask for 0 to {MAX_LIMIT:,} results.")
    sort_of(options.sort)
    if options.group not in GROUPS:
        raise OptionError(f'Results are not grouped by "{options.group}".', hint='They can be grouped by "work".')
    check_facets(options.facets)
    if options.cursor is not None:
        Cursor.decode(options.cursor)


def check_facets(names: Iterable[str]) -> None:
    """Raises OptionError for a field that cannot be counted."""
    for facet in names:
        if facet not in FACETS:
            raise OptionError(f'There is no facet "{facet[:40]}".', hint=f"The facets are: {', '.join(FACETS)}.")


def sort_of(sort: str) -> Sort:
    """The order of this name. Raises OptionError."""
    check_text(sort, "sort")
    if sort not in list(Sort):
        raise OptionError(f'There is no order "{str(sort)[:40]}".', hint=f"The orders are: {', '.join(Sort)}.")
    return Sort(sort)


def with_limit(options: SearchOptions | None, limit: int | None) -> SearchOptions:
    """The options, or those of a search without any, with another limit unless that is None. Raises OptionError."""
    chosen = options_of(options, SearchOptions, limit)
    check_options(chosen)
    return chosen


def check_timeout(seconds: float | None) -> None:
    """Raises OptionError unless there is some time, or no limit."""
    if seconds is not None:
        check_number(seconds, "timeout")
    if seconds is not None and not seconds > 0:
        raise OptionError(f"A timeout of {seconds} is not possible.", hint="Allow some seconds, or None for no limit.")


def request_of(options: SearchOptions, offset: int = 0) -> Request:
    """What an engine is asked for, each facet once."""
    facets = tuple(dict.fromkeys(options.facets))
    return Request(options.limit, offset, sort_of(options.sort), facets, options.fold)


class PageOptions(Protocol):
    """Options of anything that comes in pages: a dataclass with these, and with whatever else selects items."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    @property
    def limit(self) -> int: ...

    @property
    def cursor(self) -> str | None: ...


Chosen = TypeVar("Chosen", bound=PageOptions)


def items_of(options: PageOptions, total: int) -> range:
    """The numbers of the items on the page, from 0, if the answer has so many. Raises OptionError for no cursor."""
    first = 0 if options.cursor is None else min(Cursor.decode(options.cursor).offset, total)
    return range(first, min(first + options.limit, total))


@dataclass(frozen=True, slots=True)
class Page(Generic[Chosen]):
    """A page of the answer to a question, over one commit.

    view, text, options  the question: see `question_of`.
    hidden               the ratings of works that are left out of `commit`, which is a selection from `whole`.
    offset               how many items of the answer came on the pages before.
    """

    view: str
    text: str
    options: Chosen
    commit: Current
    whole: Current
    hidden: frozenset[str]
    offset: int
    latest: LatestCommit

    @classmethod
    def asked(
        cls, latest: LatestCommit, view: str, text: str, options: Chosen, query: Query | None = None
    ) -> Page[Chosen]:
        """The page at the cursor, of the commit that it names; the first page of the latest one without a cursor.

        Works that the library hides are left out, unless `options` or `query` ask for them.

        Raises OptionError for the cursor of another question, CursorExpired if its commit is gone.
        """
        hidden = latest.hidden(Asked.of(options, query))
        if options.cursor is None:
            whole = latest.whole()
            return cls(view, text, options, latest.without(whole, hidden), whole, hidden, 0, latest)
        cursor = Cursor.decode(options.cursor)
        if cursor.question != question_of(view, text, options):
            raise OptionError(
                "This cursor is of another query, or of other filters or another order.",
                hint="Ask as for the page before; or for the first page, without a cursor.",
            )
        whole = latest.at(cursor.commit)
        return cls(view, text, options, latest.without(whole, hidden), whole, hidden, cursor.offset, latest)

    def items(self, total: int) -> range:
        """The numbers of the items on it, from 0, if the answer has so many."""
        return items_of(self.options, total)

    def cursor(self, total: int) -> str | None:
        """The cursor of the page after it, for which the commit is kept; None if this is the last."""
        after = self.items(total).stop
        if not self.options.limit or after >= min(total, MAX_OFFSET):
            return None
        self.latest.keep(self.whole)
        question = question_of(self.view, self.text, self.options)
        return Cursor(self.whole.store.snapshot().name, question, after).encode()
