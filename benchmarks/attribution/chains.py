"""Annotated novels as chains of speeches, and the likelihood of their speakers under weights."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import F64, Mask
from fabula.index.dialogue.speakers.attribution import CandidateTable, chain_starts, first_chances
from fabula.index.dialogue.speakers.chain.inference import Chain, marginals
from fabula.index.dialogue.speakers.chain.links import AGAIN, SECOND, Links, links_of
from fabula.index.dialogue.speakers.chances import Chances
from fabula.index.dialogue.speakers.evidence import NOBODY, Evidence
from fabula.index.dialogue.speakers.features import FEATURES, Features
from fabula.index.dialogue.speakers.speeches import speeches_of
from ..novels import Novel, Right

WEIGHT_NAMES = (*FEATURES, *(f"again {name}" for name in AGAIN), *(f"second {name}" for name in SECOND))
# Weights are vectors in this order: those of candidates, then those of links.
_FEATURES, _AGAIN = len(FEATURES), len(FEATURES) + len(AGAIN)


class Annotated(NamedTuple):
    """A novel with what its text tells, and the annotated speaker of each speech that has one."""

    novel: Novel
    evidence: Evidence
    features: Features
    links: Links
    gold: dict[int, str]
    right: Right

    @classmethod
    def of(cls, novel: Novel) -> Annotated:
        speeches, narration = speeches_of(novel.scenes)
        speech_of = {place: number for number, speech in enumerate(speeches) for place in speech.places}
        votes: dict[int, Counter[str]] = defaultdict(Counter)
        for speaker, _, places in novel.quotations:
            for place in places:
                votes[speech_of[place]][speaker] += 1
        gold = {number: counts.most_common(1)[0][0] for number, counts in votes.items()}
        evidence = Evidence(speeches, narration)
        return cls(novel, evidence, Features(evidence), links_of(evidence), gold, Right(novel))


class Chains:
    """The speeches of one novel, with the features of their candidates, given chances of an earlier pass."""

    def __init__(self, annotated: Annotated, chances: Chances) -> None:
        self.annotated = annotated
        count = len(annotated.evidence.speeches)
        found = annotated.features.of(0, count, chances)
        self._columns = np.arange(len(found.speeches)) - np.searchsorted(found.speeches, found.speeches)
        self._rows, self._characters = found.speeches, found.characters
        width = int(self._columns.max()) + 1
        self.features = np.zeros((count, width, _FEATURES), np.float32)
        self.features[self._rows, self._columns] = found.features.T
        self._exists = np.zeros((count, width), bool)
        self._exists[self._rows, self._columns] = True
        self._who = np.full((count, width), NOBODY, np.int64)
        self._who[self._rows, self._columns] = found.characters
        self._starts = chain_starts(annotated.evidence)
        self.fits = self._right_candidates()

    def _right_candidates(self) -> Mask:
        """bool[speeches, candidates]: those that may be right; nobody if none is, all where that is not annotated."""
        annotated, fits = self.annotated, self._exists.copy()
        for number, speaker in annotated.gold.items():
            who = self._who[number].tolist()
            right = [
                character != NOBODY and annotated.right(annotated.evidence.forms(character)[0], speaker)
                for character in who
            ]
            fits[number] &= right if any(right) else np.array(who) == NOBODY
        return fits

    def chain(self, weights: F64) -> Chain:
        weights = weights.astype(np.float32)
        scores = np.where(self._exists, self.features @ weights[:_FEATURES], np.float32(-np.inf))
        links = self.annotated.links
        return Chain(
            scores, self._who, self._starts, links.again @ weights[_FEATURES:_AGAIN], links.second @ weights[_AGAIN:]
        )

    def chances(self, weights: F64) -> Chances:
        chain = self.chain(weights)
        table = CandidateTable(chain.scores, chain.characters)
        return table.chances(marginals(chain).chances)

    def likelihood(self, weights: F64) -> tuple[float, F64]:
        """The logarithm of the likelihood of the annotation, and its gradient."""
        chain = self.chain(weights)
        free = marginals(chain)
        clamped = marginals(chain._replace(scores=np.where(self.fits, chain.scores, np.float32(-np.inf))))
        difference = clamped.chances - free.chances
        links = self.annotated.links
        gradient = np.concatenate(
            [
                difference.reshape(-1) @ self.features.reshape(-1, _FEATURES),
                (clamped.again - free.again) @ links.again,
                (clamped.second - free.second) @ links.second,
            ]
        )
        return clamped.evidence - free.evidence, gradient.astype(np.float64)

    def curvature(self, weights: F64) -> F64:
        """About the negative second derivative of the likelihood, as if speeches did not depend on each other."""
        free = marginals(self.chain(weights))
        flat, chances = self.features.reshape(-1, _FEATURES), free.chances.reshape(-1)
        means = np.einsum("nk,nkf->nf", free.chances, self.features, optimize=True)
        links = self.annotated.links
        matrix = np.zeros((len(WEIGHT_NAMES), len(WEIGHT_NAMES)))
        matrix[:_FEATURES, :_FEATURES] = (flat.T * chances) @ flat - means.T @ means
        for begin, features, values in ((_FEATURES, links.again, free.again), (_AGAIN, links.second, free.second)):
            part = slice(begin, begin + features.shape[1])
            matrix[part, part] = (features.T * (values * (1 - values))) @ features
        return matrix


def tag_chains(novels: Sequence[Annotated]) -> list[Chains]:
    """The chains of each novel, of which only tags are known."""
    return [Chains(novel, first_chances(novel.evidence)) for novel in novels]
