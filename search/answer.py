"""A parsed query to a page of results: planned, evaluated, explained, and shown as hits."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TypeVar

from fabula.index.budget import at_most, current_budget
from fabula.index.errors import QueryTooDear
from fabula.search.cursors.kept_answers import Asked, KeptAnswer
from fabula.search.engine.protocol import Answer, Engine, Request
from fabula.search.engine.ranking.ranked_scenes import RankedScenes
from fabula.search.explain.no_results import explain
from fabula.search.planning.planner import make_plan, narrowing
from fabula.search.planning.reread import found_in_a_row, reread
from .hits import hits_of
from .pages import Page, request_of
from .plan import Plan
from .results import Explanation, QuoteResults, Results, SearchOptions
from .syntax import Filters, Query

# "Did you mean this line?" has one answer, or a few between which a reader can choose.
_MAX_MEANT_LINES = 3
# The share of the time left once all else is there. The work is bounded, too: in 15 million words it takes 60 ms.
_MEANT_LINE_SHARE = 0.25
_NO_TIME_FOR_LINE = "there was no time to look for a line that is remembered like this"


def answer_query(query: Query, page: Page[SearchOptions]) -> Results:
    """The page of the answer to a query of the language, without its text and its time. Raises QueryTooDear."""
    options, (store, engine) = page.options, page.commit
    request = request_of(options, page.offset)
    filters = Filters.of(options.filters, options.exclude)
    if page.offset:
        # Whoever asks for a second page may ask for all of them.
        kept = whole_answer(query, page)
        plan, explanation, answer = kept.plan, kept.explanation, kept.ranked.answer(request)
    else:
        with engine.remembering():
            plan, answer = evaluated(query, filters, engine, request, engine.answer)
            explanation = explain(query, plan, engine, store, answer)
    if not answer.total:
        explanation = hidden_notes(explanation, page)
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
        cursor=page.cursor(answer.total - answer.collapsed),
        remembered=meant,
        generation=store.generation,
    )


def whole_answer(query: Query, page: Page[SearchOptions]) -> KeptAnswer:
    """The answer that the page is of, evaluated unless it is kept; kept for the pages to come. Raises QueryTooDear."""
    options, (store, engine), answers = page.options, page.commit, page.latest.answers
    filters = Filters.of(options.filters, options.exclude)
    request = replace(request_of(options), limit=0)
    planned = _plan(query, filters, engine, request)
    asked = Asked(store.snapshot().name, page.hidden, planned, request)
    kept = answers.of(asked)
    if kept is None:
        with engine.remembering():
            plan, ranked = evaluated(query, filters, engine, request, engine.ranked, planned)
            explanation = explain(query, plan, engine, store, ranked.answer(request))
        kept = KeptAnswer(plan, explanation, ranked)
        answers.keep(asked, kept)
    return kept


def hidden_notes(explanation: Explanation, page: Page[SearchOptions]) -> Explanation:
    """The explanation of an answer without scenes, with a note if works are hidden."""
    if page.commit == page.whole:
        return explanation
    note = f"works rated {' or '.join(sorted(page.hidden))} are hidden in this library unless they are asked for"
    return replace(explanation, notes=(*explanation.notes, note))


def _plan(query: Query, filters: Filters, engine: Engine, request: Request) -> Plan:
    return make_plan(query, engine, filters, speech=engine.speech_coverage.attributed > 0, counted=request.facets)


_Found = TypeVar("_Found", Answer, RankedScenes)


def evaluated(
    query: Query,
    filters: Filters,
    engine: Engine,
    request: Request,
    find: Callable[[Plan, Request], _Found],
    plan: Plan | None = None,
) -> tuple[Plan, _Found]:
    """What is found for the query, read in another way where nothing has its words in a row; and the plan for that."""
    plan = plan or _plan(query, filters, engine, request)
    answer = find(plan, request)
    if not found_in_a_row(plan, answer.by_tier) and (
        other := reread(query, engine, filters, is_absent=True, counted=request.facets)
    ):
        return other, find(other, request)
    return plan, answer


def _meant_line(query: Query, filters: Filters, plan: Plan, answer: Answer, engine: Engine) -> QuoteResults | None:
    """What the quote finder claims for prose that no scene has in a row, in any form."""
    if query.natural is None or found_in_a_row(plan, answer.by_tier):
        return None
    from fabula.search.quote.answer import remembered_line  # 24 ms, saved where the words are found

    within = narrowing(query, engine, filters, speech=engine.speech_coverage.attributed > 0)
    return remembered_line(query.natural, engine, within, _MAX_MEANT_LINES)
