"""The matches of a query in one commit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from fabula.search.engine.protocol import Answer, Engine, Request
from fabula.search.explain.no_results import explain
from fabula.search.latest_commit import Current
from fabula.search.match_kind import MatchKind
from fabula.search.plan import NOTHING, Part, Plan
from fabula.search.planning.planner import make_plan
from fabula.search.planning.reread import reread
from fabula.search.results import Explanation
from fabula.search.syntax import Query
from fabula.search.syntax.filters import Filters
from .in_reading_order import Matches
from .matched_part import matched_parts

_APART = "no scene has these words one after the other or near each other; with AND between them each is a match"
_MARKS_NOTHING = "the query has no words that could be shown: it only says which scenes are meant"


class FoundMatches(NamedTuple):
    """The matches, the part of the plan that they are of, and how they were found."""

    matches: Matches
    part: Part
    plan: Plan
    kind: MatchKind
    explanation: Explanation


def find_matches(query: Query, filters: Filters, commit: Current, *, fold: bool) -> FoundMatches:
    """All matches. Raises OptionError, QueryTooDear."""
    store, engine = commit
    plan = make_plan(query, engine, filters, speech=engine.speech_coverage.attributed > 0)
    with engine.remembering():
        for tried in _plans(plan, query, engine, filters):
            for part, kind in matched_parts(tried, is_prose=query.natural is not None):
                by_segment = engine.matches(part, tried.kinds)
                if any(len(found.firsts) for found in by_segment):
                    matches = Matches.of(by_segment, store.snapshot(), fold=fold)
                    answer = Answer(matches.total, (1,) * len(tried.tiers), ())
                    return FoundMatches(matches, part, tried, kind, explain(query, tried, engine, store, answer))
        nothing = Matches.of(engine.matches(NOTHING, plan.kinds), store.snapshot(), fold=False)
        return FoundMatches(nothing, NOTHING, plan, MatchKind.NONE, _why_none(query, plan, commit))


def _plans(plan: Plan, query: Query, engine: Engine, filters: Filters) -> Iterator[Plan]:
    """The plan; and prose read in another way, for where the library has it in no form as it is typed."""
    yield plan
    if query.natural is not None and (other := reread(query, engine, filters, is_absent=True)):
        yield other


def _why_none(query: Query, plan: Plan, commit: Current) -> Explanation:
    store, engine = commit
    answer = engine.answer(plan, Request(0))
    explanation = explain(query, plan, engine, store, answer)
    if not answer.total:
        return explanation
    note = _APART if query.natural is not None else _MARKS_NOTHING
    return Explanation(explanation.reading, (*query.notes, note), explanation.missing, explanation.read_as)
