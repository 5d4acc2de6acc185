"""The page of an answer that options ask for, and the cursor of the next one."""

from __future__ import annotations

import re
from dataclasses import replace

from fabula.index.errors import OptionError
from fabula.search.engine.protocol import FACETS, Answer, Request
from .results import SearchOptions, Sort

MAX_LIMIT = 1_000
# All scenes found are ranked anyway, but nobody pages further than this.
_MAX_OFFSET = 100_000


def check_options(options: SearchOptions) -> None:
    """Raises OptionError for options that make no sense."""
    check_timeout(options.timeout)
    if not 0 <= options.limit <= MAX_LIMIT:
        raise OptionError(f"A limit of {options.limit} is not possible.", hint=f"Ask for 0 to {MAX_LIMIT:,} results.")
    if options.sort not in list(Sort):
        raise OptionError(f'There is no order "{options.sort}".', hint=f"The orders are: {', '.join(Sort)}.")
    for facet in options.facets:
        if facet not in FACETS:
            raise OptionError(f'There is no facet "{facet}".', hint=f"The facets are: {', '.join(FACETS)}.")
    _offset(options.cursor)


def with_limit(options: SearchOptions | None, limit: int | None) -> SearchOptions:
    """The options, or those of a search without any, with another limit unless that is None. Raises OptionError."""
    chosen = options or SearchOptions()
    if limit is not None:
        chosen = replace(chosen, limit=limit)
    check_options(chosen)
    return chosen


def check_timeout(seconds: float | None) -> None:
    """Raises OptionError unless there is some time, or no limit."""
    if seconds is not None and not seconds > 0:
        raise OptionError(f"A timeout of {seconds} is not possible.", hint="Allow some seconds, or None for no limit.")


def request_of(options: SearchOptions) -> Request:
    """What an engine is asked for, each facet once. Raises OptionError for a senseless cursor."""
    facets = tuple(dict.fromkeys(options.facets))
    return Request(options.limit, _offset(options.cursor), Sort(options.sort), facets, options.fold)


def _offset(cursor: str | None) -> int:
    if cursor is None:
        return 0
    match = re.fullmatch(r"o(\d{1,7})", cursor)
    if match is None or int(match[1]) > _MAX_OFFSET:
        raise OptionError(
            f'"{cursor[:40]}" is no cursor.', hint="Use the cursor that the page before was answered with."
        )
    return int(match[1])


def page_of(options: SearchOptions, total: int) -> tuple[range, str | None]:
    """The numbers of the items on the page of a list of `total`, and the cursor of the next page."""
    first = min(_offset(options.cursor), total)
    last = min(first + options.limit, total)
    return range(first, last), f"o{last}" if options.limit and last < min(total, _MAX_OFFSET) else None


def next_cursor(answer: Answer, request: Request) -> str | None:
    """The cursor of the page after the one requested; None if that is the last."""
    next_offset = request.offset + request.limit
    shown = answer.total - answer.collapsed
    return f"o{next_offset}" if request.limit and next_offset < min(shown, _MAX_OFFSET) else None
