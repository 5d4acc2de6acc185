"""Which of the scenes found are shown, where several works tell one text?"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64, U32

__all__ = ["Folded", "fold"]


class Folded(NamedTuple):
    """Scenes by their groups, as indices into what was given.

    groups  uint32[groups], ascending.
    firsts  int64[groups]      the scene of each that ranks best.
    hidden  int64[...]         the scenes that are not shown, by group, then rank.
    edges   int64[groups + 1]  where those of each group begin in `hidden`; the last is the end.
    """

    groups: U32
    firsts: I64
    hidden: I64
    edges: I64

    def behind(self, group: int, scene: int) -> I64:
        """int64[...]: the scenes hidden behind `scene` of `group`, best first; none behind any but the best."""
        place = int(np.searchsorted(self.groups, group))
        if place == len(self.groups) or self.groups[place] != group or self.firsts[place] != scene:
            return np.empty(0, np.int64)
        return self.hidden[self.edges[place] : self.edges[place + 1]]


def fold(groups: U32, works: I64, order: NDArray[np.intp]) -> Folded:
    """Of each group show the best scene, and those of the same work, whose author says it more than once.

    groups  uint32[scenes]  of each scene, never 0.
    works   int64[scenes]   equal for scenes of one work.
    order   intp[scenes]    the scenes by rank, best first.
    """
    by_group = order[np.argsort(groups[order], kind="stable")].astype(np.int64)
    sorted_groups = groups[by_group]
    starts = np.flatnonzero(np.concatenate([[True], sorted_groups[1:] != sorted_groups[:-1]]))[: len(by_group)]
    firsts = by_group[starts]
    lengths = np.diff(np.append(starts, len(by_group)))
    hidden = works[by_group] != np.repeat(works[firsts], lengths)
    before = np.concatenate([[0], np.cumsum(hidden)])
    return Folded(sorted_groups[starts], firsts, by_group[hidden], before[np.append(starts, len(by_group))])
