"""How many words of a work stand before each of its scenes?"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np

from fabula.index.array_types import I64
from fabula.index.model import SceneKind
from fabula.index.store.snapshot import Snapshot
from fabula.search.postings.segment_view import SegmentView


class TextLayout(NamedTuple):
    """The scenes of some kinds in reading order, works in the order of the snapshot's.

    segments, scenes  int64[scenes]: where each is kept.
    works             int64[scenes], ascending: its work.
    words             int64[scenes]: its length.
    begins            int64[scenes]: the words of its work before it.
    work_words        int64[works]: the length of each work.
    places            for each segment int64[its scenes]: the index here of each; -1 for one that is not here.
    """

    segments: I64
    scenes: I64
    works: I64
    words: I64
    begins: I64
    work_words: I64
    places: list[I64]

    @classmethod
    def of(cls, views: Sequence[SegmentView], kinds: tuple[SceneKind, ...], snapshot: Snapshot) -> Self:
        columns = [[np.empty(0, np.int64)] * 5]
        for number, view in enumerate(views):
            segment, scenes = view.segment, np.flatnonzero(view.universe(kinds))
            works = snapshot.work_numbers[number][segment.scene_works[scenes]]
            words = segment.scene_lengths[scenes].astype(np.int64)
            orders = segment.scene_orders[scenes].astype(np.int64)
            columns.append([np.full(len(scenes), number), scenes, works, words, orders])
        joined: list[I64] = [np.concatenate(column) for column in zip(*columns, strict=True)]
        segments, scenes, works, words, orders = joined
        order = np.argsort(works << 32 | orders, kind="stable")
        segments, scenes, works, words = segments[order], scenes[order], works[order], words[order]
        before = np.concatenate([[0], np.cumsum(words)])
        firsts = works.searchsorted(works)
        places = [np.full(len(view), -1, np.int64) for view in views]
        for number, of_segment in enumerate(places):
            chosen = np.flatnonzero(segments == number)
            of_segment[scenes[chosen]] = chosen
        lengths = np.bincount(works, words, len(snapshot.works)).astype(np.int64)
        return cls(segments, scenes, works, words, before[:-1] - before[firsts], lengths, places)

    def of_work(self, work: int) -> range:
        """The scenes of a work."""
        return range(int(self.works.searchsorted(work)), int(self.works.searchsorted(work, side="right")))
