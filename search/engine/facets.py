"""How often does each value occur among the works of the scenes found?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from fabula.index.budget import check, checked
from fabula.index.store.snapshot import Snapshot
from fabula.index.work_fields import WORK_FIELDS
from fabula.search.engine.ranking.ranking import TierMatches
from fabula.search.results import FacetCount
from .author_names import NO_NAMES, AuthorNames

_MAX_VALUES = 50


def facet(
    name: str, tiers: Sequence[TierMatches], snapshot: Snapshot, names: AuthorNames = NO_NAMES
) -> tuple[FacetCount, ...]:
    """The commonest values of the field `name`, each with the number of scenes whose works have it.

    names  values that are one and the same, and are counted as one.
    """
    field, works = WORK_FIELDS[name], snapshot.works
    scene_counts = np.zeros(len(works), np.int64)
    for tier in tiers:
        check(f"the counts by {name}")
        numbers = snapshot.work_numbers[tier.view.number]
        scene_counts += np.bincount(numbers[tier.view.segment.scene_works[tier.scenes]], minlength=len(works))
    counts: Counter[str] = Counter()
    for number in checked(np.flatnonzero(scene_counts)):
        for value in dict.fromkeys(names.canonical.get(value, value) for value in field.values(works[number])):
            counts[value] += int(scene_counts[number])
    commonest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MAX_VALUES]
    return tuple(FacetCount(value, count, names.spellings.get(value, ())) for value, count in commonest)
