"""Scores a wildcard or a misspelt word: each word that it stands for is a term of BM25 by itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property

import numpy as np

from fabula.index.array_types import F64, I64
from fabula.index.budget import check
from fabula.search.engine.evaluate import Evaluation
from fabula.search.plan import Expansion, PatternKind, PhraseClause
from fabula.search.postings.array_cache import NamedArrays
from fabula.search.postings.word_counts import WordCounts, word_counts
from .collection import Collection, impact

# Pairs of a word and a scene that are scored at once: 20 ms. A wildcard has ten million in a gigabyte of text.
_PAIRS_AT_ONCE = 1 << 20
# What a word is worth that differs from the one typed by as many letters as that has. More than nothing, so that every
# scene found has a score.
_MIN_LIKENESS = 0.1


class ExpandedWord:
    """One expansion of a query in all segments.

    A term's weight is its inverse document frequency, bounded: rare words would count most, and most rare words of an
    expansion are misprints. None counts for more than the word that was typed; where the library lacks that, and for a
    wildcard, none counts for more than the median match. A misspelt word counts for the less the more letters differ.
    """

    def __init__(
        self, phrase: PhraseClause, evaluations: Sequence[Evaluation], collection: Collection, cache: NamedArrays
    ) -> None:
        """`phrase` is one word with an expansion; `evaluations` are those of all segments, in their order."""
        assert phrase.expansion is not None
        self._phrase = phrase
        self._expansion = phrase.expansion
        self._evaluations = evaluations
        self._collection = collection
        self._cache = cache

    def impacts(self, evaluation: Evaluation) -> F64:
        """float64[scenes]: what its words add to the score of each scene of the segment. Cached as those of words."""
        key = (evaluation.view.number, self._phrase.alternatives, self._phrase.scope, self._expansion.edits, "impacts")
        return self._cache.get(key, lambda: self._sum(evaluation))

    def _sum(self, evaluation: Evaluation) -> F64:
        words, scenes, counts = self._counts[evaluation.view.number]
        norms = self._collection.norms(evaluation.view)
        sums = np.zeros(len(evaluation.view))
        for begin in range(0, len(words), _PAIRS_AT_ONCE):
            check()
            part = slice(begin, begin + _PAIRS_AT_ONCE)
            scores = impact(self._weights[words[part]], counts[part], norms[scenes[part]])
            sums += np.bincount(scenes[part], scores, len(sums))
        return sums

    @cached_property
    def _counts(self) -> list[WordCounts]:
        words, scope = self._expansion.words, self._phrase.scope
        return [word_counts(evaluation.lookup, words, scope) for evaluation in self._evaluations]

    @cached_property
    def _weights(self) -> F64:
        """float64[words]"""
        frequencies = np.zeros(len(self._expansion.words), np.int64)
        for counts, evaluation in zip(self._counts, self._evaluations, strict=True):
            living = counts.words[evaluation.view.alive[counts.scenes]]
            frequencies += np.bincount(living, minlength=len(frequencies))
        rarities = np.array([self._collection.inverse_frequency(scenes) for scenes in frequencies.tolist()])
        weights: F64 = np.minimum(rarities, _bound(rarities, frequencies, self._expansion)) * _likeness(self._expansion)
        return weights


def _bound(rarities: F64, frequencies: I64, expansion: Expansion) -> float:
    """The most that a word may count."""
    if expansion.edits and expansion.pattern.kind is PatternKind.FUZZY and not expansion.edits[0] and frequencies[0]:
        return float(rarities[0])
    # Half of all matches are of words that are at least as common.
    order = np.argsort(rarities)
    matches = np.cumsum(frequencies[order])
    return float(rarities[order[np.searchsorted(matches, matches[-1] / 2)]]) if len(order) else 0.0


def _likeness(expansion: Expansion) -> F64:
    """float64[words], above 0 to 1: how much of the typed word each of its words has."""
    letters = max(1, len(expansion.pattern.text))
    likeness: F64 = np.maximum(1 - np.array(expansion.edits, np.float64) / letters, _MIN_LIKENESS)
    return likeness
