"""Leaves out scenes that are shown in another work: of editions, uploads and anthologies one is counted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

import numpy as np

from fabula.index.array_types import I64
from fabula.index.budget import checked
from fabula.index.store.snapshot import Snapshot
from .protocol import SelectedScenes
from .ranking.standing import standing_of


def fold_copies(selected: Sequence[SelectedScenes], snapshot: Snapshot) -> list[SelectedScenes]:
    """The scenes without those that a better described work among the selected ones has, too.

    A work keeps all its scenes of a group of near-duplicates, or none: texts that it has twice are counted twice.
    `selected` has all segments of the commit, in its order.
    """
    if snapshot.copies is None:
        return list(selected)
    groups = np.concatenate(snapshot.copies).astype(np.int64)
    wanted = np.concatenate([scenes for _, scenes in selected])
    works = np.concatenate(
        [snapshot.work_numbers[number][view.segment.scene_works] for number, (view, _) in enumerate(selected)]
    )
    numbers = np.flatnonzero(wanted & (groups > 0))
    ranks = _ranks(snapshot)[works[numbers]]
    best = np.full(int(groups.max(initial=0)) + 1, len(snapshot.works), np.int64)
    np.minimum.at(best, groups[numbers], ranks)
    wanted[numbers[ranks != best[groups[numbers]]]] = False
    ends = list(accumulate(len(scenes) for _, scenes in selected))[:-1]
    return [SelectedScenes(view, scenes) for (view, _), scenes in zip(selected, np.split(wanted, ends), strict=True)]


def _ranks(snapshot: Snapshot) -> I64:
    """int64[works of the snapshot]: the place of each, the best described first; of equals the first by title."""
    standings = [standing_of(work) for work in checked(snapshot.works, every=64)]
    ranks = np.empty(len(standings), np.int64)
    ranks[sorted(range(len(standings)), key=standings.__getitem__)] = np.arange(len(standings))
    return ranks
