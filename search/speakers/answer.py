"""Pages of speakers and of what they say."""

from __future__ import annotations

from fabula.index.errors import QueryError
from fabula.search.latest_commit import Current
from fabula.search.pages import page_of
from fabula.search.plan import Narrowing
from fabula.search.planning.planner import selection
from fabula.search.results import SearchOptions
from fabula.search.syntax import Filters
from .characters import folded_name
from .find_lines import find_lines, read_lines
from .find_speakers import find_speakers
from .results import Lines, Speakers

_MAX_NAMES = 20


def answer_speakers(options: SearchOptions, commit: Current) -> Speakers:
    """See `Library.speakers`."""
    store, engine = commit
    found = find_speakers(engine, store.snapshot(), _within(options, commit), fold=options.fold)
    page, cursor = page_of(options, len(found.speakers))
    return Speakers(
        store.generation,
        len(found.speakers),
        found.works,
        found.without_speakers,
        tuple(found.speakers[page.start : page.stop]),
        cursor,
    )


def answer_lines(speaker: str, options: SearchOptions, commit: Current) -> Lines:
    """See `Library.lines`."""
    store, engine = commit
    name = folded_name(speaker)
    if not name:
        raise QueryError(f'"{speaker[:40]}" is no name.', hint="Name a character, as `speakers` lists them.")
    found = find_lines(engine, store.snapshot(), name, _within(options, commit), fold=options.fold)
    page, cursor = page_of(options, len(found.begins))
    names = tuple(each for each, _ in found.names.most_common(_MAX_NAMES))
    lines = tuple(read_lines(engine, found, page))
    return Lines(store.generation, speaker, names, len(found.begins), lines, cursor)


def _within(options: SearchOptions, commit: Current) -> Narrowing:
    engine = commit.engine
    return selection(engine, Filters.of(options.filters, options.exclude), speech=engine.speech_coverage.attributed > 0)
