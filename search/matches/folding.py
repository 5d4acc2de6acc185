"""Leaves out the copies of scenes that several works have, so that a match in three editions is one."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fabula.index.array_types import I64, U32, Mask
from fabula.index.model import WorkRecord
from fabula.index.sorted_arrays import sorted_unique
from fabula.search.engine.ranking.collapse import collapse
from fabula.search.engine.ranking.standing import standing_of


def shown_scenes(groups: U32, works: I64, counts: I64, records: Sequence[WorkRecord]) -> Mask:
    """bool[scenes]: the scenes that are not hidden behind a copy.

    groups   uint32[scenes]  of copies, 0 for a scene without any.
    works    int64[scenes]   the work of each scene, as an index into `records`. Scenes are in reading order.
    counts   int64[scenes]   how many matches each has.

    As in a search, a group is shown by the scenes of one of its works. Here that is one with as many matches as any, so
    that none is lost where an edition is cut; of several the one whose work says best what it is.
    """
    shown = np.ones(len(groups), bool)
    chosen = np.flatnonzero((np.bincount(groups) > 1)[groups] & (groups > 0))
    if not len(chosen):
        return shown
    numbers = sorted_unique(works[chosen])
    places = numbers.searchsorted(works[chosen])
    standings = [standing_of(records[number]) for number in numbers.tolist()]
    in_order = {standing: rank for rank, standing in enumerate(sorted(set(standings)))}
    ranks = np.array([in_order[standing] for standing in standings], np.int64)[places]
    preference = (counts.max() - counts[chosen]) << 32 | ranks
    shown[chosen[collapse(groups[chosen], works[chosen], np.arange(len(chosen)), preference).hidden]] = False
    return shown
