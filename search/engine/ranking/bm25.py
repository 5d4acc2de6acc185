"""How well does a scene fit a plan? Okapi BM25 over the segments of a commit."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from fabula.index.array_types import F64, I64
from fabula.index.budget import check
from fabula.search.engine.evaluate import Evaluation, Occurrences
from fabula.search.plan import PhraseClause
from fabula.search.postings.array_cache import NamedArrays
from fabula.search.postings.lookup import PostingLookup
from fabula.search.postings.segment_view import SegmentView
from .collection import Collection, impact
from .expanded_word import ExpandedWord

# If at least one scene in so many matches, a word's scores are computed for all scenes of the segment.
_DENSE_ONE_IN = 16


class Scoring:
    """The scores of one plan. `evaluations` are those of all segments, in their order."""

    def __init__(
        self,
        scored: Sequence[PhraseClause],
        evaluations: Sequence[Evaluation],
        collection: Collection,
        cache: NamedArrays,
    ) -> None:
        self._scored = scored
        self._evaluations = evaluations
        self._collection = collection
        self._cache = cache
        self._expanded_words: dict[PhraseClause, ExpandedWord] = {}

    @property
    def nbytes(self) -> int:
        """What the evaluations have found, in bytes."""
        return sum(evaluation.nbytes for evaluation in self._evaluations)

    def of(self, view: SegmentView, scenes: I64) -> F64:
        """float64[n]: the score of each of the scenes (ascending) of a segment."""
        evaluation = self._evaluations[view.number]
        sparse: F64 | None = None
        dense: F64 | None = None
        norms: F64 | None = None
        for phrase, weight in zip(self._scored, self._weights, strict=True):
            check(phrase)
            if phrase.expansion is not None:
                dense = _add(dense, self._expanded(phrase).impacts(evaluation))
                continue
            if phrase.is_word and len(scenes) * _DENSE_ONE_IN >= len(view):
                dense = _add(dense, self._impacts(evaluation.lookup, phrase, weight))
                continue
            if norms is None:
                norms = self._collection.norms(view).take(scenes)
            if phrase.is_word:
                counts = evaluation.lookup.posting_list(phrase.alternatives[0], phrase.level).counts_in(scenes)
            else:
                counts = _counts_in(evaluation.occurrences(phrase), scenes)
            sparse = _add(sparse, impact(weight, counts, norms))
        if dense is not None:
            sparse = _add(sparse, dense.take(scenes))
        return np.zeros(len(scenes)) if sparse is None else sparse

    @cached_property
    def _weights(self) -> list[float]:
        """The inverse document frequency of each word (or all forms of a stem) or phrase."""
        return [self._weight(phrase) for phrase in self._scored]

    def _expanded(self, phrase: PhraseClause) -> ExpandedWord:
        word = self._expanded_words.get(phrase)
        if word is None:
            word = ExpandedWord(phrase, self._evaluations, self._collection, self._cache)
            self._expanded_words[phrase] = word
        return word

    def _weight(self, phrase: PhraseClause) -> float:
        if phrase.expansion is not None:
            # Each of its words has a weight of its own.
            return 0.0
        if phrase.is_word:
            check(phrase)
            return self._collection.weight(phrase)
        living = 0
        for evaluation in self._evaluations:
            view, scenes = evaluation.view, evaluation.occurrences(phrase).scenes
            living += len(scenes) if view.living == len(view) else int(view.alive[scenes].sum())
        return self._collection.inverse_frequency(living)

    def _impacts(self, lookup: PostingLookup, word: PhraseClause, weight: float) -> F64:
        """float64[scenes]: what a word adds to the score of each scene of the segment.

        Cached for many scenes: an OR of four common words takes 0.2 ms with it and 6 ms without. For few scenes it
        would only push others out of the cache.
        """
        alternatives, level, view = word.alternatives[0], word.level, lookup.view
        return self._cache.get(
            (view.number, level, alternatives, "impacts"),
            lambda: impact(weight, lookup.posting_list(alternatives, level).counts(), self._collection.norms(view)),
        )


def _counts_in(occurrences: Occurrences, wanted: I64) -> I64:
    """int64[len(wanted)]: how often a phrase is in each of the scenes."""
    scenes, counts = occurrences
    if len(scenes) == len(wanted) and (scenes == wanted).all():
        return counts
    if not len(scenes):
        return np.zeros(len(wanted), np.int64)
    index = np.minimum(np.searchsorted(scenes, wanted), len(scenes) - 1)
    return np.where(scenes[index] == wanted, counts[index], 0)


def _add(sums: F64 | None, scores: F64) -> F64:
    return scores if sums is None else sums + scores
