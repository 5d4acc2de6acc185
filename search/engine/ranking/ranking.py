"""Orders the scenes found and cuts out the page that was asked for."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise, repeat, starmap
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import F64, I64, U32
from fabula.index.budget import check, checked
from fabula.index.model import WorkRecord
from fabula.index.sorted_arrays import sorted_unique
from fabula.index.store.snapshot import Snapshot
from fabula.search.engine.protocol import Answer, Candidate, Request
from fabula.search.postings.segment_view import SegmentView
from fabula.search.results import FacetCount, Sort
from .bm25 import Scoring
from .collapse import Collapsed, collapse, preferences
from .ranked_scenes import HiddenCopies, RankedScenes, hidden_copies
from .standing import standing_of
from .top_k import at_least
from .work_order import work_key

# Up to so many scenes are sorted without arrays, and up to so many works are read without the records of all.
_MAX_SINGLE_READS = 64
_UNSCORED: F64 = np.empty(0, np.float64)


class TierMatches(NamedTuple):
    """Scenes of one tier and one segment, ascending; their scores, float64[n], once they are needed."""

    view: SegmentView
    tier: int
    scenes: I64
    scores: F64 = _UNSCORED


class Found(NamedTuple):
    """The scenes that match a plan of so many tiers, by tier, then segment; and what scores them."""

    scoring: Scoring
    matches: list[TierMatches]
    tiers: int

    @property
    def by_tier(self) -> tuple[int, ...]:
        """How many scenes each tier has."""
        counts = [0] * self.tiers
        for match in self.matches:
            counts[match.tier] += len(match.scenes)
        return tuple(counts)

    @property
    def total(self) -> int:
        return sum(len(match.scenes) for match in self.matches)

    @property
    def nbytes(self) -> int:
        """About what it takes of the memory, beside what an engine has in any case."""
        return self.scoring.nbytes + sum(match.scenes.nbytes for match in self.matches)


class _Ranked(NamedTuple):
    """Scenes that may be on the page, from all segments: int64[n] each (score float64[n])."""

    segment: I64
    scene: I64
    tier: I64
    score: F64


class Copies(NamedTuple):
    """The collapsed scenes: the groups of all scenes by segment, and scenes found as indices into `ranked`."""

    groups: list[U32]
    collapsed: Collapsed
    ranked: _Ranked

    def behind(self, candidate: Candidate) -> tuple[tuple[int, int], ...]:
        """(segment, scene) of the scenes that are hidden behind the candidate, best first."""
        group = int(self.groups[candidate.segment][candidate.number])
        if not group:
            return ()
        ranked = self.ranked
        at = np.flatnonzero((ranked.segment == candidate.segment) & (ranked.scene == candidate.number))
        hidden = self.collapsed.behind(group, int(at[0])) if len(at) else at
        return tuple(zip(ranked.segment[hidden].tolist(), ranked.scene[hidden].tolist(), strict=True))

    @property
    def hidden(self) -> HiddenCopies:
        """The same of all candidates."""
        collapsed, ranked = self.collapsed, self.ranked
        return hidden_copies(ranked.segment, ranked.scene, collapsed.firsts, collapsed.hidden, collapsed.bounds)


class Ranking:
    """The scenes of one commit in the orders that people ask for. Shared by threads, as nothing it reads changes."""

    def __init__(self, snapshot: Snapshot, segments: Sequence[SegmentView]) -> None:
        self._snapshot, self._segments = snapshot, segments

    def answer(self, found: Found, request: Request, facets: Mapping[str, tuple[FacetCount, ...]]) -> Answer:
        """The page that is asked for."""
        total, shown, copies = found.total, found.matches, None
        if request.collapse and request.limit and self._snapshot.copies is not None:
            shown, copies = self.collapse(found.scoring, found.matches, request)
        page = self.page(found.scoring, shown, request) if total and request.limit else ()
        if copies is not None:
            page = tuple(candidate._replace(copies=copies.behind(candidate)) for candidate in checked(page, every=16))
        collapsed = total - sum(len(match.scenes) for match in shown) if copies is not None else 0
        return Answer(total, found.by_tier, page, facets, collapsed)

    def ranked(self, found: Found, request: Request, facets: Mapping[str, tuple[FacetCount, ...]]) -> RankedScenes:
        """All pages."""
        if not found.matches:
            return RankedScenes.none(found.by_tier, facets)
        shown, copies = found.matches, None
        if request.collapse and self._snapshot.copies is not None:
            everything = replace(request, limit=found.total, offset=0)
            shown, copies = self.collapse(found.scoring, found.matches, everything)
        ranked = _ranked([_scored(found.scoring, match) for match in shown])
        order = self._order(ranked, request.sort, len(ranked.scene))
        return RankedScenes(
            found.total,
            found.by_tier,
            ranked.segment[order].astype(np.uint32),
            ranked.scene[order].astype(np.uint32),
            ranked.tier[order].astype(np.uint16),
            ranked.score[order],
            copies.hidden if copies is not None else None,
            facets,
        )

    def collapse(
        self, scoring: Scoring, matches: list[TierMatches], request: Request
    ) -> tuple[list[TierMatches], Copies | None]:
        """The matches that are shown, and the copies hidden behind them.

        Matches that may be on the page are scored whole; of the others only scenes whose copies match, too.
        """
        all_groups = self._snapshot.copies
        assert all_groups is not None
        groups = [all_groups[match.view.number][match.scenes] for match in matches]
        is_repeated = np.bincount(np.concatenate([np.zeros(1, np.uint32), *groups])) > 1
        is_repeated[0] = False
        masks = [is_repeated[match_groups] for match_groups in groups]
        if not any(mask.any() for mask in masks):
            return matches, None
        last = _last_tier(matches, request)
        matches = [_scored(scoring, match) if match.tier <= last else match for match in matches]
        repeated = [_scored(scoring, _select(match, mask)) for match, mask in zip(matches, masks, strict=True)]
        ranked = _ranked(repeated)
        works = ranked.segment << 32 | np.concatenate(
            [match.view.segment.scene_works[match.scenes].astype(np.int64) for match in repeated]
        )
        repeated_groups = np.concatenate([group[mask] for group, mask in zip(groups, masks, strict=True)])
        standings = self._of_works(ranked, standing_of, "_standings")
        preference = preferences(repeated_groups, ranked.tier, ranked.score, standings)
        collapsed = collapse(repeated_groups, works, self._order(ranked, request.sort, len(works)), preference)
        is_hidden = np.zeros(len(works), bool)
        is_hidden[collapsed.hidden] = True
        shown = []
        hidden_masks = np.split(is_hidden, np.cumsum([len(match.scenes) for match in repeated])[:-1])
        for match, mask, hidden_mask in zip(matches, masks, hidden_masks, strict=True):
            is_shown = np.ones(len(match.scenes), bool)
            is_shown[mask] = ~hidden_mask
            if is_shown.any():
                shown.append(_select(match, is_shown))
        return shown, Copies(all_groups, collapsed, ranked)

    def page(self, scoring: Scoring, matches: list[TierMatches], request: Request) -> tuple[Candidate, ...]:
        """The candidates asked for, in their order. Ties go by work and reading order, so that pages agree."""
        end = request.offset + request.limit
        by_relevance = request.sort is Sort.RELEVANCE
        last = _last_tier(matches, request)
        pool = [_scored(scoring, match) for match in matches if match.tier <= last]
        if by_relevance:
            pool = [
                _select(match, at_least(match.scores, end)) if len(match.scenes) > _MAX_SINGLE_READS else match
                for match in pool
            ]
        if by_relevance and sum(len(match.scenes) for match in pool) <= _MAX_SINGLE_READS:
            few = _sort_few(pool)
            # Ties go by work and reading order, which are looked up only if there are any.
            if all(row[:2] != next_row[:2] for row, next_row in pairwise(few)):
                rows = few[request.offset : end]
                return tuple([Candidate(segment, scene, tier, -below) for tier, below, segment, scene in rows])
        ranked = _ranked(pool)
        order = self._order(ranked, request.sort, end)[request.offset : end]
        return tuple(starmap(Candidate, zip(*(column[order].tolist() for column in ranked), strict=True)))

    def _order(self, ranked: _Ranked, sort: Sort, end: int) -> NDArray[np.intp]:
        """Indices into `ranked`, at least the first `end` of them in order."""
        check(f"the order by {sort}")
        if sort is Sort.RELEVANCE:
            order = np.lexsort((-ranked.score, ranked.tier))
            score, tier = ranked.score[order[: end + 1]], ranked.tier[order[: end + 1]]
            if not ((score[1:] == score[:-1]) & (tier[1:] == tier[:-1])).any():
                return order
        scene_order = self._by_segment(ranked, lambda view, scenes: view.segment.scene_orders[scenes])
        if sort is Sort.RELEVANCE:
            return np.lexsort((scene_order, self._by_id(ranked), -ranked.score, ranked.tier))
        ranks = _ranks([work_key(sort, work) for work in checked(self._snapshot.works, every=64)])
        keys = ranks[self._works(ranked)]
        # Of 170,000 scenes, which take 70 ms, those that can be on the page: up to the last work on it.
        last = np.partition(keys, end - 1)[end - 1] if end < len(keys) else keys.max()
        chosen = np.flatnonzero(keys <= last)
        first = _Ranked(ranked.segment[chosen], ranked.scene[chosen], ranked.tier[chosen], ranked.score[chosen])
        return chosen[np.lexsort((scene_order[chosen], self._by_id(first), keys[chosen]))]

    def _by_id(self, ranked: _Ranked) -> I64:
        """int64[n]: numbers in the order of the ids of the scenes' works."""
        return self._of_works(ranked, lambda work: work.id, "_ranks_by_id")

    def _of_works(self, ranked: _Ranked, key: Callable[[WorkRecord], Any], all_works: str) -> I64:
        """int64[n]: numbers in the order of a key of the scenes' works.

        For a few works only their own records are read: those of 10,000 works take half a second. `all_works` is the
        property that has the numbers of all works.
        """
        if all_works not in self.__dict__:
            local = self._by_segment(ranked, lambda view, scenes: view.segment.scene_works[scenes])
            keys = ranked.segment << 32 | local
            works = sorted_unique(keys)
            if len(works) <= _MAX_SINGLE_READS:
                places = [(place >> 32, place & 0xFFFFFFFF) for place in works.tolist()]
                values = [key(self._segments[segment].segment.work(number)) for segment, number in places]
                return _ranks(values)[works.searchsorted(keys)]
        numbers: I64 = getattr(self, all_works)
        return numbers[self._works(ranked)]

    @cached_property
    def _ranks_by_id(self) -> I64:
        return _ranks([work.id for work in self._snapshot.works])

    @cached_property
    def _standings(self) -> I64:
        return _ranks([standing_of(work) for work in checked(self._snapshot.works, every=64)])

    def _works(self, ranked: _Ranked) -> I64:
        """int64[n]: the work of each scene, as an index into the snapshot's works."""
        numbers = self._snapshot.work_numbers
        return self._by_segment(ranked, lambda view, scenes: numbers[view.number][view.segment.scene_works[scenes]])

    def _by_segment(self, ranked: _Ranked, values_of: Callable[[SegmentView, I64], NDArray[Any]]) -> I64:
        """int64[n]: a value of each scene; `values_of` is called once per segment, with the scenes there."""
        values = np.empty(len(ranked.scene), np.int64)
        for view in self._segments:
            check()
            mask = ranked.segment == view.number
            values[mask] = values_of(view, ranked.scene[mask])
        return values


