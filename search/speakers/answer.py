"""Pages of speakers and of what they say."""

from __future__ import annotations

from fabula.index.errors import QueryError
from fabula.search.pages import Page
from fabula.search.plan import Narrowing
from fabula.search.planning.planner import selection
from fabula.search.results import SearchOptions
from fabula.search.syntax import Filters
from .characters import folded_name
from .find_lines import find_lines, read_lines
from .find_speakers import find_speakers
from .results import Lines, Speakers

_MAX_NAMES = 20


def answer_speakers(page: Page[SearchOptions]) -> Speakers:
    """See `Library.speakers`."""
    store, engine = page.commit
    found = find_speakers(engine, store.snapshot(), _within(page), fold=page.options.fold)
    total = len(found.speakers)
    items = page.items(total)
    return Speakers(
        store.generation,
        total,
        found.works,
        found.without_speakers,
        tuple(found.speakers[items.start : items.stop]),
        page.cursor(total),
    )


def answer_lines(speaker: str, page: Page[SearchOptions]) -> Lines:
    """See `Library.lines`."""
    store, engine = page.commit
    name = folded_name(speaker)
    if not name:
        raise QueryError(f'"{speaker[:40]}" is no name.', hint="Name a character, as `speakers` lists them.")
    found = find_lines(engine, store.snapshot(), name, _within(page), fold=page.options.fold)
    total = len(found.begins)
    names = tuple(each for each, _ in found.names.most_common(_MAX_NAMES))
    lines = tuple(read_lines(engine, found, page.items(total)))
    return Lines(store.generation, speaker, names, total, lines, page.cursor(total))


def _within(page: Page[SearchOptions]) -> Narrowing:
    engine, options = page.commit.engine, page.options
    return selection(engine, Filters.of(options.filters, options.exclude), speech=engine.speech_coverage.attributed > 0)
