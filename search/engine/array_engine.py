"""Evaluates plans over segments: masks for what matches, dense arrays for scores, a partition for the top."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import count as numbers_from
from math import log1p
from threading import local

import numpy as np

from fabula.index.analysis import NO_LANGUAGE, stems
from fabula.index.array_types import Mask
from fabula.index.budget import check
from fabula.index.codec.speech import CastMember
from fabula.index.model import SceneKind
from fabula.index.store.snapshot import Snapshot
from fabula.search.engine.ranking.bm25 import Scoring
from fabula.search.engine.ranking.collection import Collection
from fabula.search.engine.ranking.ranked_scenes import RankedScenes
from fabula.search.engine.ranking.ranking import Found, Ranking
from fabula.search.engine.ranking.recent_found import RecentFound
from fabula.search.matching.word_patterns import expand, spelt_like
from fabula.search.plan import EVERYWHERE, Everything, Expansion, Level, Narrowing, Part, Pattern, PhraseClause, Plan
from fabula.search.postings.array_cache import ArrayCache, NamedArrays
from fabula.search.postings.lookup import PostingLookup
from fabula.search.postings.mapped_pages import MappedPages
from fabula.search.postings.segment_view import SegmentView
from fabula.search.postings.speech_coordinates import SpeechCoordinates
from fabula.search.postings.vocabulary import Vocabulary, frequencies_with, words_with
from fabula.search.results import FacetCount
from .author_names import NO_NAMES, AuthorNames, author_names
from .conditions import WorkGroups
from .evaluate import Evaluation
from .facets import FieldValues, scenes_of_works
from .protocol import (
    FULL_EFFORT,
    Answer,
    Candidate,
    CandidatePassages,
    Effort,
    LibrarySize,
    Request,
    SegmentMatches,
    SelectedScenes,
    SpeechCoverage,
)
from .pruning import prune
from .scene_view import SegmentSceneView
from .tier_matching import Shelf, match_tiers, shelves_of

# Decoded positions and scores, and term codes of one byte per position, for 1 GB of text, so that a process that serves
# so much has 300 MB. Positions then have 2 MB and are soon unpacked anew: half of the phrases take less than 1.9 ms,
# and less than 1.1 ms with 110 MB. Of less text more is cached: 77 MB of text use 34 MB.
_CACHE_BYTES = 210_000_000
_TERM_CODE_BYTES = 210_000_000
# Pages of the files, beyond what is resident when they are opened. With 1 GB of text 320 MB would stay.
_MAPPED_BYTES = 16_000_000
# Words of queries whose stems are kept.
_MAX_STEMMED_WORDS = 50_000
# Words or stems whose frequencies are kept: an estimate asks for each five times, and a sum over segments takes 3 µs.
_MAX_FREQUENCIES = 50_000
# Words spelt like one that the library lacks, of which the commonest are named.
_MAX_NEAREST_COMPARED = 64
# Wildcards and misspelt words that are kept with their words, up to 1,000 each: planning asks for each several times.
_MAX_EXPANSIONS = 64
# So that the scores of one are not taken for those of another: they share a cache.
_ENGINES = numbers_from(1)


class ArrayEngine:
    """See `Engine`. Over one commit; shared by threads without locks, as nothing it reads changes."""

    def __init__(self, snapshot: Snapshot) -> None:
        cache = ArrayCache(_CACHE_BYTES, _TERM_CODE_BYTES)
        self._stems: dict[str, tuple[str, ...]] = {}
        self._expansions: dict[Pattern, Expansion] = {}
        self._known_frequencies: dict[tuple[Level, tuple[str, ...]], int] = {}
        opened = snapshot.segments
        views: list[SegmentView] = []
        for number, entry in enumerate(opened):
            speech = None if entry.speech is None else SpeechCoordinates(entry.segment, entry.speech)
            views.append(SegmentView(number, entry.segment, entry.deleted, cache, speech))
        self._work_groups: list[dict[str, WorkGroups]] = [{} for _ in opened]
        layers = [entry.speech for entry in opened if entry.speech is not None]
        self._pages = MappedPages([*(entry.segment for entry in opened), *layers], _MAPPED_BYTES)
        self._begin(snapshot, views, cache.named(""))

    def _begin(self, snapshot: Snapshot, views: Sequence[SegmentView], scores: NamedArrays) -> None:
        """Set what depends on which works are deleted."""
        self._snapshot = snapshot
        self._scores = scores
        self._segments = [PostingLookup(view) for view in views]
        self._field_values: dict[str, FieldValues] = {}
        # Of each thread: the evaluations of the answer that it is at.
        self._remembered = local()
        self._collection = Collection(self._segments)
        self._ranking = Ranking(snapshot, views)
        self._recent = RecentFound()

    def over(self, snapshot: Snapshot) -> ArrayEngine:
        engine = object.__new__(ArrayEngine)
        for name in ("_stems", "_expansions", "_known_frequencies", "_work_groups", "_pages"):
            setattr(engine, name, getattr(self, name))
        views = [
            lookup.view.without(entry.deleted) for lookup, entry in zip(self._segments, snapshot.segments, strict=True)
        ]
        engine._begin(snapshot, views, self._scores.named(str(next(_ENGINES))))
        return engine

    @cached_property
    def vocabulary(self) -> Vocabulary:
        return Vocabulary.of([lookup.view.segment for lookup in self._segments])

    @cached_property
    def speech_coverage(self) -> SpeechCoverage:
        living = [entry.segment.work_count - len(entry.deleted) for entry in self._snapshot.segments]
        return SpeechCoverage(sum(entry.works_with_speech for entry in self._snapshot.segments), sum(living))

    def works_without_speakers(self) -> int:
        from fabula.index.dialogue.languages import has_speakers  # 20 ms, saved where nothing is missing

        return sum(not has_speakers(work.language) for work in self._snapshot.works if work.scenes)

    def casts(self) -> Mapping[str, Sequence[CastMember]]:
        return {
            entry.segment.work(number).id: cast
            for entry in self._snapshot.segments
            if entry.speech is not None
            for number, cast in enumerate(entry.speech.casts)
            if cast and number not in entry.deleted
        }

    def cast(self, work_id: str) -> tuple[CastMember, ...]:
        segment, number = self._snapshot.places.get(work_id, (-1, -1))
        layer = self._snapshot.segments[segment].speech if segment >= 0 else None
        return layer.cast(number) if layer is not None else ()

    def answer(self, plan: Plan, request: Request) -> Answer:
        found, facets = self._found(plan, request)
        if request.limit and found.total > request.offset + request.limit:
            self._recent.keep(plan, request.facets, found, facets)
        return self._ranking.answer(found, request, facets)

    def ranked(self, plan: Plan, request: Request) -> RankedScenes:
        found, facets = self._recent.take(plan, request.facets) or self._found(plan, request)
        return self._ranking.ranked(found, request, facets)

    def _found(self, plan: Plan, request: Request) -> tuple[Found, dict[str, tuple[FacetCount, ...]]]:
        """The scenes that match, and the facets that are asked for."""
        self._pages.keep_below()
        plan = prune(plan.opened(), self._segments)
        evaluations = self._evaluations()
        scoring = Scoring(plan.scored, evaluations, self._collection, self._scores)
        shelves = shelves_of(plan, evaluations)
        match_tiers(plan, evaluations, [*shelves.values()])
        facets = self._facets(request.facets, shelves) if request.facets else {}
        return Found(scoring, shelves[""].matches, len(plan.tiers)), facets

    def _facets(self, names: Sequence[str], shelves: Mapping[str, Shelf]) -> dict[str, tuple[FacetCount, ...]]:
        counts = {field: scenes_of_works(shelf.matches, self._snapshot) for field, shelf in shelves.items()}
        return {name: self._values_of(name).facet(counts.get(name, counts[""])) for name in names}

    def _values_of(self, field: str) -> FieldValues:
        values = self._field_values.get(field)
        if values is None:
            names = self._names if field == "author" else NO_NAMES
            values = self._field_values[field] = FieldValues.of(field, self._snapshot, names)
        return values

    @contextmanager
    def remembering(self) -> Iterator[None]:
        outer = getattr(self._remembered, "evaluations", None)
        self._remembered.evaluations = outer or self._new_evaluations()
        try:
            yield
        finally:
            self._remembered.evaluations = outer

    def _evaluations(self) -> list[Evaluation]:
        return getattr(self._remembered, "evaluations", None) or self._new_evaluations()

    def _new_evaluations(self) -> list[Evaluation]:
        return [
            Evaluation(lookup, work_groups)
            for lookup, work_groups in zip(self._segments, self._work_groups, strict=True)
        ]

    def read(self, candidate: Candidate) -> SegmentSceneView:
        return SegmentSceneView(self._segments[candidate.segment], candidate.number, self._snapshot)

    def read_scene(self, scene_id: str) -> SegmentSceneView:
        segment, number = self._snapshot.scene_place(scene_id)
        return SegmentSceneView(self._segments[segment], number, self._snapshot)

    def count(self, part: Part, kinds: tuple[SceneKind, ...]) -> int:
        evaluations = self._evaluations()
        return sum(len(evaluation.scenes(part, evaluation.view.universe(kinds))) for evaluation in evaluations)

    def rarity(self, alternatives: tuple[str, ...], level: Level) -> float:
        return log1p(self.size.words / max(1, self.frequency(alternatives, level)))

    @cached_property
    def size(self) -> LibrarySize:
        views = [lookup.view for lookup in self._segments]
        return LibrarySize(sum(view.end for view in views), sum(map(len, views)))

    def frequency(self, alternatives: tuple[str, ...], level: Level) -> int:
        key = (level, alternatives)
        frequency = self._known_frequencies.get(key)
        if frequency is None:
            if len(self._known_frequencies) >= _MAX_FREQUENCIES:
                self._known_frequencies.clear()
            frequency = sum(lookup.posting_list(alternatives, level).frequency for lookup in self._segments)
            self._known_frequencies[key] = frequency
        return frequency

    def stems_of(self, word: str) -> tuple[str, ...]:
        word_stems = self._stems.get(word)
        if word_stems is None:
            check()
            if len(self._stems) >= _MAX_STEMMED_WORDS:
                self._stems.clear()
            # The stemmer comes last: importing it takes longer than most answers.
            known = {stem for lookup in self._segments for stem in lookup.view.segment.stems_of_surface(word)}
            word_stems = tuple(sorted(known)) or stems(
                word, {work.language for work in self._snapshot.works} or {NO_LANGUAGE}
            )
            self._stems[word] = word_stems
        return word_stems

    def has_word(self, word: str) -> bool:
        return any(lookup.view.segment.terms_of_surface(word) for lookup in self._segments)

    def scenes_with(self, words: tuple[str, ...]) -> int:
        if len(words) == 1:
            return sum(lookup.posting_list(words, Level.SURFACE).scene_frequency for lookup in self._segments)
        return self.count(PhraseClause(tuple((word,) for word in words), Level.SURFACE), tuple(SceneKind))

    def spellings_of(self, field: str, value: str) -> tuple[str, ...]:
        return tuple(name for name in self._names.all_of(value) if name != value) if field == "author" else ()

    @cached_property
    def _names(self) -> AuthorNames:
        """Only facets and exact filters by author need it."""
        return author_names(self._snapshot)

    def words_like(self, pattern: Pattern) -> Expansion:
        expansion = self._expansions.get(pattern)
        if expansion is None:
            check(pattern)
            if len(self._expansions) >= _MAX_EXPANSIONS:
                self._expansions.clear()
            expansion = self._expansions[pattern] = expand(pattern, self._vocabulary, self._frequencies)
        return expansion

    def has_expanded(self, pattern: Pattern) -> bool:
        return pattern in self._expansions

    def forms_of(self, stems: tuple[str, ...]) -> frozenset[str]:
        return frozenset(
            word for lookup in self._segments for stem in stems for word in lookup.view.segment.surfaces(stem)
        )

    def passages(
        self, words: Sequence[tuple[str, ...]], limit: int, within: Narrowing = EVERYWHERE, effort: Effort = FULL_EFFORT
    ) -> CandidatePassages:
        # Here, not above: importing it takes 1 ms, and only quotes need it.
        from .passages import SearchedSegment, candidate_passages

        self._pages.keep_below()
        evaluations = self._evaluations()
        searched = [
            SearchedSegment(evaluation.lookup, self._scenes_within(evaluation, within), within.scope)
            for evaluation in evaluations
        ]
        return candidate_passages(searched, words, limit, effort, is_narrowed=within.part != Everything())

    def selected(self, within: Narrowing = EVERYWHERE) -> list[SelectedScenes]:
        return [
            SelectedScenes(evaluation.view, self._scenes_within(evaluation, within))
            for evaluation in self._evaluations()
        ]

    def matches(self, part: Part, kinds: tuple[SceneKind, ...]) -> list[SegmentMatches]:
        from .matches.all_matches import all_matches  # 1 ms, and no search needs it

        self._pages.keep_below()
        return all_matches(part, kinds, self._evaluations())

    def _scenes_within(self, evaluation: Evaluation, within: Narrowing) -> Mask:
        """bool[scenes]: those in which a quote is looked for."""
        universe = evaluation.view.universe(within.kinds)
        if isinstance(within.part, Everything):
            return universe
        mask = np.zeros(len(universe), bool)
        mask[evaluation.scenes(within.part, universe)] = True
        return mask

    def nearest(self, word: str, limit: int) -> tuple[str, ...]:
        by_edits: dict[int, list[str]] = {}
        for text, edits in spelt_like(word, self._words, min(2, len(word) // 2))[:_MAX_NEAREST_COMPARED]:
            if edits > 0:
                by_edits.setdefault(edits, []).append(text)
        nearest: list[str] = []
        for edits in sorted(by_edits):
            if len(nearest) < limit:
                nearest += self._commonest(by_edits[edits], limit - len(nearest))
        return tuple(nearest)

    def _commonest(self, words: Sequence[str], limit: int) -> list[str]:
        """Up to `limit` of the words, those in most scenes first, then by letters; none that is in no scene."""
        best: list[tuple[int, str]] = []
        # No word is in more scenes than it has positions: few need be unpacked to count their scenes.
        for most, word in sorted(((self.frequency((word,), Level.SURFACE), word) for word in words), reverse=True):
            if len(best) == limit and most < -best[-1][0]:
                break
            if scenes := self.scenes_with((word,)):
                best = sorted([*best, (-scenes, word)])[:limit]
        return [word for _, word in best]

    @cached_property
    def _words(self) -> list[str]:
        """The folded words of all segments, each once."""
        return self._words_with("")

    def _vocabulary(self, prefix: str) -> list[str]:
        """The folded words that begin with `prefix`, in order. Only the list of all of them is kept."""
        return self._words_with(prefix) if prefix else self._words

    def _frequencies(self, prefix: str) -> Counter[str]:
        return frequencies_with([lookup.view.segment for lookup in self._segments], prefix)

    def _words_with(self, prefix: str) -> list[str]:
        return words_with([lookup.view.segment for lookup in self._segments], prefix)