def _select(match: TierMatches, chosen: NDArray[Any]) -> TierMatches:
    """The scenes at `chosen`, indices or a mask."""
    scores = match.scores if match.scores is _UNSCORED else match.scores[chosen]
    return match._replace(scenes=match.scenes[chosen], scores=scores)


def _last_tier(matches: list[TierMatches], request: Request) -> int:
    """The tier that fills the page: scenes of later tiers cannot be on it, and need not be scored."""
    reached = 0
    for match in matches if request.sort is Sort.RELEVANCE else ():
        reached += len(match.scenes)
        if reached >= request.offset + request.limit:
            return match.tier
    return matches[-1].tier


def _scored(scoring: Scoring, match: TierMatches) -> TierMatches:
    return match._replace(scores=scoring.of(match.view, match.scenes)) if match.scores is _UNSCORED else match


def _sort_few(pool: list[TierMatches]) -> list[tuple[int, float, int, int]]:
    """(tier, negative score, segment, scene) of each, best first. For a few scenes numpy takes four times as long."""
    rows: list[tuple[int, float, int, int]] = []
    for match in pool:
        below = (-match.scores.round(5)).tolist()
        rows += zip(repeat(match.tier), below, repeat(match.view.number), match.scenes.tolist(), strict=False)
    rows.sort()
    return rows


def _ranked(matches: list[TierMatches]) -> _Ranked:
    """The scenes of the scored matches, end to end."""
    lengths = [len(match.scenes) for match in matches]
    return _Ranked(
        np.repeat([match.view.number for match in matches], lengths),
        np.concatenate([match.scenes for match in matches]),
        np.repeat([match.tier for match in matches], lengths),
        # Rounded, so that the order of adding the same terms makes no difference.
        np.concatenate([match.scores for match in matches]).round(5),
    )


def _ranks(keys: list[Any]) -> I64:
    """For each key its index among the sorted distinct keys."""
    index_of = {key: index for index, key in enumerate(sorted(set(keys)))}
    return np.array([index_of[key] for key in keys], np.int64)
