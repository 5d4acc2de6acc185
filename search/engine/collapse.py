"""Shows a scene that several works have once."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64, U32


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


def collapse(groups: U32, works: I64, order: NDArray[np.intp], standings: I64 | None = None) -> Collapsed:
    """Show the best scene of each group, and all others of its work, which has the text more than once.

    groups     uint32[scenes]  of each scene, never 0.
    works      int64[scenes]   equal for scenes of one work.
    order      intp[scenes]    the scenes by rank, best first.
    standings  int64[scenes]   decides before the rank which scene of a group is best: the least. None if all are equal.
    """
    keys = (groups[order],) if standings is None else (standings[order], groups[order])
    by_group = order[np.lexsort(keys)].astype(np.int64)
    sorted_groups = groups[by_group]
    starts = np.flatnonzero(np.concatenate([[True], sorted_groups[1:] != sorted_groups[:-1]]))[: len(by_group)]
    firsts = by_group[starts]
    lengths = np.diff(np.append(starts, len(by_group)))
    is_hidden = works[by_group] != np.repeat(works[firsts], lengths)
    hidden_before = np.concatenate([[0], np.cumsum(is_hidden)])
    bounds = hidden_before[np.append(starts, len(by_group))]
    return Collapsed(sorted_groups[starts], firsts, by_group[is_hidden], bounds)
