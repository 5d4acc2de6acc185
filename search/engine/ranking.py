"""Which of the scenes found are on the page that was asked for, and in which order?"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cached_property
from itertools import pairwise, repeat, starmap
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import F64, I64, U32
from fabula.index.model import WorkRecord
from fabula.index.sorted_arrays import sorted_unique
from fabula.index.store.snapshot import Snapshot
from fabula.search.postings.lookup import SegmentPostings
from fabula.search.results import Sort

from .bm25 import Scoring
from .collapse import Folded, fold
from .protocol import Candidate, Request
from .top_k import at_least

__all__ = ["Copies", "Ranking", "TierMatches"]

# So few scenes are sorted as they are.
_FEW = 64


class TierMatches(NamedTuple):
    """Scenes of one tier and one segment, ascending; their scores, float64[n], once they were needed."""

    postings: SegmentPostings
    tier: int
    scenes: I64
    scores: F64 | None = None


class _Ranked(NamedTuple):
    """Scenes that may be on the page, from all segments: int64[n] each (score float64[n])."""

    segment: I64
    scene: I64
    tier: I64
    score: F64


class Copies(NamedTuple):
    """What was folded: the groups of all scenes by segment, and scenes found as indices into `ranked`."""

    groups: list[U32]
    folded: Folded
    ranked: _Ranked

    def behind(self, candidate: Candidate) -> tuple[tuple[int, int], ...]:
        group = int(self.groups[candidate.segment][candidate.number])
        if not group:
            return ()
        at = np.flatnonzero((self.ranked.segment == candidate.segment) & (self.ranked.scene == candidate.number))
        places = self.folded.behind(group, int(at[0])) if len(at) else at
        return tuple(zip(self.ranked.segment[places].tolist(), self.ranked.scene[places].tolist(), strict=True))


class Ranking:
    """The scenes of one commit in the orders that people ask for. Shared by threads, for nothing it reads changes."""

    def __init__(self, snapshot: Snapshot, segments: Sequence[SegmentPostings]) -> None:
        self._snapshot, self._segments = snapshot, segments

    def fold(
        self, scoring: Scoring, found: list[TierMatches], request: Request
    ) -> tuple[list[TierMatches], Copies | None]:
        """What of `found` is shown, and what stands behind it.

        What may be on the page is scored whole, as the page needs it; of the rest only scenes whose copies were found.
        """
        known = self._snapshot.copies
        assert known is not None
        groups = [known[own.postings.number][own.scenes] for own in found]
        repeated = np.bincount(np.concatenate([np.zeros(1, np.uint32), *groups])) > 1
        repeated[0] = False
        chosen = [repeated[each] for each in groups]
        if not any(each.any() for each in chosen):
            return found, None
        last = _last_tier(found, request)
        found = [own._replace(scores=_scores(scoring, own)) if own.tier <= last else own for own in found]
        members = [
            own._replace(scenes=own.scenes[each], scores=None if own.scores is None else own.scores[each])
            for own, each in zip(found, chosen, strict=True)
        ]
        ranked = _ranked(members, [_scores(scoring, own) for own in members])
        of = ranked.segment << 32 | np.concatenate(
            [own.postings.segment.scene_works[own.scenes].astype(np.int64) for own in members]
        )
        own_groups = np.concatenate([each[mask] for each, mask in zip(groups, chosen, strict=True)])
        folded = fold(own_groups, of, self._order(ranked, request.sort, len(of)))
        hidden = np.zeros(len(of), bool)
        hidden[folded.hidden] = True
        shown = []
        pieces = np.split(hidden, np.cumsum([len(own.scenes) for own in members])[:-1])
        for own, mask, out in zip(found, chosen, pieces, strict=True):
            kept = np.ones(len(own.scenes), bool)
            kept[mask] = ~out
            if kept.any():
                scores = None if own.scores is None else own.scores[kept]
                shown.append(own._replace(scenes=own.scenes[kept], scores=scores))
        return shown, Copies(known, folded, ranked)

    def page(self, scoring: Scoring, found: list[TierMatches], request: Request) -> tuple[Candidate, ...]:
        """The candidates asked for, in their order. Ties go by work and place, so that pages agree."""
        end = request.offset + request.limit
        relevance = request.sort is Sort.RELEVANCE
        last = _last_tier(found, request)
        pool: list[tuple[TierMatches, I64, F64]] = []
        for own in found:
            if own.tier <= last:
                scores = _scores(scoring, own)
                chosen = at_least(scores, end) if relevance and len(scores) > _FEW else None
                pool.append((own, own.scenes, scores) if chosen is None else (own, own.scenes[chosen], scores[chosen]))
        if relevance and sum(len(scenes) for _, scenes, _ in pool) <= _FEW:
            few = _few(pool)
            # Equals go by work and place, which are not looked up for nothing.
            if all(this[:2] != next_[:2] for this, next_ in pairwise(few)):
                return tuple([Candidate(*each[2:], each[0], -each[1]) for each in few[request.offset : end]])
        ranked = _ranked([own._replace(scenes=scenes) for own, scenes, _ in pool], [scores for _, _, scores in pool])
        order = self._order(ranked, request.sort, end)[request.offset : end]
        return tuple(starmap(Candidate, zip(*(column[order].tolist() for column in ranked), strict=True)))

    def _order(self, ranked: _Ranked, sort: Sort, end: int) -> NDArray[np.intp]:
        """Indices into `ranked`, the first `end` of them in order at least."""
        if sort is Sort.RELEVANCE:
            order = np.lexsort((-ranked.score, ranked.tier))
            score, tier = ranked.score[order[: end + 1]], ranked.tier[order[: end + 1]]
            if not ((score[1:] == score[:-1]) & (tier[1:] == tier[:-1])).any():
                return order
        place = self._of_scenes(ranked, lambda postings, scenes: postings.segment.scene_orders[scenes])
        if sort is Sort.RELEVANCE:
            return np.lexsort((place, self._by_id(ranked), -ranked.score, ranked.tier))
        keys = _ranks([_sort_key(sort, work) for work in self._snapshot.works])
        return np.lexsort((place, self._by_id(ranked), keys[self._global_works(ranked)]))

    def _by_id(self, ranked: _Ranked) -> I64:
        """int64[n]: numbers that are in the order of the ids of the scenes' works.

        Of a handful only their own records are read: those of 10,000 works take half a second.
        """
        if "_ranks_by_id" not in self.__dict__:
            local = self._of_scenes(ranked, lambda postings, scenes: postings.segment.scene_works[scenes])
            keys = ranked.segment << 32 | local
            works = sorted_unique(keys)
            if len(works) <= _FEW:
                places = [(each >> 32, each & 0xFFFFFFFF) for each in works.tolist()]
                ids = [self._segments[place].segment.work(number).id for place, number in places]
                return _ranks(ids)[works.searchsorted(keys)]
        return self._ranks_by_id[self._global_works(ranked)]

    @cached_property
    def _ranks_by_id(self) -> I64:
        return _ranks([work.id for work in self._snapshot.works])

    def _global_works(self, ranked: _Ranked) -> I64:
        """int64[n]: the work of each scene, as an index into the snapshot's works."""
        numbers = self._snapshot.work_numbers
        return self._of_scenes(
            ranked, lambda postings, scenes: numbers[postings.number][postings.segment.scene_works[scenes]]
        )

    def _of_scenes(self, ranked: _Ranked, known: Callable[[SegmentPostings, I64], NDArray[Any]]) -> I64:
        """int64[n]: what is `known` of each scene; asked once for each segment, with the scenes there."""
        found = np.empty(len(ranked.scene), np.int64)
        for postings in self._segments:
            own = ranked.segment == postings.number
            found[own] = known(postings, ranked.scene[own])
        return found


