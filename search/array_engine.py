"""Plans over segments of positions: masks for what matches, dense arrays for scores, a partition for the top."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import Any as Anything
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..index.analysis import NO_LANGUAGE, stem, stems
from ..index.model import SceneKind, WorkRecord
from ..index.position_store import PositionStore, Snapshot
from .conditions import values_of
from .engine import Answer, Candidate, Request
from .evaluate import evaluate
from .expansion import Expansions
from .plan import Level, Part, Plan, Sequence
from .postings import ArrayCache, SegmentPostings
from .results import FacetCount, Sort

__all__ = ["ArrayEngine"]

# Okapi BM25 (Robertson and Zaragoza, 2009) with the customary constants.
_K1 = 1.2
_B = 0.75
# Decoded positions and scores. The commonest 255 words of 77 MB of novels take 34 MB.
_BUDGET = 96 * 1024 * 1024
_KEPT_FACET_VALUES = 50
# Stems of queries whose words are kept; a query has a few.
_MOST_SURFACES = 4_096

I64 = NDArray[np.int64]
F64 = NDArray[np.float64]


class _Found(NamedTuple):
    """Scenes found, in the order of segments: int64[n] each (score float64[n])."""

    segment: I64
    scene: I64
    tier: I64
    score: F64


class ArrayEngine:
    """See `Engine`. Holds one snapshot of the store; shared by threads without locks, for nothing it reads changes."""

    def __init__(self, store: PositionStore) -> None:
        self._snapshot: Snapshot = store.snapshot()
        cache = ArrayCache(_BUDGET)
        self._cache = cache
        self._surfaces: dict[tuple[tuple[str, ...], str], frozenset[str]] = {}
        self._segments = [
            SegmentPostings(number, opened.segment, opened.deleted, cache)
            for number, opened in enumerate(self._snapshot.segments)
        ]

    def answer(self, plan: Plan, request: Request) -> Answer:
        expansions = Expansions(self._vocabulary)
        masks = self._tiers(plan, expansions)
        found = self._found(plan, masks)
        chosen = self._chosen(found, request)
        candidates = tuple(
            Candidate(
                self._segments[int(found.segment[i])].segment.scene(int(found.scene[i])),
                int(found.tier[i]),
                float(found.score[i]),
            )
            for i in chosen
        )
        facets = {name: self._facet(name, found) for name in request.facets}
        return Answer(len(found.scene), candidates, facets, tuple(expansions.notes))

    def count(self, part: Part, kinds: tuple[SceneKind, ...]) -> int:
        expansions = Expansions(self._vocabulary)
        return sum(
            int(np.count_nonzero(evaluate(part, postings, expansions) & postings.universe(kinds)))
            for postings in self._segments
        )

    def stems_of(self, word: str) -> tuple[str, ...]:
        known = self._known_stems(word)
        if known:
            return tuple(sorted(known))
        # Only now is the stemmer needed, whose import takes longer than most answers.
        return stems(word, {work.language for work in self._snapshot.works} or {NO_LANGUAGE})

    def _known_stems(self, word: str) -> set[str]:
        return {each for postings in self._segments for each in postings.segment.stems_of_surface(word)}

    def surfaces_of(self, stems: tuple[str, ...], language: str) -> frozenset[str]:
        key = (stems, language.partition("-")[0] if len(self._languages) > 1 else "")
        if key not in self._surfaces:
            if len(self._surfaces) >= _MOST_SURFACES:
                self._surfaces.clear()
            self._surfaces[key] = self._found_surfaces(*key)
        return self._surfaces[key]

    def _found_surfaces(self, stems: tuple[str, ...], language: str) -> frozenset[str]:
        """As `surfaces_of`; language "" where the library has but one."""
        found = frozenset(
            surface for postings in self._segments for each in stems for surface in postings.segment.surfaces(each)
        )
        if not language:
            return found
        # "was" is a form of "be" in English and of nothing in Dutch. Most words have one stem in all their languages.
        return frozenset(
            word for word in found if {*self._known_stems(word)} <= {*stems} or stem(word, language) in stems
        )

    @cached_property
    def _languages(self) -> frozenset[str]:
        return frozenset(work.language.partition("-")[0] for work in self._snapshot.works)

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

    def _tiers(self, plan: Plan, expansions: Expansions) -> list[NDArray[np.int8]]:
        """For each segment int8[scenes]: the tier of each scene, -1 for none."""
        universes = [postings.universe(plan.kinds) for postings in self._segments]
        tiers = [np.full(len(postings), -1, np.int8) for postings in self._segments]
        anything = False
        for number, tier in enumerate(plan.tiers):
            if tier.last_resort and anything:
                continue
            for postings, universe, own in zip(self._segments, universes, tiers, strict=True):
                matched = evaluate(tier.part, postings, expansions) & universe & (own < 0)
                own[matched] = number
                anything = anything or bool(matched.any())
        return tiers

    def _found(self, plan: Plan, tiers: list[NDArray[np.int8]]) -> _Found:
        scenes = [np.flatnonzero(own >= 0) for own in tiers]
        weights = [self._weight(sequence) for sequence in plan.scored] if any(map(len, scenes)) else []
        segment, tier, score = [], [], []
        for postings, own, found in zip(self._segments, tiers, scenes, strict=True):
            segment.append(np.full(len(found), postings.number, np.int64))
            tier.append(own[found].astype(np.int64))
            sums = np.zeros(len(found))
            if len(found):
                for sequence, weight in zip(plan.scored, weights, strict=True):
                    sums += self._scores(postings, sequence, weight, found)
            score.append(sums)
        # Rounded, so that no order of adding the same terms makes a difference.
        rounded = np.concatenate([*score, np.empty(0)]).round(5)
        return _Found(_joined(segment), _joined(scenes), _joined(tier), rounded)

    def _weight(self, sequence: Sequence) -> float:
        """The inverse document frequency of a single word (or of all its stems), over all segments."""
        slot, level = sequence.slots[0], sequence.level
        holding = sum(postings.scene_frequency(slot, level) for postings in self._segments)
        scenes = sum(postings.living for postings in self._segments)
        return float(np.log1p((scenes - holding + 0.5) / (holding + 0.5)))

    def _scores(
        self, postings: SegmentPostings, sequence: Sequence, weight: float, found: I64
    ) -> NDArray[np.floating[Anything]]:
        """float[len(found)]: what the word adds to the score of each scene found.

        For many scenes an array over all of them is made once and kept: an OR of four common words takes 0.2 ms with it
        and 6 ms without. For few it would only push others out of the cache.
        """
        slot, level = sequence.slots[0], sequence.level
        if len(found) < len(postings) // 16:
            counts = postings.counts_in(slot, level, found)
            return self._bm25(weight, counts, postings.segment.scene_lengths[found])
        impacts = self._cache.get(
            (postings.number, level, slot, "impacts"),
            lambda: self._bm25(weight, postings.counts(slot, level), postings.segment.scene_lengths),
        )
        return impacts[found]

    def _bm25(self, weight: float, counts: NDArray[Anything], lengths: NDArray[Anything]) -> NDArray[np.float32]:
        norms = _K1 * (1 - _B + _B * lengths / self._average_length)
        return (weight * counts * (_K1 + 1) / (counts + norms)).astype(np.float32)

    @cached_property
    def _average_length(self) -> float:
        scenes = sum(postings.living for postings in self._segments)
        lengths = (postings.segment.scene_lengths[postings.alive] for postings in self._segments)
        terms = sum(int(own.sum(dtype=np.int64)) for own in lengths)
        return max(1.0, terms / max(1, scenes))

    def _chosen(self, found: _Found, request: Request) -> NDArray[np.intp]:
        """Indices into `found` of the page asked for, in its order. Ties go by work and place, so that pages agree."""
        end = request.offset + request.limit
        pool: NDArray[np.intp] = np.arange(len(found.scene))
        relevance = request.sort is Sort.RELEVANCE
        if relevance and 0 < end < len(pool) // 4:
            # One number that sorts as (tier, score): BM25 sums stay far below a million.
            key = found.tier * 1e6 - found.score
            pool = np.flatnonzero(key <= np.partition(key, end - 1)[end - 1])
        of = self._global_works(found)[pool]
        place = np.empty(len(pool), np.int64)
        for postings in self._segments:
            own = found.segment[pool] == postings.number
            place[own] = postings.segment.scene_orders[found.scene[pool][own]]
        works = self._snapshot.works
        by_id = self._ranks_by_id[of]
        if relevance:
            order = np.lexsort((place, by_id, -found.score[pool], found.tier[pool]))
        else:
            order = np.lexsort((place, by_id, _ranks([_sort_key(request.sort, work) for work in works])[of]))
        return pool[order[request.offset : end]]

    @cached_property
    def _ranks_by_id(self) -> I64:
        return _ranks([work.id for work in self._snapshot.works])

    def _global_works(self, found: _Found) -> I64:
        """int64[n]: the work of each scene found, as an index into the snapshot's works."""
        of = np.empty(len(found.scene), np.int64)
        for postings, numbers in zip(self._segments, self._snapshot.work_numbers, strict=True):
            own = found.segment == postings.number
            of[own] = numbers[postings.segment.scene_works[found.scene[own]]]
        return of

    def _facet(self, name: str, found: _Found) -> tuple[FacetCount, ...]:
        works = self._snapshot.works
        scenes = np.bincount(self._global_works(found), minlength=len(works))
        counts: Counter[str] = Counter()
        for index in np.flatnonzero(scenes):
            for value in dict.fromkeys(_facet_values(name, works[index])):
                counts[value] += int(scenes[index])
        commonest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_KEPT_FACET_VALUES]
        return tuple(FacetCount(value, count) for value, count in commonest)


def _joined(arrays: list[NDArray[np.int64]]) -> I64:
    return np.concatenate([*arrays, np.empty(0, np.int64)])


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
