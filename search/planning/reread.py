"""Reads prose in another way where no scene has its words in a row as they are typed."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace

from fabula.search.engine.protocol import Engine
from fabula.search.match_kind import MatchKind
from fabula.search.plan import Plan
from fabula.search.syntax import Filters, FilterValues, Query, as_filters, nodes
from .planner import make_plan
from .readings import Reading, other_readings

# Fields that say where in a work words lie, and not in which.
_PLACES = ("in", "speaker")
_IN_A_ROW = (MatchKind.EXACT, MatchKind.SPEECH, MatchKind.STEMMED)


def found_in_a_row(plan: Plan, by_tier: Sequence[int]) -> bool:
    """True if any scene has the words one after the other, in any form; `by_tier` is as in an Answer."""
    return any(count and tier.match in _IN_A_ROW for tier, count in zip(plan.tiers, by_tier, strict=True))


def reread(
    query: Query,
    engine: Engine,
    filters: Filters | FilterValues | None = None,
    *,
    is_absent: bool = False,
    counted: Collection[str] = (),
) -> Plan | None:
    """A plan with other readings of the query's prose; None if it has none, or if the library has it as typed.

    Conditions on works do not matter for that: an answer narrowed to an author holds no scene that it did not hold
    before, so that a facet's number is what its link gives.

    counted    as in `make_plan`.
    is_absent  True if the query, with its conditions and filters, is known to find nothing in a row.
    """
    if query.natural is None:
        return None
    readings = other_readings(query.natural, engine)
    if not readings:
        return None
    speech = engine.speech_coverage.attributed > 0
    anywhere = replace(query, fields=tuple(field for field in query.fields if not _is_about_work(field)))
    chosen = as_filters(filters)
    places = chosen.only(_PLACES)
    is_narrowed = len(anywhere.fields) < len(query.fields) or places != chosen

    def stands_in_a_row(kinds: Sequence[MatchKind], others: Sequence[Reading]) -> bool:
        plan = make_plan(anywhere, engine, places, speech=speech, others=others)
        return any(tier.match in kinds and engine.count(tier.part, plan.kinds) for tier in plan.tiers)

    if (is_narrowed or not is_absent) and stands_in_a_row(_IN_A_ROW, ()):
        return None
    # Other readings are in steps of this kind only.
    if not stands_in_a_row((MatchKind.STEMMED,), readings):
        readings = [reading for reading in readings if reading.is_sure]
    return make_plan(query, engine, chosen, speech=speech, others=readings, counted=counted) if readings else None


def _is_about_work(node: nodes.Node) -> bool:
    field = node.child if isinstance(node, nodes.Not) else node
    return isinstance(field, nodes.Field) and field.name not in _PLACES