def _last_tier(found: list[TierMatches], request: Request) -> int:
    """The tier that fills the page: what is beyond it cannot be on it, and need not be scored."""
    reached = 0
    for own in found if request.sort is Sort.RELEVANCE else ():
        reached += len(own.scenes)
        if reached >= request.offset + request.limit:
            return own.tier
    return found[-1].tier


def _scores(scoring: Scoring, own: TierMatches) -> F64:
    return scoring.of(own.postings, own.scenes) if own.scores is None else own.scores


def _few(pool: list[tuple[TierMatches, I64, F64]]) -> list[tuple[int, float, int, int]]:
    """(tier, score below zero, segment, scene) of each, best first. For a handful numpy takes four times as long."""
    few: list[tuple[int, float, int, int]] = []
    for own, scenes, scores in pool:
        below = (-scores.round(5)).tolist()
        few += zip(repeat(own.tier), below, repeat(own.postings.number), scenes.tolist(), strict=False)
    few.sort()
    return few


def _ranked(found: list[TierMatches], scores: list[F64]) -> _Ranked:
    """The scenes of `found` end to end, with their scores."""
    lengths = [len(own.scenes) for own in found]
    return _Ranked(
        np.repeat([own.postings.number for own in found], lengths),
        np.concatenate([own.scenes for own in found]),
        np.repeat([own.tier for own in found], lengths),
        # Rounded, so that no order of adding the same terms makes a difference.
        np.concatenate(scores).round(5),
    )


def _sort_key(sort: Sort, work: WorkRecord) -> tuple[object, ...]:
    title = work.title.casefold()
    if sort is Sort.TITLE:
        return (title,)
    if sort is Sort.AUTHOR:
        return (tuple(author.casefold() for author in work.authors), title)
    if sort is Sort.LENGTH:
        return (-work.words,)
    date = work.metadata.updated or work.metadata.published
    # Latest first; works without a date last. Inverting the digits turns the order round.
    return (not date, tuple(-ord(character) for character in date))


def _ranks(keys: list[Any]) -> I64:
    """For each key its place among the sorted distinct keys."""
    place = {key: index for index, key in enumerate(sorted(set(keys)))}
    return np.array([place[key] for key in keys], np.int64)
