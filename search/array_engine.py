"""Plans over segments of positions: masks for what matches, dense arrays for scores, a partition for the top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from collections.abc import Sequence as Slots
from functools import cached_property
from itertools import pairwise, repeat, starmap
from typing import Any as Anything
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..index.analysis import NO_LANGUAGE, stems
from ..index.ascending import distinct
from ..index.codec.speech import CastMember
from ..index.model import SceneKind, WorkRecord
from ..index.position_store import PositionStore
from ..index.snapshot import Snapshot
from .array_cache import ArrayCache
from .conditions import values_of
from .engine import Answer, Candidate, Request, Seeded, Told
from .evaluate import Evaluation
from .expansion import Expansions
from .folding import Folded, fold
from .mapped_pages import MappedPages
from .plan import Level, Part, Plan, Sequence
from .postings import SegmentPostings
from .pruning import NOTHING, pruned
from .results import FacetCount, Sort
from .scene_postings import ScenePostings
from .scoring import Collection, Scoring
from .spoken import SpokenSegment
from .top import at_least

__all__ = ["ArrayEngine"]

# Decoded positions and scores, and a byte a position (forward.py) for 1 GB of text. Of the rest the commonest 255 words
# of 77 MB of novels use 34 MB; with 34 MB instead of 110 phrases over 1 GB take four times as long.
_BUDGET = 316_000_000
_TAKABLE = 210_000_000
# Pages of the files, beyond what is resident when they are opened. Over 1 GB of text 320 MB would stay.
_MAPPED = 48_000_000
_KEPT_FACET_VALUES = 50
# Words of queries whose stems are kept.
_MOST_STEMS = 50_000
# So few scenes are sorted as they are.
_FEW = 64

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]
Mask = NDArray[np.bool_]


class _Found(NamedTuple):
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


class _Copies(NamedTuple):
    """What was folded: the groups of all scenes by segment, and scenes found as indices into `ranked`."""

    groups: list[NDArray[np.uint32]]
    folded: Folded
    ranked: _Ranked

    def behind(self, candidate: Candidate) -> tuple[tuple[int, int], ...]:
        group = int(self.groups[candidate.segment][candidate.number])
        if not group:
            return ()
        at = np.flatnonzero((self.ranked.segment == candidate.segment) & (self.ranked.scene == candidate.number))
        places = self.folded.behind(group, int(at[0])) if len(at) else at
        return tuple(zip(self.ranked.segment[places].tolist(), self.ranked.scene[places].tolist(), strict=True))


class ArrayEngine:
    """See `Engine`. Holds one snapshot of the store; shared by threads without locks, for nothing it reads changes."""

    def __init__(self, store: PositionStore) -> None:
        self._snapshot: Snapshot = store.snapshot()
        cache = ArrayCache(_BUDGET, _TAKABLE)
        self._cache = cache
        self._stems: dict[str, tuple[str, ...]] = {}
        opened = self._snapshot.segments
        self._segments = [
            SegmentPostings(number, each.segment, each.deleted, cache) for number, each in enumerate(opened)
        ]
        for postings, each in zip(self._segments, opened, strict=True):
            if each.speech is not None:
                postings.spoken = SpokenSegment(each.segment, each.speech)
        self._collection = Collection(self._segments)
        layers = [each.speech for each in opened if each.speech is not None]
        self._pages = MappedPages([*(each.segment for each in opened), *layers], _MAPPED)

    @cached_property
    def told(self) -> Told:
        living = [each.segment.work_count - len(each.deleted) for each in self._snapshot.segments]
        told = [each.speech is not None for each in self._snapshot.segments]
        return Told(sum(count for count, known in zip(living, told, strict=True) if known), sum(living))

    def casts(self) -> Mapping[str, Slots[CastMember]]:
        return {
            each.segment.work(number).id: cast
            for each in self._snapshot.segments
            if each.speech is not None
            for number, cast in enumerate(each.speech.casts)
            if cast and number not in each.deleted
        }

    def cast(self, work_id: str) -> tuple[CastMember, ...]:
        place, number = self._snapshot.places.get(work_id, (-1, -1))
        layer = self._snapshot.segments[place].speech if place >= 0 else None
        return layer.cast(number) if layer is not None else ()

    def answer(self, plan: Plan, request: Request) -> Answer:
        self._pages.keep_below()
        plan = pruned(plan, self._segments)
        expansions = Expansions(self._vocabulary)
        evaluations = [Evaluation(postings, expansions) for postings in self._segments]
        scoring = Scoring(plan.scored, evaluations, self._collection, self._cache)
        found = self._found(plan, evaluations)
        total = sum(len(own.scenes) for own in found)
        shown, copies = found, None
        if request.fold and request.limit and self._snapshot.copies is not None:
            shown, copies = self._fold(scoring, found, request)
        page = self._page(scoring, shown, request) if total and request.limit else ()
        if copies is not None:
            page = tuple(each._replace(copies=copies.behind(each)) for each in page)
        facets = {name: self._facet(name, found) for name in request.facets}
        by_tier = [sum(len(own.scenes) for own in found if own.tier == tier) for tier in range(len(plan.tiers))]
        folded = total - sum(len(own.scenes) for own in shown)
        return Answer(total, tuple(by_tier), page, facets, tuple(expansions.notes), folded)

    def read(self, candidate: Candidate) -> ScenePostings:
        return ScenePostings(self._segments[candidate.segment], candidate.number)

    def read_scene(self, scene_id: str) -> ScenePostings:
        place, number = self._snapshot.scene_place(scene_id)
        return ScenePostings(self._segments[place], number)

    def count(self, part: Part, kinds: tuple[SceneKind, ...]) -> int:
        expansions = Expansions(self._vocabulary)
        return sum(
            len(Evaluation(postings, expansions).scenes(part, postings.universe(kinds))) for postings in self._segments
        )

    def stems_of(self, word: str) -> tuple[str, ...]:
        found = self._stems.get(word)
        if found is None:
            if len(self._stems) >= _MOST_STEMS:
                self._stems.clear()
            # The stemmer comes last, for its import takes longer than most answers.
            known = {each for postings in self._segments for each in postings.segment.stems_of_surface(word)}
            found = tuple(sorted(known)) or stems(
                word, {work.language for work in self._snapshot.works} or {NO_LANGUAGE}
            )
            self._stems[word] = found
        return found

    def forms_of(self, slot: tuple[str, ...]) -> frozenset[str]:
        return frozenset(
            word for postings in self._segments for stem in slot for word in postings.segment.surfaces(stem)
        )

    def passages(self, slots: Slots[tuple[str, ...]], most: int) -> Seeded:
        from .quote.voting import seeded

        self._pages.keep_below()
        return seeded(self._segments, slots, most)

    def nearest(self, word: str, most: int) -> tuple[str, ...]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = min(2, len(word) // 2)
        close = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=allowed, limit=64)
        ranked = [
            (edits, -self.count(Sequence(((text,),), Level.SURFACE), tuple(SceneKind)), text)
            for text, edits, _ in close
            if edits > 0
        ]
        return tuple(text for _, frequency, text in sorted(ranked) if frequency)[:most]

    @cached_property
    def _words(self) -> list[str]:
        """The folded words of all segments, each once."""
        return self._beginning_with("")

    def _vocabulary(self, prefix: str) -> list[str]:
        """The folded words that begin with `prefix`, in order. All of them are kept, those with a prefix are few."""
        return self._beginning_with(prefix) if prefix else self._words

    def _beginning_with(self, prefix: str) -> list[str]:
        return sorted({word for postings in self._segments for word, _ in postings.segment.vocabulary(prefix)})

    def _found(self, plan: Plan, evaluations: list[Evaluation]) -> list[_Found]:
        """The scenes found, by tier, then segment. A scene is in the first tier that matches it."""
        found: list[_Found] = []
        seen: list[Mask | None] = [None] * len(evaluations)
        for number, tier in enumerate(plan.tiers):
            if tier.part is NOTHING or (tier.last_resort and found):
                continue
            for place, evaluation in enumerate(evaluations):
                postings = evaluation.postings
                scenes = evaluation.scenes(tier.part, postings.universe(plan.kinds))
                before = seen[place]
                if before is not None:
                    scenes = scenes[~before[scenes]]
                if len(scenes):
                    found.append(_Found(postings, number, scenes))
                    if number + 1 < len(plan.tiers):
                        if before is None:
                            before = seen[place] = np.zeros(len(postings), bool)
                        before[scenes] = True
        return found

    def _fold(self, scoring: Scoring, found: list[_Found], request: Request) -> tuple[list[_Found], _Copies | None]:
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
        return shown, _Copies(known, folded, ranked)

    def _page(self, scoring: Scoring, found: list[_Found], request: Request) -> tuple[Candidate, ...]:
        """The candidates asked for, in their order. Ties go by work and place, so that pages agree."""
        end = request.offset + request.limit
        relevance = request.sort is Sort.RELEVANCE
        last = _last_tier(found, request)
        pool: list[tuple[_Found, I64, F64]] = []
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
        place = np.empty(len(ranked.scene), np.int64)
        for postings in self._segments:
            own = ranked.segment == postings.number
            place[own] = postings.segment.scene_orders[ranked.scene[own]]
        if sort is Sort.RELEVANCE:
            return np.lexsort((place, self._by_id(ranked), -ranked.score, ranked.tier))
        keys = _ranks([_sort_key(sort, work) for work in self._snapshot.works])
        return np.lexsort((place, self._by_id(ranked), keys[self._global_works(ranked)]))

    def _by_id(self, ranked: _Ranked) -> I64:
        """int64[n]: numbers that are in the order of the ids of the scenes' works.

        Of a handful only their own records are read: those of 10,000 works take half a second.
        """
        if "_ranks_by_id" not in self.__dict__:
            local = np.empty(len(ranked.scene), np.int64)
            for postings in self._segments:
                own = ranked.segment == postings.number
                local[own] = postings.segment.scene_works[ranked.scene[own]]
            keys = ranked.segment << 32 | local
            works = distinct(keys)
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
        of = np.empty(len(ranked.scene), np.int64)
        for postings, numbers in zip(self._segments, self._snapshot.work_numbers, strict=True):
            own = ranked.segment == postings.number
            of[own] = numbers[postings.segment.scene_works[ranked.scene[own]]]
        return of

    def _facet(self, name: str, found: list[_Found]) -> tuple[FacetCount, ...]:
        works = self._snapshot.works
        scenes = np.zeros(len(works), np.int64)
        for own in found:
            numbers = self._snapshot.work_numbers[own.postings.number]
            scenes += np.bincount(numbers[own.postings.segment.scene_works[own.scenes]], minlength=len(works))
        counts: Counter[str] = Counter()
        for index in np.flatnonzero(scenes):
            for value in dict.fromkeys(_facet_values(name, works[index])):
                counts[value] += int(scenes[index])
        commonest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_KEPT_FACET_VALUES]
        return tuple(FacetCount(value, count) for value, count in commonest)


def _last_tier(found: list[_Found], request: Request) -> int:
    """The tier that fills the page: what is beyond it cannot be on it, and need not be scored."""
    reached = 0
    for own in found if request.sort is Sort.RELEVANCE else ():
        reached += len(own.scenes)
        if reached >= request.offset + request.limit:
            return own.tier
    return found[-1].tier


def _scores(scoring: Scoring, own: _Found) -> F64:
    return scoring.of(own.postings, own.scenes) if own.scores is None else own.scores


def _few(pool: list[tuple[_Found, I64, F64]]) -> list[tuple[int, float, int, int]]:
    """(tier, score below zero, segment, scene) of each, best first. For a handful numpy takes four times as long."""
    few: list[tuple[int, float, int, int]] = []
    for own, scenes, scores in pool:
        below = (-scores.round(5)).tolist()
        few += zip(repeat(own.tier), below, repeat(own.postings.number), scenes.tolist(), strict=False)
    few.sort()
    return few


def _ranked(found: list[_Found], scores: list[F64]) -> _Ranked:
    """The scenes of `found` end to end, with their scores."""
    lengths = [len(own.scenes) for own in found]
    return _Ranked(
        np.repeat([own.postings.number for own in found], lengths),
        np.concatenate([own.scenes for own in found]),
        np.repeat([own.tier for own in found], lengths),
        # Rounded, so that no order of adding the same terms makes a difference.
        np.concatenate(scores).round(5),
    )


def _facet_values(name: str, work: WorkRecord) -> tuple[str, ...]:
    match name:
        case "character":
            return work.metadata.characters
        case "tag":
            return work.metadata.tags
        case _:
            return values_of(name, work)


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


def _ranks(keys: list[Anything]) -> I64:
    """For each key its place among the sorted distinct keys."""
    place = {key: index for index, key in enumerate(sorted(set(keys)))}
    return np.array([place[key] for key in keys], np.int64)
