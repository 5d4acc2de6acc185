"""All rows of a concordance, for a file or a stream: only some are in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.search.explain.damage import with_reported_damage
from fabula.search.explain.too_dear import answering
from fabula.search.latest_commit import Current
from fabula.search.matches.find import FoundMatches, find_matches
from fabula.search.syntax import Query
from .results import ConcordanceOptions, ConcordanceRow
from .rows import rows_of

# The first of them are there after 40 ms, and a million rows have as many checks of the time as scenes.
_ROWS_AT_ONCE = 200


def all_rows(query: Query, options: ConcordanceOptions, commit: Current) -> Iterator[ConcordanceRow]:
    """See `Library.concordance_rows`. The matches are found now, the rows as they are asked for."""
    found = find_matches(query, options.filters, commit, fold=options.fold)
    return _rows(found, options, commit)


def _rows(found: FoundMatches, options: ConcordanceOptions, commit: Current) -> Iterator[ConcordanceRow]:
    matches, engine = found.matches, commit.engine
    for begin in range(0, matches.total, _ROWS_AT_ONCE):
        scenes = matches.between(begin, begin + _ROWS_AT_ONCE)

        def read() -> list[ConcordanceRow]:
            return [*rows_of(scenes, matches, found.part, engine, options.context)]  # noqa: B023 - called at once

        with answering(options.timeout):
            rows = with_reported_damage(commit.store, read)
        yield from rows
