"""A query to a page of a concordance, or to all of its lines."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fabula.index.errors import OptionError
from fabula.search.latest_commit import Current
from fabula.search.matches.find import FoundMatches, find_matches
from fabula.search.matches.in_reading_order import SceneMatches
from fabula.search.pages import Page, check_options
from fabula.search.results import SearchOptions
from fabula.search.syntax import Query
from fabula.search.syntax.filters import Filters
from .candidates import Candidates
from .groups import group_by_words
from .lines import lines_of
from .order import sorted_places
from .places import group_places, sort_places
from .results import MAX_CONTEXT_WORDS, Concordance, ConcordanceLine, ConcordanceOptions


def check_concordance_options(options: ConcordanceOptions) -> None:
    """Raises OptionError for options that make no sense."""
    check_options(_as_search(options))
    if not 0 <= options.context <= MAX_CONTEXT_WORDS:
        raise OptionError(
            f"A context of {options.context} words is not possible.", hint=f"Ask for 0 to {MAX_CONTEXT_WORDS} words."
        )
    Filters.of(options.filters, options.exclude)
    sort_places(options.sort)
    if options.group:
        group_places(options.group)


def _as_search(options: ConcordanceOptions) -> SearchOptions:
    return SearchOptions(options.limit, options.cursor, timeout=options.timeout)


def answer_concordance(query: Query, page: Page[ConcordanceOptions]) -> Concordance:
    """See `Library.concordance`; without the query's text and the time."""
    options, commit = page.options, page.commit
    found = find_matches(query, Filters.of(options.filters, options.exclude), commit, fold=options.fold)
    matches = found.matches
    segments = [each.view.segment for each in matches.by_segment]
    lines: list[ConcordanceLine] = []
    groups = []
    if options.group:
        groups = group_by_words(Candidates.of(matches), group_places(options.group), segments)
    total = len(groups) if options.group else matches.total
    items = page.items(total)
    if not options.group and options.sort and len(items):
        keys = sort_places(options.sort)
        places = sorted_places(Candidates.of(matches), keys, segments, items.start, items.stop)
        lines = _lines_at(places.tolist(), found, options, commit)
    elif not options.group:
        lines = [
            *lines_of(matches.between(items.start, items.stop), matches, found.part, commit.engine, options.context)
        ]
    return Concordance(
        query="",
        generation=commit.store.generation,
        total=matches.total,
        folded=matches.folded,
        works=int(np.count_nonzero(np.diff(matches.scenes.works))) + bool(matches.total),
        match=found.kind,
        seconds=0.0,
        explanation=found.explanation,
        lines=tuple(lines),
        group=options.group,
        groups=tuple(groups[items.start : items.stop]),
        total_groups=len(groups),
        cursor=page.cursor(total),
    )


def _lines_at(
    places: list[int], found: FoundMatches, options: ConcordanceOptions, commit: Current
) -> list[ConcordanceLine]:
    """The lines of matches by their places in reading order; each scene is read once."""
    ascending = sorted(places)
    scenes: Iterator[SceneMatches] = (scene for place in ascending for scene in found.matches.between(place, place + 1))
    lines = lines_of(scenes, found.matches, found.part, commit.engine, options.context)
    by_place = dict(zip(ascending, lines, strict=True))
    return [by_place[place] for place in places]
