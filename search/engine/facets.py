"""How often does each value occur among the works of the scenes found?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np

from fabula.index.array_types import I64
from fabula.index.budget import check, checked
from fabula.index.store.snapshot import Snapshot
from fabula.index.work_fields import WORK_FIELDS
from fabula.search.engine.ranking.ranking import TierMatches
from fabula.search.results import FacetCount
from .author_names import NO_NAMES, AuthorNames

_MAX_VALUES = 50


class FieldValues(NamedTuple):
    """The values of a field in all works of a commit: an entry for each value of each work.

    Kept for the commit, as gathering them anew took a seventh of the time of an answer with four facets.

    values           sorted, distinct.
    spellings        of each value, as in FacetCount.
    works, numbers   int64[entries]: the index of the work in the snapshot, and of its value in `values`.
    """

    values: tuple[str, ...]
    spellings: tuple[tuple[str, ...], ...]
    works: I64
    numbers: I64

    @classmethod
    def of(cls, name: str, snapshot: Snapshot, names: AuthorNames = NO_NAMES) -> Self:
        """names: values that are one and the same, and are counted as one."""
        field = WORK_FIELDS[name]
        entries = [
            (number, value)
            for number, work in enumerate(checked(snapshot.works))
            for value in dict.fromkeys(names.canonical.get(value, value) for value in field.values(work))
        ]
        values = tuple(sorted({value for _, value in entries}))
        number_of = {value: number for number, value in enumerate(values)}
        return cls(
            values,
            tuple(names.spellings.get(value, ()) for value in values),
            np.array([work for work, _ in entries], np.int64),
            np.array([number_of[value] for _, value in entries], np.int64),
        )

    def facet(self, scene_counts: I64) -> tuple[FacetCount, ...]:
        """The commonest values, each with the number of scenes whose works have it; of equals the first by letters.

        scene_counts  int64[works of the snapshot].
        """
        counts = np.zeros(len(self.values), np.int64)
        np.add.at(counts, self.numbers, scene_counts[self.works])
        commonest = np.argsort(-counts, kind="stable")[:_MAX_VALUES].tolist()
        return tuple(
            FacetCount(self.values[number], int(counts[number]), self.spellings[number])
            for number in commonest
            if counts[number]
        )


def scenes_of_works(tiers: Sequence[TierMatches], snapshot: Snapshot) -> I64:
    """int64[works of the snapshot]: how many of the scenes found each has."""
    counts = np.zeros(len(snapshot.works), np.int64)
    for tier in tiers:
        check("the counts of facets")
        numbers = snapshot.work_numbers[tier.view.number]
        counts += np.bincount(numbers[tier.view.segment.scene_works[tier.scenes]], minlength=len(counts))
    return counts
