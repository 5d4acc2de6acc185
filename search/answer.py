"""A parsed query to a page of results: planned, evaluated, explained, and shown as hits."""

from __future__ import annotations

from dataclasses import replace

from fabula.index.budget import at_most, current_budget
from fabula.index.errors import QueryTooDear
from fabula.search.engine.protocol import Answer, Engine
from fabula.search.explain.no_results import explain
from fabula.search.planning.planner import make_plan, narrowing
from fabula.search.planning.reread import found_in_a_row, reread
from .hits import hits_of
from .latest_commit import Current
from .pages import next_cursor, request_of
from .plan import Plan
from .results import QuoteResults, Results, SearchOptions
from .syntax import Filters, Query

# "Did you mean this line?" has one answer, or a few between which a reader can choose.
_MAX_MEANT_LINES = 3
# The share of the time left once all else is there. The work is bounded, too: in 15 million words it takes 60 ms.
_MEANT_LINE_SHARE = 0.25
_NO_TIME_FOR_LINE = "there was no time to look for a line that is remembered like this"


def answer_query(query: Query, options: SearchOptions, commit: Current) -> Results:
    """The answer to a query of the language, without its text and its time. Raises OptionError, QueryTooDear."""
    store, engine = commit
    filters = Filters.of(options.filters, options.exclude)
    request = request_of(options)
    plan = make_plan(query, engine, filters, speech=engine.speech_coverage.attributed > 0, counted=request.facets)
    with engine.remembering():
        answer = engine.answer(plan, request)
        found = found_in_a_row(plan, answer.by_tier)
        if not found and (other := reread(query, engine, filters, is_absent=True, counted=request.facets)):
            plan, answer = other, engine.answer(other, request)
        explanation = explain(query, plan, engine, store, answer)
    hits = hits_of(answer, plan, engine, store, request.offset, options.timeout)
    meant: QuoteResults | None = None
    if options.remembered and not request.offset:
        try:
            with at_most(_MEANT_LINE_SHARE * current_budget().seconds_left):
                meant = _meant_line(query, filters, plan, answer, engine)
        except QueryTooDear:
            explanation = replace(explanation, notes=(*explanation.notes, _NO_TIME_FOR_LINE))
    return Results(
        query="",
        total=answer.total,
        seconds=0.0,
        explanation=explanation,
        hits=hits,
        facets=answer.facets,
        cursor=next_cursor(answer, request),
        remembered=meant,
    )


def _meant_line(query: Query, filters: Filters, plan: Plan, answer: Answer, engine: Engine) -> QuoteResults | None:
    """What the quote finder claims for prose that no scene has in a row, in any form."""
    if query.natural is None or found_in_a_row(plan, answer.by_tier):
        return None
    from fabula.search.quote.answer import remembered_line  # 24 ms, saved where the words are found

    within = narrowing(query, engine, filters, speech=engine.speech_coverage.attributed > 0)
    return remembered_line(query.natural, engine, within, _MAX_MEANT_LINES)
