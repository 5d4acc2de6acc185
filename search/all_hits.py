"""All hits of an answer, one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from fabula.search.cursors.kept_answers import KeptAnswer
from fabula.search.explain.damage import with_reported_damage
from fabula.search.explain.too_dear import answering
from .answer import whole_answer
from .hits import hits_of
from .pages import Page, request_of
from .results import Hit, SearchOptions
from .syntax import Query

# A batch of 50 takes 30 ms.
_BATCH = 50


def all_hits(query: Query, page: Page[SearchOptions]) -> Iterator[Hit]:
    """The hits from the page on: see `Library.hits`. The answer is found before this returns. Raises QueryTooDear."""
    with answering(page.options.timeout, query):
        kept = whole_answer(query, page)
    return _read(query, page, kept)


def _read(query: Query, page: Page[SearchOptions], kept: KeptAnswer) -> Iterator[Hit]:
    options, (store, engine) = page.options, page.commit
    request = replace(request_of(options), limit=_BATCH, facets=())
    for offset in range(page.offset, len(kept.ranked), _BATCH):
        with answering(options.timeout, query):
            answer = kept.ranked.answer(replace(request, offset=offset))
            hits = with_reported_damage(
                store, partial(hits_of, answer, kept.plan, engine, store, offset, options.timeout)
            )
        yield from hits
