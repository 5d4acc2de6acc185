"""Plans over segments of positions: masks for what matches, dense arrays for scores, a partition for the top."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np

from fabula.index.analysis import NO_LANGUAGE, stems
from fabula.index.array_types import Mask
from fabula.index.codec.speech import CastMember
from fabula.index.model import SceneKind
from fabula.index.store.snapshot import Snapshot
from fabula.search.matching.word_patterns import Expansions
from fabula.search.plan import Level, Part, PhraseClause, Plan
from fabula.search.postings.array_cache import ArrayCache
from fabula.search.postings.lookup import SegmentPostings
from fabula.search.postings.mapped_pages import MappedPages
from fabula.search.postings.speech_coordinates import SpeechCoordinates

from .bm25 import Collection, Scoring
from .evaluate import Evaluation
from .facets import facet
from .protocol import Answer, Candidate, CandidatePassages, Request, SpeechCoverage
from .pruning import NOTHING, pruned
from .ranking import Ranking, TierMatches
from .scene_postings import SegmentSceneView

__all__ = ["ArrayEngine"]

# Decoded positions and scores, and a byte a position (forward.py) for 1 GB of text, so that a process that serves so
# much has 300 MB. What is left then for positions, 2 MB, is soon unpacked anew: with 110 MB half of the phrases take
# less than 1.1 ms, with 2 MB less than 1.9. Of less text more is kept: of 77 MB 34 MB are used.
_BUDGET = 210_000_000
_TAKABLE = 210_000_000
# Pages of the files, beyond what is resident when they are opened. Over 1 GB of text 320 MB would stay.
_MAPPED = 16_000_000
# Words of queries whose stems are kept.
_MOST_STEMS = 50_000


class ArrayEngine:
    """See `Engine`. Over one commit; shared by threads without locks, for nothing it reads changes."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot
        cache = ArrayCache(_BUDGET, _TAKABLE)
        self._cache = cache
        self._stems: dict[str, tuple[str, ...]] = {}
        opened = self._snapshot.segments
        self._segments = [
            SegmentPostings(number, each.segment, each.deleted, cache) for number, each in enumerate(opened)
        ]
        for postings, each in zip(self._segments, opened, strict=True):
            if each.speech is not None:
                postings.spoken = SpeechCoordinates(each.segment, each.speech)
        self._collection = Collection(self._segments)
        self._ranking = Ranking(self._snapshot, self._segments)
        layers = [each.speech for each in opened if each.speech is not None]
        self._pages = MappedPages([*(each.segment for each in opened), *layers], _MAPPED)

    @cached_property
    def told(self) -> SpeechCoverage:
        living = [each.segment.work_count - len(each.deleted) for each in self._snapshot.segments]
        told = [each.speech is not None for each in self._snapshot.segments]
        return SpeechCoverage(sum(count for count, known in zip(living, told, strict=True) if known), sum(living))

    def casts(self) -> Mapping[str, Sequence[CastMember]]:
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
        by_tier = [0] * len(plan.tiers)
        for own in found:
            by_tier[own.tier] += len(own.scenes)
        total = sum(by_tier)
        shown, copies = found, None
        if request.fold and request.limit and self._snapshot.copies is not None:
            shown, copies = self._ranking.fold(scoring, found, request)
        page = self._ranking.page(scoring, shown, request) if total and request.limit else ()
        if copies is not None:
            page = tuple(each._replace(copies=copies.behind(each)) for each in page)
        facets = {name: facet(name, found, self._snapshot) for name in request.facets}
        folded = total - sum(len(own.scenes) for own in shown) if copies is not None else 0
        return Answer(total, tuple(by_tier), page, facets, tuple(expansions.notes), folded)

    def read(self, candidate: Candidate) -> SegmentSceneView:
        return SegmentSceneView(self._segments[candidate.segment], candidate.number)

    def read_scene(self, scene_id: str) -> SegmentSceneView:
        place, number = self._snapshot.scene_place(scene_id)
        return SegmentSceneView(self._segments[place], number)

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

    def passages(self, slots: Sequence[tuple[str, ...]], most: int) -> CandidatePassages:
        from .passages import candidate_passages

        self._pages.keep_below()
        return candidate_passages(self._segments, slots, most)

    def nearest(self, word: str, most: int) -> tuple[str, ...]:
        from rapidfuzz import process
        from rapidfuzz.distance import OSA

        allowed = min(2, len(word) // 2)
        close = process.extract(word, self._words, scorer=OSA.distance, score_cutoff=allowed, limit=64)
        ranked = [
            (edits, -self.count(PhraseClause(((text,),), Level.SURFACE), tuple(SceneKind)), text)
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

    def _found(self, plan: Plan, evaluations: list[Evaluation]) -> list[TierMatches]:
        """The scenes found, by tier, then segment. A scene is in the first tier that matches it."""
        found: list[TierMatches] = []
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
                    found.append(TierMatches(postings, number, scenes))
                    if number + 1 < len(plan.tiers):
                        if before is None:
                            before = seen[place] = np.zeros(len(postings), bool)
                        before[scenes] = True
        return found
