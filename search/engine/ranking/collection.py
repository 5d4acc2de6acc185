"""The statistics of a commit that scores need, and BM25 itself."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from math import log1p

import numpy as np

from fabula.index.array_types import F64, I64, U32
from fabula.search.plan import Level, PhraseClause
from fabula.search.postings.lookup import PostingLookup
from fabula.search.postings.segment_view import SegmentView

# Okapi BM25 (Robertson and Zaragoza, 2009) with the customary constants.
_K1 = 1.2
_B = 0.75
# Words whose weights are kept.
_MAX_WEIGHTS = 50_000


def impact(weight: float | F64, counts: U32 | I64, norms: F64) -> F64:
    """float64[n]: what a term adds to the scores of scenes that have it `counts` times; see `Collection.norms`."""
    scores: F64 = (weight * (_K1 + 1)) * counts / (counts + norms)
    return scores


class Collection:
    """Statistics over all scenes that scores need. Deleted scenes do not count."""

    def __init__(self, segments: Sequence[PostingLookup]) -> None:
        self._segments = segments
        self._norms: dict[int, F64] = {}
        self._weights: dict[tuple[Level, tuple[str, ...]], float] = {}
        self.scenes = sum(lookup.view.living for lookup in segments)

    def norms(self, view: SegmentView) -> F64:
        """float64[scenes]: BM25's length normalisation of each scene of a segment."""
        if view.number not in self._norms:
            lengths = view.segment.scene_lengths.astype(np.float64)
            norms: F64 = _K1 * (1 - _B + _B * lengths / self.average_length)
            self._norms[view.number] = norms
        return self._norms[view.number]

    def weight(self, word: PhraseClause) -> float:
        """The inverse document frequency of a word, or of all forms of a stem."""
        key = (word.level, word.alternatives[0])
        weight = self._weights.get(key)
        if weight is None:
            if len(self._weights) >= _MAX_WEIGHTS:
                self._weights.clear()
            scenes = sum(lookup.posting_list(key[1], key[0]).scene_frequency for lookup in self._segments)
            weight = self._weights[key] = self.inverse_frequency(scenes)
        return weight

    def inverse_frequency(self, scenes: int) -> float:
        """The inverse document frequency of a word or phrase that is in so many scenes."""
        return log1p((self.scenes - scenes + 0.5) / (scenes + 0.5))

    @cached_property
    def average_length(self) -> float:
        lengths = (lookup.view.segment.scene_lengths[lookup.view.alive] for lookup in self._segments)
        terms = sum(int(segment_lengths.sum(dtype=np.int64)) for segment_lengths in lengths)
        return max(1.0, terms / max(1, self.scenes))
