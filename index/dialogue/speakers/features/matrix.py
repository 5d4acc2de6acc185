"""Features of each candidate as the speaker of a speech, for a conditional logit, and what weights make of them.

Features are weighed in several passes, as some depend on who speaks the speeches around. Those that do not
(static_features.py) are weighed once for each pair of a speech and a character.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import F64, I64, Mask
from fabula.index.dialogue.speakers.chances import Chances
from fabula.index.dialogue.speakers.evidence import NOBODY, Evidence
from .candidates import LAST_RANK, CandidateFinder, Candidates
from .facts import Facts, PairFacts
from .recency import recency
from .static_features import FEATURES, NUMBER, Columns, StaticFeatures
from .wording import Profiles, Wording

_RANKS = tuple((NUMBER[f"rank {rank}"], NUMBER[f"rank {rank} pronoun"]) for rank in (*range(LAST_RANK), "more"))

# A speech counts among the words of whom narration names, or of who speaks it as surely as this.
_SURE = 0.9


class CandidateFeatures(NamedTuple):
    """The candidates for some speeches, those of one side by side, NOBODY last of them.

    speeches    int64[n], ascending.
    characters  int64[n].
    features    float64[features, n], in the order of FEATURES.
    """

    speeches: I64
    characters: I64
    features: F64


class Features:
    """The features of all candidates for a work's speeches."""

    def __init__(self, work: Evidence) -> None:
        self.facts = Facts(work)
        self.count = len(work.speeches)
        self._finder = CandidateFinder(work, self.facts)
        self._static = StaticFeatures(work, self.facts)
        self._wording = Wording([speech.texts for speech in work.speeches])
        self._profiles: tuple[Chances, Profiles] | None = None
        self._pairs: dict[tuple[int, int], PairFacts] = {}

    def of(self, low: int, high: int, chances: Chances) -> CandidateFeatures:
        """The candidates for the speeches from `low` to `high`, given how likely it is who spoke the others."""
        candidates = self.candidates(low, high, chances)
        matrix = self.static(low, high, candidates.keys)
        matrix[NUMBER["recent"]] = self.recent(low, high, candidates, chances)
        matrix[NUMBER["wording"]] = self.wording(candidates, chances)
        is_nobody = candidates.characters == self.facts.nobody
        has_pronoun = self.facts.has_pronoun[candidates.speeches]
        for rank, (alone, with_pronoun) in enumerate(_RANKS):
            has_rank = (candidates.ranks == rank) & ~is_nobody
            matrix[alone] += has_rank
            matrix[with_pronoun] += has_rank & has_pronoun
        matrix[NUMBER["nobody many"], is_nobody] = _others(is_nobody) / 10
        characters = np.where(is_nobody, NOBODY, candidates.characters)
        return CandidateFeatures(candidates.speeches, characters, matrix)

    def candidates(self, low: int, high: int, chances: Chances) -> Candidates:
        return self._finder.find(low, high, self._facts_of(low, high), chances)

    def static(self, low: int, high: int, keys: I64) -> F64:
        """float64[features, n]: the static features of pairs of the speeches from `low` to `high`, the others 0."""
        columns = Columns(len(keys))
        bits = self.facts.bits
        self._static.add(columns, keys >> bits, keys & ((1 << bits) - 1), self._facts_of(low, high).of(keys))
        return columns.matrix

    def recent(self, low: int, high: int, candidates: Candidates, chances: Chances) -> F64:
        """float64[n]: how much each candidate spoke before."""
        recent, columns = recency(self.facts, low, high, chances)
        found: F64 = recent[candidates.speeches - low, columns[candidates.characters]]
        return found

    def wording(self, candidates: Candidates, chances: Chances) -> F64:
        """float64[n]: how well each candidate's words fit."""
        if self._profiles is None or self._profiles[0] is not chances:
            likeliest, values = chances.likeliest()
            speakers = np.where(values >= _SURE, likeliest, NOBODY)
            self._profiles = (
                chances,
                Profiles(self._wording, np.where(self.facts.tagged >= 0, self.facts.tagged, speakers)),
            )
        return self._profiles[1].fits(candidates.speeches, candidates.characters)

    def _facts_of(self, low: int, high: int) -> PairFacts:
        pairs = self._pairs.get((low, high))
        if pairs is None:
            pairs = self._pairs[low, high] = self.facts.pairs(low, high)
        return pairs


class _Weighed(NamedTuple):
    """The static features of pairs, weighed: int64[n] and float64[n], by their keys."""

    keys: I64
    scores: F64


class Weighing:
    """The features of a work with weights: `scores` is the product of the weights and the matrix of `Features.of`."""

    def __init__(self, features: Features, weights: Mapping[str, float]) -> None:
        self._features = features
        self._weights = np.array([weights[name] for name in FEATURES])
        # By rank, without a pronoun and with one.
        self._ranks = np.array(
            [[self._weights[each], self._weights[each] + self._weights[more]] for each, more in _RANKS]
        )
        self._static: dict[tuple[int, int], _Weighed] = {}

    def scores(self, low: int, high: int, chances: Chances) -> tuple[Candidates, F64]:
        """The candidates for the speeches from `low` to `high`, and float64[n]: the score of each."""
        features, weights = self._features, self._weights
        candidates = features.candidates(low, high, chances)
        speeches, characters = candidates.speeches, candidates.characters
        scores = self._static_scores(low, high, candidates.keys)
        scores += weights[NUMBER["recent"]] * features.recent(low, high, candidates, chances)
        scores += weights[NUMBER["wording"]] * features.wording(candidates, chances)
        is_nobody = characters == features.facts.nobody
        ranks = self._ranks[candidates.ranks, features.facts.has_pronoun[speeches].astype(np.int64)]
        ranks[is_nobody] = weights[NUMBER["nobody many"]] * _others(is_nobody) / 10
        return candidates, scores + ranks

    def _static_scores(self, low: int, high: int, keys: I64) -> F64:
        """float64[n]: what the static features of the pairs come to. Few pairs are new after the first pass."""
        known = self._static.get((low, high))
        if known is None:
            known = _Weighed(keys, self._weights @ self._features.static(low, high, keys))
        else:
            places = np.minimum(np.searchsorted(known.keys, keys), len(known.keys) - 1)
            new = keys[known.keys[places] != keys]
            if len(new):
                scores = self._weights @ self._features.static(low, high, new)
                known_keys = np.concatenate([known.keys, new])
                order = np.argsort(known_keys, kind="stable")
                known = _Weighed(known_keys[order], np.concatenate([known.scores, scores])[order])
        self._static[low, high] = known
        found: F64 = known.scores[np.searchsorted(known.keys, keys)]
        return found


def _others(is_nobody: Mask) -> I64:
    """How many candidates stand before each nobody, up to the one before it."""
    return np.diff(np.flatnonzero(is_nobody), prepend=-1) - 1
