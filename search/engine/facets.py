"""How often does each value occur among the works of the scenes found?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from fabula.index.model import WorkRecord
from fabula.index.store.snapshot import Snapshot
from fabula.search.results import FacetCount

from .conditions import values_of
from .ranking import TierMatches

__all__ = ["facet"]

_KEPT = 50


def facet(name: str, found: Sequence[TierMatches], snapshot: Snapshot) -> tuple[FacetCount, ...]:
    """The commonest values of the field `name`, each with the number of scenes whose works have it."""
    works = snapshot.works
    scenes = np.zeros(len(works), np.int64)
    for own in found:
        numbers = snapshot.work_numbers[own.postings.number]
        scenes += np.bincount(numbers[own.postings.segment.scene_works[own.scenes]], minlength=len(works))
    counts: Counter[str] = Counter()
    for index in np.flatnonzero(scenes):
        for value in dict.fromkeys(_facet_values(name, works[index])):
            counts[value] += int(scenes[index])
    commonest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_KEPT]
    return tuple(FacetCount(value, count) for value, count in commonest)


def _facet_values(name: str, work: WorkRecord) -> tuple[str, ...]:
    match name:
        case "character":
            return work.metadata.characters
        case "tag":
            return work.metadata.tags
        case _:
            return values_of(name, work)
