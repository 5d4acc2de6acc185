"""What will an answer cost? Known from how often words occur, before anything is looked for.

The figures are processor seconds, measured as `benchmarks/stress/costs.py` says; on another machine they are wrong by
one factor for all queries, so that dear ones are still told from cheap ones.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from fabula.search.plan import Condition, HasSpeech, PhraseClause, Plan, plan_leaves
from .protocol import Engine, Request

# Any answer: parsing, planning, reading ten scenes and cutting their snippets.
_SECONDS_OF_ANY = 3e-3
# An occurrence of a word whose scenes are counted.
_SECONDS_A_COUNTED = 4e-9
# An occurrence from which the next words of a phrase are looked for, for each of these words.
_SECONDS_A_START = 40e-9
_SECONDS_A_LEAF = 100e-6


@dataclass(frozen=True, slots=True)
class Cost:
    """An estimate.

    seconds  of one processor.
    dearest  the part of the query that takes most of them, as the person typed it; "" if none stands out.
    """

    seconds: float
    dearest: str = ""


class _PartCost(NamedTuple):
    seconds: float
    label: str


def estimate(plan: Plan, engine: Engine, request: Request | None = None) -> Cost:
    """The cost of `engine.answer(plan, request)` and of showing its hits, without doing any of it.

    0.1 ms for a query of ten words; words that were not asked for before are looked up on disk, 10 µs each.
    """
    leaves = dict.fromkeys(leaf for tier in plan.tiers for leaf in plan_leaves(tier.part, negated=True))
    costs = [_cost_of(leaf, engine) for leaf in dict.fromkeys((*leaves, *plan.scored))]
    return total_cost(costs)


def total_cost(costs: Iterable[_PartCost]) -> Cost:
    by_label: dict[str, float] = {}
    for cost in costs:
        by_label[cost.label] = by_label.get(cost.label, 0.0) + cost.seconds
    dearest = max(by_label, key=by_label.__getitem__, default="")
    return Cost(_SECONDS_OF_ANY + sum(by_label.values()), dearest)


def _cost_of(leaf: PhraseClause | HasSpeech | Condition, engine: Engine) -> _PartCost:
    if not isinstance(leaf, PhraseClause):
        return _PartCost(_SECONDS_A_LEAF, leaf.label)
    frequencies = [engine.frequency(slot, leaf.level) for slot in leaf.alternatives]
    counted = sum(frequencies) if leaf.slop or len(frequencies) == 1 else 0
    starts = frequencies[0] if leaf.slop else min(frequencies)
    seconds = counted * _SECONDS_A_COUNTED + starts * (len(frequencies) - 1) * _SECONDS_A_START
    return _PartCost(_SECONDS_A_LEAF + seconds, leaf.label)
