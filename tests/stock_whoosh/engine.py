"""Evaluates plans over stock Whoosh: each posting list is read once into numpy arrays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import replace
from functools import reduce
from typing import Any as Anything
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.analysis import is_emoji, stems, words
from fabula.index.codec.speech import CastMember
from fabula.index.model import SceneKind, WorkRecord
from fabula.index.work_fields import WORK_FIELDS
from fabula.search.engine.passages import weights_of
from fabula.search.engine.protocol import (
    FULL_EFFORT,
    Answer,
    Candidate,
    CandidatePassages,
    Effort,
    LibrarySize,
    Passage,
    Request,
    SpeechCoverage,
)
from fabula.search.engine.ranking.ranked_scenes import RankedScenes
from fabula.search.matching.scene_terms import SceneTerms
from fabula.search.matching.verbatim import verbatim_runs
from fabula.search.matching.word_patterns import expand
from fabula.search.plan import (
    EVERYWHERE,
    And,
    Condition,
    Everything,
    Expansion,
    Level,
    Narrowing,
    Not,
    Nothing,
    Or,
    Part,
    Pattern,
    PatternKind,
    PhraseClause,
    Plan,
)
from fabula.search.results import FacetCount, Sort
from .schema import LEXICAL_FIELDS, WORD_FIELDS
from .store import WhooshStore

__all__ = ["WhooshEngine"]

# Okapi BM25 (Robertson and Zaragoza, 2009) with the customary constants.
_K1 = 1.2
_B = 0.75
# The commonest word of 77 MB of novels takes 3 MB.
_MAX_CACHED_POSTINGS = 256
_MAX_FACET_VALUES = 50

_Documents = NDArray[np.int64]
_EMPTY: _Documents = np.empty(0, np.int64)


class _Posting(NamedTuple):
    """The documents of a term, ascending; `positions[i]` are its uint32 positions in documents[i], ascending."""

    documents: _Documents
    positions: list[NDArray[np.uint32]]


class _WhooshSceneView:
    """See `SceneView`."""

    utterances = ()

    def __init__(self, engine: WhooshEngine, document: int) -> None:
        self._engine, self._document = engine, document
        with engine._store.lock:
            self.scene = engine._store.scene_at(document)
            self.work = engine._store.works()[self.scene.work_id]
        counts = [len(words(self.scene.text[start:end])) for start, end, _ in self.scene.paragraphs]
        self.paragraph_starts = [sum(counts[:index]) for index, count in enumerate(counts) if count]

    def positions(self, alternatives: tuple[str, ...], level: Level) -> NDArray[np.int64]:
        with self._engine._store.lock:
            postings = [self._engine._posting(level.value, term) for term in alternatives]
        return _positions_in(postings, self._document)

    @property
    def emoji(self) -> NDArray[np.int64]:
        return np.array([at for at, word in enumerate(words(self.scene.text)) if is_emoji(word)], np.int64)

    def any_of(self, words: Sequence[tuple[tuple[str, ...], Level]]) -> tuple[NDArray[np.int64], bool]:
        pieces = [self.positions(*word) for word in words]
        return np.unique(np.concatenate(pieces)), all(map(len, pieces))


class WhooshEngine:
    """See `Engine`. Documents are Whoosh's document numbers. It has no speech."""

    speech_coverage = SpeechCoverage(0, 0)

    def works_without_speakers(self) -> int:
        return 0

    def cast(self, work_id: str) -> tuple[CastMember, ...]:
        return ()

    def casts(self) -> dict[str, tuple[CastMember, ...]]:
        return {}

    def __init__(self, store: WhooshStore) -> None:
        self._store = store
        self._reader = store.reader
        self._postings: dict[tuple[str, str], _Posting] = {}
        self._works_of: NDArray[np.int64] | None = None

    def remembering(self) -> AbstractContextManager[None]:
        return nullcontext()

    def ranked(self, plan: Plan, request: Request) -> RankedScenes:
        answer = self.answer(plan, replace(request, limit=1_000_000, offset=0))
        segments, numbers, tiers, scores = zip(*(candidate[:4] for candidate in answer.candidates), strict=True)
        return RankedScenes(
            answer.total,
            answer.by_tier,
            np.array(segments, np.uint32),
            np.array(numbers, np.uint32),
            np.array(tiers, np.uint16),
            np.array(scores, np.float64),
        )

    def answer(self, plan: Plan, request: Request) -> Answer:
        with self._store.lock:
            documents, tiers = self._tiers(plan)
            scores = self._scores(plan.scored, documents)
            order = self._order(documents, tiers, scores, request.sort)
            chosen = order[request.offset : request.offset + request.limit]
            candidates = tuple(Candidate(0, int(documents[i]), int(tiers[i]), float(scores[i])) for i in chosen)
            facets = {name: self._facet(name, documents) for name in request.facets}
            by_tier = tuple(int(count) for count in np.bincount(tiers, minlength=len(plan.tiers)))
        return Answer(len(documents), by_tier, candidates, facets)

    def read(self, candidate: Candidate) -> _WhooshSceneView:
        return _WhooshSceneView(self, candidate.number)

    def read_scene(self, scene_id: str) -> _WhooshSceneView:
        with self._store.lock:
            return _WhooshSceneView(self, int(self._posting("id", scene_id).documents[0]))

    def count(self, part: Part, kinds: tuple[SceneKind, ...]) -> int:
        with self._store.lock:
            return len(np.intersect1d(self._evaluate(part), self._universe(kinds), assume_unique=True))

    @property
    def size(self) -> LibrarySize:
        with self._store.lock:
            words = int(self._reader.field_length(Level.SURFACE.value))
            return LibrarySize(words, int(self._reader.doc_count_all()))

    def frequency(self, alternatives: tuple[str, ...], level: Level) -> int:
        with self._store.lock:
            postings = [self._posting(level.value, text) for text in alternatives]
            return sum(len(positions) for posting in postings for positions in posting.positions)

    def rarity(self, alternatives: tuple[str, ...], level: Level) -> float:
        count = self.frequency(alternatives, level)
        with self._store.lock:
            return float(np.log1p(self._reader.field_length(Level.SURFACE.value) / max(1, count)))

    def stems_of(self, word: str) -> tuple[str, ...]:
        return stems(word, {work.language for work in self._store.works().values()})

    def has_word(self, word: str) -> bool:
        return self.scenes_with((word,)) > 0

    def scenes_with(self, words: tuple[str, ...]) -> int:
        return self.count(PhraseClause(tuple((word,) for word in words), Level.SURFACE), tuple(SceneKind))

    def spellings_of(self, field: str, value: str) -> tuple[str, ...]:
        """It knows of no copies."""
        return ()

    def words_like(self, pattern: Pattern) -> Expansion:
        with self._store.lock:
            return expand(
                pattern,
                lambda prefix: [text for text, _ in self._vocabulary(prefix)],
                lambda prefix: dict(self._vocabulary(prefix)),
            )

    def has_expanded(self, pattern: Pattern) -> bool:
        return True

    def forms_of(self, stems: tuple[str, ...]) -> frozenset[str]:
        with self._store.lock:
            vocabulary = [text for text, _ in self._vocabulary("")]
        return frozenset(text for text in vocabulary if not set(stems).isdisjoint(self.stems_of(text)))

    def passages(
        self, words: Sequence[tuple[str, ...]], limit: int, within: Narrowing = EVERYWHERE, effort: Effort = FULL_EFFORT
    ) -> CandidatePassages:
        """Try every window of a scene that begins at a word of the quote, and keep the best of each scene."""
        with self._store.lock:
            lists = [[self._posting(Level.STEM.value, stem) for stem in word] for word in words]
            frequencies = [
                sum(len(positions) for posting in postings for positions in posting.positions) for postings in lists
            ]
            size = max(1, self._reader.field_length(Level.SURFACE.value))
            weights = weights_of(frequencies, size)
            passages = []
            scenes = np.intersect1d(self._evaluate(within.part), self._universe(within.kinds), assume_unique=True)
            for document in scenes.tolist():
                positions = [_positions_in(postings, document).tolist() for postings in lists]
                length = self._reader.doc_field_length(document, Level.SURFACE.value, 1)
                reach = 2 * len(words) + 8
                masses = []
                for at in sorted({position for word in positions for position in word}):
                    is_near = [any(0 <= position - at < reach for position in word) for word in positions]
                    masses.append((float(np.dot(is_near, weights)), -at))
                if masses:
                    mass, at = max(masses)
                    first, last = max(0, -at - len(words)), min(length - 1, -at + 3 * len(words) + 8)
                    passages.append(Passage(0, document, first, last, float(mass)))
        passages.sort(key=lambda passage: -passage.mass)
        return CandidatePassages(tuple(map(float, weights)), tuple(passages[:limit]), size)

    def nearest(self, word: str, limit: int) -> tuple[str, ...]:
        from rapidfuzz.distance import OSA

        with self._store.lock:
            close: list[tuple[int, int, str]] = []
            for text, frequency in self._vocabulary(""):
                edits = OSA.distance(word, text, score_cutoff=2)
                if 0 < edits <= min(2, len(word) // 2):
                    close.append((edits, -frequency, text))
        return tuple(text for _, _, text in sorted(close)[:limit])

    def _tiers(self, plan: Plan) -> tuple[_Documents, NDArray[np.int64]]:
        """The documents that match, ascending, and the tier of each."""
        universe = self._universe(plan.kinds)
        documents, tiers = _EMPTY, _EMPTY
        for index, tier in enumerate(plan.tiers):
            if tier.last_resort and len(documents):
                continue
            matched = np.intersect1d(self._evaluate(tier.part), universe, assume_unique=True)
            fresh = np.setdiff1d(matched, documents, assume_unique=True)
            documents = np.concatenate([documents, fresh])
            tiers = np.concatenate([tiers, np.full(len(fresh), index, np.int64)])
            order = np.argsort(documents, kind="stable")
            documents, tiers = documents[order], tiers[order]
        return documents, tiers

    def _evaluate(self, part: Part) -> _Documents:
        """Documents, ascending and distinct, of any kind, that `part` matches."""
        match part:
            case PhraseClause():
                return self._occurrences(part)[0]
            case Condition():
                return self._condition(part)
            case Everything():
                return self._universe(tuple(SceneKind))
            case Nothing():
                return _EMPTY
            case And(parts):
                # Not ordered by cost: postings are cached, so the next query pays nothing.
                return _intersection(self._evaluate(child) for child in parts)
            case Or(parts):
                return _union(self._evaluate(child) for child in parts)
            case Not(child):
                return np.setdiff1d(self._universe(tuple(SceneKind)), self._evaluate(child), assume_unique=True)

    def _universe(self, kinds: tuple[SceneKind, ...]) -> _Documents:
        return _union(self._posting("kind", kind.value).documents for kind in kinds)

    def _occurrences(self, phrase: PhraseClause) -> tuple[_Documents, _Documents]:
        """The documents that have the phrase, ascending, and how often."""
        words = [[self._posting(phrase.level.value, term) for term in slot] for slot in phrase.alternatives]
        documents, counts = self._in_order(words, phrase.slop)
        if not phrase.verbatim:
            return documents, counts
        texts = (self._store.scene_at(int(document)).text for document in documents)
        is_verbatim = np.array([any(verbatim_runs(phrase, SceneTerms.of_text(text))) for text in texts], bool)
        return documents[is_verbatim], counts[is_verbatim]

    def _in_order(self, words: list[list[_Posting]], slop: int) -> tuple[_Documents, _Documents]:
        """The documents that have the words in order with at most `slop` others between them, and how often."""
        documents = _intersection(_union(posting.documents for posting in word) for word in words)
        counts = np.array(
            [_count_runs([_positions_in(word, int(document)) for word in words], slop) for document in documents],
            np.int64,
        )
        return documents[counts > 0], counts[counts > 0]

    def _condition(self, condition: Condition) -> _Documents:
        name = condition.field
        if condition.exact:
            values_of = WORK_FIELDS[name].values
            return self._of_works(w.id for w in self._store.works().values() if condition.exact in values_of(w))
        if name in WORD_FIELDS:
            return self._in_order([[self._posting(name, term)] for term in condition.terms], 0)[0]
        if name == "work":
            return self._posting("work", condition.low).documents
        if name == "words":
            works = self._store.works().values()
            low, high = int(condition.low or 0), int(condition.high or 2**62)
            return self._of_works(work.id for work in works if low <= work.words <= high)
        assert name in LEXICAL_FIELDS
        values = [value.decode("utf-8", "replace") for value in self._reader.lexicon(name)]
        if name == "lang":
            # "en" is all English; "en-gb" is that alone.
            wanted = [v for v in values if v == condition.low or v.startswith(f"{condition.low}-")]
        else:
            # "2017" as an upper bound includes all of 2017.
            last = f"{condition.high}\uffff" if condition.high else "\uffff"
            wanted = [v for v in values if condition.low <= v <= last]
        return _union(self._posting(name, value).documents for value in wanted)

    def _of_works(self, ids: Iterator[str]) -> _Documents:
        return _union(self._posting("work", work).documents for work in ids)

    def _vocabulary(self, prefix: str) -> Iterator[tuple[str, int]]:
        """The folded words that begin with `prefix`, in order, with the number of scenes that have them."""
        start = prefix.encode()
        for (name, text), info in self._reader.iter_from(Level.SURFACE.value, start):
            if name != Level.SURFACE.value or not text.startswith(start):
                return
            yield text.decode(), info.doc_frequency()

    def _posting(self, field: str, term: str) -> _Posting:
        key = (field, term)
        if key not in self._postings:
            if len(self._postings) >= _MAX_CACHED_POSTINGS:
                self._postings.pop(next(iter(self._postings)))
            self._postings[key] = self._read(field, term)
        return self._postings[key]

    def _read(self, field: str, term: str) -> _Posting:
        encoded = term.encode()
        # Whoosh writes a term's length in 16 bits and fails over longer ones.
        if len(encoded) > 60_000 or (field, encoded) not in self._reader:
            return _Posting(_EMPTY, [])
        matcher = self._reader.postings(field, encoded)
        documents: list[int] = []
        positions: list[NDArray[np.uint32]] = []
        with_positions = field in (*WORD_FIELDS, Level.SURFACE.value, Level.STEM.value)
        while matcher.is_active():
            documents.append(matcher.id())
            if with_positions:
                positions.append(np.frombuffer(matcher.value(), "<u4"))
            matcher.next()
        return _Posting(np.array(documents, np.int64), positions)

    def _scores(self, scored: tuple[PhraseClause, ...], matches: _Documents) -> NDArray[np.float64]:
        """BM25 of each document in `matches`, over the words and phrases in `scored`."""
        scores = np.zeros(len(matches))
        if not len(matches):
            return scores
        count = max(1, self._reader.doc_count())
        average = max(1.0, self._reader.field_length(Level.SURFACE.value) / count)
        lengths = np.array([self._reader.doc_field_length(int(doc), Level.SURFACE.value, 1) for doc in matches])
        norms = _K1 * (1 - _B + _B * lengths / average)
        for clause in scored:
            if clause.expansion is not None:
                scores += self._expanded_scores(clause.expansion, matches, norms, count)
                continue
            documents, counts = self._occurrences(clause)
            _, in_matches, in_documents = np.intersect1d(matches, documents, assume_unique=True, return_indices=True)
            frequencies = np.zeros(len(matches))
            frequencies[in_matches] = counts[in_documents]
            weight = np.log1p((count - len(documents) + 0.5) / (len(documents) + 0.5))
            scores += weight * frequencies * (_K1 + 1) / (frequencies + norms)
        return scores

    def _expanded_scores(
        self, expansion: Expansion, matches: _Documents, norms: NDArray[np.float64], count: int
    ) -> NDArray[np.float64]:
        """Each word by itself; none has more weight than the word typed, or than the median match."""
        scores = np.zeros(len(matches))
        words = [self._occurrences(PhraseClause(((word,),), Level.SURFACE)) for word in expansion.words]
        sizes = np.array([len(documents) for documents, _ in words])
        if not sizes.any():
            return scores
        rarities = np.log1p((count - sizes + 0.5) / (sizes + 0.5))
        is_typed = expansion.pattern.kind is PatternKind.FUZZY and not expansion.edits[0] and sizes[0]
        bound = rarities[0] if is_typed else sorted(np.repeat(rarities, sizes).tolist())[(sizes.sum() - 1) // 2]
        for (documents, counts), rarity, edits in zip(words, rarities, expansion.edits, strict=True):
            frequencies = np.zeros(len(matches))
            is_match = np.isin(documents, matches)
            frequencies[np.searchsorted(matches, documents[is_match])] = counts[is_match]
            weight = min(rarity, bound) * max(1 - edits / len(expansion.pattern.text), 0.1)
            scores += weight * frequencies * (_K1 + 1) / (frequencies + norms)
        return scores

    def _order(
        self, matches: _Documents, tiers: NDArray[np.int64], scores: NDArray[np.float64], sort: Sort
    ) -> NDArray[np.intp]:
        """Indices into `matches`, best first. Ties are in order of works and scenes, so that all pages agree."""
        if not len(matches):
            return np.empty(0, np.intp)
        works = list(self._store.works().values())
        work_indices = self._work_indices()[matches]
        scene_orders = self._scene_orders(matches)
        by_id = _ranks([work.id for work in works])[work_indices]
        if sort is Sort.RELEVANCE:
            # Rounded, so that the order of adding the same terms makes no difference.
            return np.lexsort((scene_orders, by_id, -scores.round(9), tiers))
        primary = _ranks([_sort_key(sort, work) for work in works])[work_indices]
        return np.lexsort((scene_orders, by_id, primary))

    def _work_indices(self) -> NDArray[np.int64]:
        """For each document number the index of its work in the store's order."""
        if self._works_of is None:
            self._works_of = np.zeros(self._reader.doc_count_all(), np.int64)
            for index, work in enumerate(self._store.works()):
                self._works_of[self._read("work", work).documents] = index
        return self._works_of

    def _scene_orders(self, documents: _Documents) -> NDArray[np.int64]:
        column: Anything = self._reader.column_reader("order")
        return np.array([column[int(document)] for document in documents], np.int64)

    def _facet(self, name: str, matches: _Documents) -> tuple[FacetCount, ...]:
        counts: Counter[str] = Counter()
        works = list(self._store.works().values())
        if len(matches):
            scenes = np.bincount(self._work_indices()[matches], minlength=len(works))
            for index in np.flatnonzero(scenes):
                for value in _facet_values(name, works[index]):
                    counts[value] += int(scenes[index])
        commonest = sorted(counts.items(), key=lambda item: (-item[1], item[0]))[:_MAX_FACET_VALUES]
        return tuple(FacetCount(value, count) for value, count in commonest)


def _facet_values(name: str, work: WorkRecord) -> tuple[str, ...]:
    metadata = work.metadata
    values = {
        "author": work.authors,
        "fandom": metadata.fandoms,
        "relationship": metadata.relationships,
        "character": metadata.characters,
        "tag": metadata.tags,
        "rating": (metadata.rating,),
        "warning": metadata.warnings,
        "category": metadata.categories,
        "series": (metadata.series, *metadata.more_series),
        "lang": (work.language,),
        "work": (work.id,),
    }[name]
    return tuple(dict.fromkeys(value for value in values if value))


def _sort_key(sort: Sort, work: WorkRecord) -> tuple[object, ...]:
    title = work.title.casefold()
    if sort is Sort.TITLE:
        return (title,)
    if sort is Sort.AUTHOR:
        return (tuple(author.casefold() for author in work.authors), title)
    if sort is Sort.LENGTH:
        return (-work.words,)
    date = work.metadata.updated or work.metadata.published
    # Latest first, works without a date last: negative code points reverse the order.
    return (not date, tuple(-ord(character) for character in date))


def _ranks(keys: list[Anything]) -> NDArray[np.int64]:
    """For each key its index among the sorted distinct keys."""
    index_of = {key: index for index, key in enumerate(sorted(set(keys)))}
    return np.array([index_of[key] for key in keys], np.int64)


def _union(arrays: Iterator[_Documents]) -> _Documents:
    return reduce(np.union1d, arrays, _EMPTY)


def _intersection(arrays: Iterator[_Documents]) -> _Documents:
    common: _Documents | None = None
    for array in arrays:
        common = array if common is None else np.intersect1d(common, array, assume_unique=True)
        if not len(common):
            break
    return _EMPTY if common is None else common


def _positions_in(postings: list[_Posting], document: int) -> NDArray[np.int64]:
    """Ascending: the positions in `document` of any of the postings."""
    pieces = []
    for posting in postings:
        index = int(np.searchsorted(posting.documents, document))
        if index < len(posting.documents) and posting.documents[index] == document:
            pieces.append(posting.positions[index])
    return np.unique(np.concatenate([*pieces, np.empty(0, np.int64)])).astype(np.int64)


def _count_runs(words: list[NDArray[np.int64]], slop: int) -> int:
    """The number of positions of the first word from which a run has all words in order, with at most `slop` others.

    From each of them, the nearest next positions end soonest, so only those are checked.
    """
    if slop == 0:
        starts = words[0]
        for index, positions in enumerate(words[1:], 1):
            starts = starts[np.isin(starts, positions - index)]
        return len(starts)
    first = last = words[0]
    for positions in words[1:]:
        index = np.searchsorted(positions, last, side="right")
        exists = index < len(positions)
        first, last = first[exists], positions[index[exists]]
    return int(np.count_nonzero(last - first <= len(words) - 1 + slop))
