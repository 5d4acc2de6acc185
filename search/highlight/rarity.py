"""Which of the words that matched say most about a scene? The rarest ones, where several are near each other.

A scene that has "the", "was" and "lighthouse" is shown where the lighthouse is.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from fabula.index.array_types import I64
from fabula.index.budget import check
from fabula.search.matching.match import runs_of
from fabula.search.matching.runs import Run, joined
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.plan import And, Or, Part, PhraseClause, plan_leaves
from .fragments import SNIPPET_WORDS

RarityOf = Callable[[PhraseClause], float]
"""The rarity of a word or phrase in the whole library, in nats."""

# The rarest leaves of the query that the scene has, and the places of each that are looked at.
_MAX_LEAVES = 5
_MAX_PLACES = 100
# Words with less than this share of the rarity of the rarest one shown need not be shown.
_MIN_SHARE = 0.6


class RatedLeaf(NamedTuple):
    rarity: float
    leaf: PhraseClause


def rarest_first(part: Part, rarity_of: RarityOf) -> list[RatedLeaf]:
    """The words and phrases of a query, the rarest first; [] if there is nothing to choose from."""
    if not isinstance(part, And | Or):
        return []
    leaves = [leaf for leaf in plan_leaves(part) if isinstance(leaf, PhraseClause)]
    # Phrases of which any will do are mostly one phrase in several forms; to look for all of them takes as long again.
    phrases_needed = sum(isinstance(child, PhraseClause) for child in part.parts) if isinstance(part, And) else 0
    if len(leaves) < 2 or (phrases_needed < 2 and not any(leaf.is_word for leaf in leaves)):
        return []
    rated = [RatedLeaf(rarity_of(leaf), leaf) for leaf in dict.fromkeys(leaves)]
    return sorted(rated, key=lambda each: -each.rarity)


def rarest_runs(leaves: Sequence[RatedLeaf], scene: SceneTerms) -> list[Run]:
    """Sorted, within a snippet's length: the rarest of the leaves (the rarest first) that the scene has."""
    there: list[tuple[float, I64, I64]] = []
    for rarity, leaf in leaves:
        check()
        firsts, lasts = _places(leaf, scene)
        if len(firsts):
            there.append((rarity, firsts[:_MAX_PLACES], lasts[:_MAX_PLACES]))
        if len(there) == _MAX_LEAVES:
            break
    return _best_stretch(there) if there else []


def _places(leaf: PhraseClause, scene: SceneTerms) -> tuple[I64, I64]:
    if leaf.is_word:
        positions = scene.positions(leaf.alternatives[0], leaf.level)
        return positions, positions
    runs = runs_of(leaf, scene)
    return runs.firsts, runs.lasts


def _best_stretch(leaves: Sequence[tuple[float, I64, I64]]) -> list[Run]:
    """The runs in the stretch with the greatest rarity of distinct leaves, the first of equals.

    leaves  (rarity, firsts, lasts: int64[n], ascending), the rarest leaf first.
    """
    # Lists, not arrays: half of the scenes have less than 35 places in all, for which each step of numpy's costs more.
    places = [(rarity, [*map(Run, firsts.tolist(), lasts.tolist())]) for rarity, firsts, lasts in leaves]
    begin = _richest_start(places)
    runs: set[Run] = set()
    greatest = 0.0
    for rarity, listed in places:
        inside = [run for run in listed if begin <= run.first and run.last < begin + SNIPPET_WORDS]
        if inside and rarity >= _MIN_SHARE * greatest:
            greatest = max(greatest, rarity)
            runs.update(inside)
    return joined(runs)


def _richest_start(places: Sequence[tuple[float, list[Run]]]) -> int:
    """The first word from which on a snippet's length has the greatest rarity of distinct leaves, the first of equals.

    A run longer than a snippet is in none.
    """
    best, greatest = 0, -1.0
    following = [0] * len(places)
    for start in sorted({run.first for _, runs in places for run in runs}):
        end = start + SNIPPET_WORDS
        weight = 0.0
        for leaf, (rarity, runs) in enumerate(places):
            place = following[leaf]
            while place < len(runs) and runs[place][0] < start:
                place += 1
            following[leaf] = place
            if place < len(runs) and runs[place][1] < end:
                weight += rarity
        if weight > greatest:
            best, greatest = start, weight
    return best
