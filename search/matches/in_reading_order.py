"""The matches of all segments in the order in which a reader meets them: by work, scene and place in the scene."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cached_property
from typing import NamedTuple, Self

import numpy as np

from fabula.index.array_types import I64, U32
from fabula.index.budget import check
from fabula.index.store.snapshot import Snapshot
from fabula.search.engine.protocol import SegmentMatches
from .folding import shown_scenes


class SceneMatches(NamedTuple):
    """Some of the matches of one scene: those from `begin` to before `end` of its segment's."""

    segment: int
    scene: int
    begin: int
    end: int


class MatchedScenes(NamedTuple):
    """The scenes with matches, in reading order: int64[n] each.

    segments, scenes  where each scene is kept.
    works             its work, as an index into the works of the snapshot, which are in order of title. Ascending.
    firsts, counts    the matches of its segment that are its own: `counts` of them from `firsts` on.
    """

    segments: I64
    scenes: I64
    works: I64
    firsts: I64
    counts: I64

    @classmethod
    def of(cls, matches: Sequence[SegmentMatches], snapshot: Snapshot) -> Self:
        columns: list[list[I64]] = []
        orders = [np.empty(0, np.int64)]
        for number, found in enumerate(matches):
            check()
            bounds = found.bounds()
            counts = np.diff(bounds)
            scenes = np.flatnonzero(counts)
            if not len(scenes):
                continue
            segment = found.view.segment
            works = snapshot.work_numbers[number][segment.scene_works[scenes]]
            columns.append([np.full(len(scenes), number), scenes, works, bounds[scenes], counts[scenes]])
            orders.append(works << 32 | segment.scene_orders[scenes].astype(np.int64))
        if not columns:
            return cls(*[np.empty(0, np.int64)] * len(cls._fields))
        order = np.argsort(np.concatenate(orders), kind="stable")
        return cls(*[np.concatenate(column)[order] for column in zip(*columns, strict=True)])

    def chosen(self, places: I64) -> MatchedScenes:
        """The scenes at some places, ascending."""
        return MatchedScenes(*[column[places] for column in self])


class Matches:
    """Matches by their place in reading order, from 0 to before `total`. Immutable.

    by_segment  the matches of each segment, those of copies included if any are folded away.
    folded      how many matches are in copies that are left out; 0 if copies are shown.
    """

    def __init__(self, by_segment: Sequence[SegmentMatches], scenes: MatchedScenes, folded: int = 0) -> None:
        self.by_segment, self.scenes, self.folded = by_segment, scenes, folded

    @classmethod
    def of(cls, by_segment: Sequence[SegmentMatches], snapshot: Snapshot, *, fold: bool) -> Self:
        scenes = MatchedScenes.of(by_segment, snapshot)
        if not fold or snapshot.copies is None or not len(scenes.scenes):
            return cls(by_segment, scenes)
        groups = _groups_of(scenes, snapshot.copies)
        shown = shown_scenes(groups, scenes.works, scenes.counts, snapshot.works)
        folded = int(scenes.counts[~shown].sum())
        return cls(by_segment, scenes.chosen(np.flatnonzero(shown)) if folded else scenes, folded)

    @cached_property
    def total(self) -> int:
        return int(self.scenes.counts.sum())

    @cached_property
    def _ends(self) -> I64:
        """int64[scenes], ascending: one beyond the last match of each scene, in reading order."""
        return np.cumsum(self.scenes.counts)

    def between(self, begin: int, end: int) -> Iterator[SceneMatches]:
        """The matches from place `begin` to before `end`, scene by scene."""
        end = min(end, self.total)
        if begin >= end:
            return
        ends, (segments, scenes, _, firsts, counts) = self._ends, self.scenes
        for place in range(int(ends.searchsorted(begin, side="right")), len(ends)):
            before = int(ends[place] - counts[place])
            if before >= end:
                return
            low, high = max(begin, before) - before, min(end - before, int(counts[place]))
            first = int(firsts[place])
            yield SceneMatches(int(segments[place]), int(scenes[place]), first + low, first + high)

    def indices(self) -> list[I64]:
        """For each segment int64[...], ascending: the indices of the matches that are not folded away."""
        chosen: list[I64] = []
        for number, found in enumerate(self.by_segment):
            of_segment = self.scenes.segments == number
            counts = self.scenes.counts[of_segment]
            if int(counts.sum()) == len(found.firsts):
                chosen.append(np.arange(len(found.firsts)))
                continue
            firsts = np.sort(self.scenes.firsts[of_segment])
            counts = counts[np.argsort(self.scenes.firsts[of_segment])]
            ends = np.cumsum(counts)
            chosen.append(np.arange(int(counts.sum())) + np.repeat(firsts - (ends - counts), counts))
        return chosen

    def places(self, number: int, indices: I64) -> I64:
        """int64[n]: the places in reading order of the matches with these indices in segment `number`."""
        of_segment = np.flatnonzero(self.scenes.segments == number)
        firsts = self.scenes.firsts[of_segment]
        order = np.argsort(firsts)
        owners = order[firsts[order].searchsorted(indices, side="right") - 1]
        begins = (self._ends - self.scenes.counts)[of_segment]
        places: I64 = begins[owners] + indices - firsts[owners]
        return places


def _groups_of(scenes: MatchedScenes, copies: Sequence[U32]) -> U32:
    """uint32[scenes]: the group of copies that each scene is of; 0 for none."""
    groups = np.zeros(len(scenes.scenes), np.uint32)
    for number, of_scenes in enumerate(copies):
        of_segment = scenes.segments == number
        groups[of_segment] = of_scenes[scenes.scenes[of_segment]]
    return groups
