"""Shows a scene that several works have once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import F64, I64, U32

# Editions differ in length and spelling, and so in BM25 by some percent.
_MIN_ALIKE_SHARE = 0.9


class Collapsed(NamedTuple):
    """Scenes by their groups of copies, as indices into what was given.

    groups  uint32[groups], ascending.
    firsts  int64[groups]      the best scene of each.
    hidden  int64[...]         the scenes that are not shown, by group, then rank.
    bounds  int64[groups + 1]  where those of each group begin in `hidden`; the last is the end.
    """

    groups: U32
    firsts: I64
    hidden: I64
    bounds: I64

    def behind(self, group: int, scene: int) -> I64:
        """int64[...]: the scenes hidden behind `scene` of `group`, best first; none unless it is the group's best."""
        index = int(np.searchsorted(self.groups, group))
        if index == len(self.groups) or self.groups[index] != group or self.firsts[index] != scene:
            return np.empty(0, np.int64)
        return self.hidden[self.bounds[index] : self.bounds[index + 1]]


def collapse(groups: U32, works: I64, order: NDArray[np.intp], preference: I64 | None = None) -> Collapsed:
    """Show the best scene of each group, and all others of its work, which has the text more than once.

    groups      uint32[scenes]  of each scene, never 0.
    works       int64[scenes]   equal for scenes of one work.
    order       intp[scenes]    the scenes by rank, best first.
    preference  int64[scenes]   decides before the rank which scene of a group is best: the least; None if nothing does.
    """
    keys = (groups[order],) if preference is None else (preference[order], groups[order])
    by_group = order[np.lexsort(keys)].astype(np.int64)
    sorted_groups = groups[by_group]
    starts = np.flatnonzero(np.concatenate([[True], sorted_groups[1:] != sorted_groups[:-1]]))[: len(by_group)]
    firsts = by_group[starts]
    lengths = np.diff(np.append(starts, len(by_group)))
    is_hidden = works[by_group] != np.repeat(works[firsts], lengths)
    hidden_before = np.concatenate([[0], np.cumsum(is_hidden)])
    bounds = hidden_before[np.append(starts, len(by_group))]
    return Collapsed(sorted_groups[starts], firsts, by_group[is_hidden], bounds)


def preferences(groups: U32, tiers: I64, scores: F64, standings: I64) -> I64:
    """int64[scenes]: the less, the rather a scene stands for its group.

    First come scenes of the group's best tier that score nearly as well as its best one: a copy that has less of the
    query ("redheaded" for "red-headed") is no better for its metadata. Then standing decides (standing.py).
    """
    if not len(groups):
        return np.empty(0, np.int64)
    _, inverse = np.unique(groups, return_inverse=True)
    best_tiers = np.full(inverse.max() + 1, np.iinfo(np.int64).max)
    np.minimum.at(best_tiers, inverse, tiers)
    is_best_tier = tiers == best_tiers[inverse]
    best_scores = np.zeros(len(best_tiers))
    np.maximum.at(best_scores, inverse[is_best_tier], scores[is_best_tier])
    is_alike = is_best_tier & (scores >= _MIN_ALIKE_SHARE * best_scores[inverse])
    ranks: I64 = np.where(is_alike, 0, 1 + tiers) << 32 | standings
    return ranks
