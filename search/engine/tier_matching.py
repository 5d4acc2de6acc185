"""Finds the scenes of a plan's tiers once, for one answer or for several that differ in which works they allow."""

from __future__ import annotations

from collections.abc import Sequence
from functools import reduce

import numpy as np

from fabula.index.array_types import I64, Mask
from fabula.search.engine.ranking.ranking import TierMatches
from fabula.search.plan import NOTHING, Choice, Plan
from .evaluate import Evaluation


class Shelf:
    """Some of the scenes of a library, and what was found among them so far.

    allowed  bool[scenes] for each segment.
    matches  by tier, then segment. A scene is in the first tier that matches it; a last resort is tried only if nothing
             was found on this shelf before.
    """

    def __init__(self, allowed: Sequence[Mask]) -> None:
        self.allowed = allowed
        self.matches: list[TierMatches] = []
        self._found_before: list[Mask | None] = [None] * len(allowed)

    def add(self, evaluation: Evaluation, index: int, tier: int, scenes: I64, *, is_last: bool) -> None:
        """Scenes of segment `index`, ascending, all of them allowed, which match the tier."""
        before = self._found_before[index]
        if before is not None:
            scenes = scenes[~before[scenes]]
        if len(scenes):
            self.matches.append(TierMatches(evaluation.view, tier, scenes))
            if is_last:
                return
            if before is None:
                before = self._found_before[index] = np.zeros(len(self.allowed[index]), bool)
            before[scenes] = True


def match_tiers(plan: Plan, evaluations: Sequence[Evaluation], shelves: Sequence[Shelf]) -> None:
    """Put what the tiers match on the shelves. Each tier is evaluated once, whatever the number of shelves."""
    for number, tier in enumerate(plan.tiers):
        searched = [shelf for shelf in shelves if not (tier.last_resort and shelf.matches)]
        if tier.part is NOTHING or not searched:
            continue
        for index, evaluation in enumerate(evaluations):
            universe = searched[0].allowed[index]
            if len(searched) > 1:
                universe = reduce(np.logical_or, [shelf.allowed[index] for shelf in searched])
            scenes = evaluation.scenes(tier.part, universe)
            for shelf in searched:
                own = scenes[shelf.allowed[index][scenes]] if len(searched) > 1 else scenes
                shelf.add(evaluation, index, number, own, is_last=number + 1 == len(plan.tiers))


def shelves_of(plan: Plan, evaluations: Sequence[Evaluation]) -> dict[str, Shelf]:
    """The shelf of the answer, "", and for each field with chosen values that with all works but for that choice."""
    universes = [evaluation.view.universe(plan.kinds) for evaluation in evaluations]
    if not plan.chosen:
        return {"": Shelf(universes)}
    masks = {choice: [evaluation.mask(choice.part) for evaluation in evaluations] for choice in plan.chosen}

    def shelf(left_out: Choice | None) -> Shelf:
        held = [masks[choice] for choice in plan.chosen if choice is not left_out]
        return Shelf([reduce(np.logical_and, [universe, *by]) for universe, *by in zip(universes, *held, strict=True)])

    return {"": shelf(None), **{choice.field: shelf(choice) for choice in plan.chosen}}
