"""All lines of a concordance, for a file or a stream: only some are in memory at a time."""

from __future__ import annotations

from collections.abc import Iterator

from fabula.search.explain.damage import with_reported_damage
from fabula.search.explain.too_dear import answering
from fabula.search.latest_commit import Current
from fabula.search.matches.find import FoundMatches, find_matches
from fabula.search.syntax import Query
from fabula.search.syntax.filters import Filters
from .lines import lines_of
from .results import ConcordanceLine, ConcordanceOptions

# The first of them are there after 40 ms, and a million lines have as many checks of the time as scenes.
_LINES_AT_ONCE = 200


def all_lines(query: Query, options: ConcordanceOptions, commit: Current) -> Iterator[ConcordanceLine]:
    """See `Library.concordance_lines`. The matches are found now, the lines as they are asked for."""
    found = find_matches(query, Filters.of(options.filters, options.exclude), commit, fold=options.fold)
    return _rows(found, options, commit)


def _rows(found: FoundMatches, options: ConcordanceOptions, commit: Current) -> Iterator[ConcordanceLine]:
    matches, engine = found.matches, commit.engine
    for begin in range(0, matches.total, _LINES_AT_ONCE):
        scenes = matches.between(begin, begin + _LINES_AT_ONCE)

        def read() -> list[ConcordanceLine]:
            return [*lines_of(scenes, matches, found.part, engine, options.context)]  # noqa: B023 - called at once

        with answering(options.timeout):
            lines = with_reported_damage(commit.store, read)
        yield from lines
