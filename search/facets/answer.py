"""Counts values without showing a scene."""

from __future__ import annotations

from collections.abc import Sequence

from fabula.search.answer import evaluated
from fabula.search.engine.protocol import FACETS, Request
from fabula.search.latest_commit import Current
from fabula.search.option_types import check_text, check_texts
from fabula.search.pages import check_facets
from fabula.search.planning.planner import selecting_plan
from fabula.search.syntax import Filters, Query
from .results import Facets


def facet_fields(fields: Sequence[str]) -> tuple[str, ...]:
    """The fields to count, each once; all for none. Raises OptionError."""
    check_texts(fields, "fields", '("author", "lang")')
    check_facets(fields)
    return tuple(dict.fromkeys(fields)) or FACETS


def answer_facets(text: str, query: Query | None, fields: tuple[str, ...], filters: Filters, commit: Current) -> Facets:
    """The counts over what `query` finds; over all scenes that the filters select for None. Raises QueryTooDear."""
    check_text(text, "The query")
    store, engine = commit
    request = Request(0, facets=fields)
    with engine.remembering():
        if query is None:
            speech = engine.speech_coverage.attributed > 0
            answer = engine.answer(selecting_plan(engine, filters, speech=speech, counted=fields), request)
        else:
            _, answer = evaluated(query, filters, engine, request, engine.answer)
    return Facets(text, answer.total, answer.facets, store.generation)
