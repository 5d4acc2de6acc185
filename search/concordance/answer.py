"""A query to a page of a concordance, or to all of its lines."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from fabula.index.errors import OptionError
from fabula.search.latest_commit import Current
from fabula.search.matches.find import FoundMatches, find_matches
from fabula.search.matches.in_reading_order import Matches, SceneMatches
from fabula.search.pages import Page, check_options
from fabula.search.plan import Level, Part, PhraseClause
from fabula.search.results import SearchOptions
from fabula.search.syntax import Query
from fabula.search.syntax.filters import Filters
from .candidates import Candidates
from .groups import group_by_words
from .kept_groups import Grouped, GroupedBy, keep_groups, kept_groups
from .lines import lines_of
from .order import sorted_places
from .places import group_places, sort_places
from .results import MAX_CONTEXT_WORDS, Concordance, ConcordanceLine, ConcordanceOptions, WordGroup


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
    if options.group:
        return _grouped_page(query, page)
    found = find_matches(query, Filters.of(options.filters, options.exclude), commit, fold=options.fold)
    matches = found.matches
    items = page.items(matches.total)
    keys = sort_places(options.sort)
    if _has_one_match(found.part):
        keys = [key for key in keys if not key.is_inside]
    if keys and len(items):
        segments = [each.view.segment for each in matches.by_segment]
        places = sorted_places(Candidates.of(matches), keys, segments, items.start, items.stop)
        lines = _lines_at(places.tolist(), found, options, commit)
    else:
        scenes = matches.between(items.start, items.stop)
        lines = [*lines_of(scenes, matches, found.part, commit.engine, options.context)]
    return Concordance(
        query="",
        generation=commit.store.generation,
        total=matches.total,
        folded=matches.folded,
        works=_works_of(matches),
        match=found.kind,
        seconds=0.0,
        explanation=found.explanation,
        lines=tuple(lines),
        cursor=page.cursor(matches.total),
    )


def _grouped_page(query: Query, page: Page[ConcordanceOptions]) -> Concordance:
    key = GroupedBy.of(page)
    grouped = kept_groups(key)
    if grouped is None:
        grouped = _grouped(query, page)
        keep_groups(key, grouped)
    items = page.items(len(grouped.groups))
    return Concordance(
        query="",
        generation=page.commit.store.generation,
        total=grouped.total,
        folded=grouped.folded,
        works=grouped.works,
        match=grouped.kind,
        seconds=0.0,
        explanation=grouped.explanation,
        group=page.options.group,
        groups=tuple(grouped.groups[items.start : items.stop]),
        total_groups=len(grouped.groups),
        cursor=page.cursor(len(grouped.groups)),
    )


def _grouped(query: Query, page: Page[ConcordanceOptions]) -> Grouped:
    options = page.options
    found = find_matches(query, Filters.of(options.filters, options.exclude), page.commit, fold=options.fold)
    matches, part = found.matches, found.part
    places = group_places(options.group)
    if places[0].is_inside and isinstance(part, PhraseClause) and _has_one_match(part):
        groups = [WordGroup(part.alternatives[0][0], matches.total)]
    else:
        groups = group_by_words(Candidates.of(matches), places, [each.view for each in matches.by_segment])
    return Grouped(groups, matches.total, matches.folded, _works_of(matches), found.kind, found.explanation)


def _has_one_match(part: Part) -> bool:
    """True if all matches are the same folded word: to go through the vocabulary to it may take a second."""
    return (
        isinstance(part, PhraseClause)
        and part.is_word
        and part.level is Level.SURFACE
        and len(part.alternatives[0]) == 1
    )


def _works_of(matches: Matches) -> int:
    return int(np.count_nonzero(np.diff(matches.scenes.works))) + bool(matches.total)


def _lines_at(
    places: list[int], found: FoundMatches, options: ConcordanceOptions, commit: Current
) -> list[ConcordanceLine]:
    """The lines of matches by their places in reading order; each scene is read once."""
    ascending = sorted(places)
    scenes: Iterator[SceneMatches] = (scene for place in ascending for scene in found.matches.between(place, place + 1))
    lines = lines_of(scenes, found.matches, found.part, commit.engine, options.context)
    by_place = dict(zip(ascending, lines, strict=True))
    return [by_place[place] for place in places]
