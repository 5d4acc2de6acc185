"""Tiers that cannot find anything are dropped from a plan, and no others."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise
from pathlib import Path

from fabula.index import Work
from fabula.index.store.opening import open_store
from fabula.search import MatchKind
from fabula.search.engine.array_engine import ArrayEngine
from fabula.search.engine.pruning import prune
from fabula.search.plan import NOTHING, Level, Plan
from fabula.search.planning.planner import make_plan
from fabula.search.syntax import parse


def test_only_impossible_tiers_are_dropped(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """A phrase stays if two of its words stand on either side of an interruption, in some form for a stemmed one."""
    engine = ArrayEngine(
        open_store(make_library(make_work("“You,” she says. “You would choose.” She would go."))).snapshot()
    )

    def plans(query: str) -> tuple[Plan, Plan]:
        plan = make_plan(parse(query), engine, speech=True)
        return plan, prune(plan, engine._segments)

    before, after = plans('"you you would"')
    assert after is before and len(before.scored) == 2
    before, after = plans('"she would go"')
    assert [tier.match for tier in after.tiers] == [tier.match for tier in before.tiers]
    assert [tier.part is NOTHING for tier in after.tiers] == [tier.match is MatchKind.SPEECH for tier in before.tiers]
    assert after.scored == before.scored[:1]
    before, after = plans('~"you you chooses"')
    # The word does not stand there in this form.
    assert [tier.part is NOTHING for tier in after.tiers] == [tier.match is MatchKind.SPEECH for tier in before.tiers]
    assert after.tiers[-1] == before.tiers[-1]


def test_no_pair_at_a_break_is_missed(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Every two words on either side of an interruption may cross it; few others may."""
    names = [f"w{number}" for number in range(300)]
    text = "\n\n".join(f"“{first},” he says. “{second}.”" for first, second in pairwise(names))
    engine = ArrayEngine(open_store(make_library(make_work(text))).snapshot())
    (lookup,) = engine._segments
    assert lookup.view.speech is not None
    for level in Level:
        numbers = [lookup.posting_list((name,), level).term_numbers for name in names]
        may_cross = [
            [lookup.view.speech.may_cross_break(level, [before, after]) for after in numbers] for before in numbers
        ]
        crossing = sum(may_cross[place][place + 1] for place in range(len(names) - 1))
        assert crossing == len(names) - 1
        assert sum(map(sum, may_cross)) < 0.05 * len(names) ** 2
