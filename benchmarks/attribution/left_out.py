"""Measures each novel with weights, bounds and calibration from novels of other authors, or from all other novels."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import F64, Mask
from fabula.index.dialogue.speakers.attribution import tagged_speeches
from fabula.index.dialogue.speakers.chances import Chances
from fabula.index.dialogue.speakers.evidence import NOBODY
from .chains import Annotated, Chains
from .fitting import fit

# The bounds are chosen for this least precision of tagged speech, and of all speech with a name.
TAGGED_PRECISION, PRECISION = 0.97, 0.925
_BOUNDS = np.round(np.arange(0.40, 0.991, 0.005), 3)


class Outcomes(NamedTuple):
    """The likeliest name of each annotated quotation of a novel.

    kinds    how narration names the speaker: "Explicit", "Anaphoric" or "Implicit".
    chances  float64[n]: how likely the name is, 0 without one.
    rights   bool[n]: whether it is right; `tagged`: whether a tag names the speaker or calls it a thing.
    """

    kinds: tuple[str, ...]
    chances: F64
    rights: Mask
    tagged: Mask


class Stated(NamedTuple):
    """How chances are stated: a name needs `named` where narration tells one, else `threshold`."""

    slope: float
    shift: float
    named: float
    threshold: float

    def confidences(self, outcomes: Outcomes) -> F64:
        bounded = np.clip(outcomes.chances, 1e-6, 1 - 1e-6)
        stated = 1 / (1 + np.exp(-self.slope * np.log(bounded / (1 - bounded)) - self.shift))
        return np.where(outcomes.chances > 0, stated, 0.0)

    def named_quotations(self, outcomes: Outcomes) -> Mask:
        """bool[n]: which quotations get a name."""
        named: Mask = self.confidences(outcomes) >= np.where(outcomes.tagged, self.named, self.threshold)
        return named


def left_out(chains: Sequence[Chains], groups: Sequence[str], start: F64) -> tuple[list[Outcomes], list[F64]]:
    """For each novel its outcomes, and the weights fitted on the novels of other groups.

    chains  what tags alone tell of each novel.
    start   weights to begin with.
    """
    outcomes: dict[int, Outcomes] = {}
    weights_of: dict[int, F64] = {}
    for group in dict.fromkeys(groups):
        weights = fit_twice([each for each, own in zip(chains, groups, strict=True) if own != group], start)
        for number, own in enumerate(groups):
            if own == group:
                outcomes[number] = outcomes_of(chains[number].annotated, passes(chains[number], weights))
                weights_of[number] = weights
    return [outcomes[number] for number in range(len(chains))], [weights_of[number] for number in range(len(chains))]


def fit_twice(chains: Sequence[Chains], start: F64) -> F64:
    """Weights fitted with what tags tell, and again with what these weights tell."""
    weights = fit(chains, start)
    return fit([Chains(each.annotated, each.chances(weights)) for each in chains], weights)


def passes(chains: Chains, weights: F64) -> Chances:
    """Chances after two passes, as Fabula makes them."""
    return Chains(chains.annotated, chains.chances(weights)).chances(weights)


def outcomes_of(annotated: Annotated, chances: Chances) -> Outcomes:
    characters, values = (each.tolist() for each in chances.likeliest())
    evidence, right = annotated.evidence, annotated.right
    tags = tagged_speeches(evidence)
    speech_of = {place: number for number, speech in enumerate(evidence.speeches) for place in speech.places}
    rows = []
    for speaker, kind, places in annotated.novel.quotations:
        chance, is_right, tagged = 0.0, False, False
        for speech in dict.fromkeys(speech_of[place] for place in places):
            if characters[speech] != NOBODY and values[speech] > chance:
                chance, tagged = values[speech], tags[speech]
                is_right = right(evidence.forms(characters[speech])[0], speaker)
        rows.append((kind, chance, is_right, tagged))
    kinds, found, rights, tagged_rows = zip(*rows, strict=True)
    return Outcomes(kinds, np.array(found), np.array(rights, bool), np.array(tagged_rows, bool))


def stated_of(outcomes: Sequence[Outcomes]) -> Stated:
    """The calibration that fits outcomes, and the least bounds with which names are right as often as they should."""
    chances = np.concatenate([each.chances for each in outcomes])
    rights, tagged = (np.concatenate([getattr(each, name) for each in outcomes]) for name in ("rights", "tagged"))
    slope, shift = _platt(chances[chances > 0], rights[chances > 0])
    everything = Outcomes((), chances, rights, tagged)
    confidences = Stated(slope, shift, 0.0, 0.0).confidences(everything)
    named = _least(confidences[tagged], rights[tagged], TAGGED_PRECISION)
    with_tag = tagged & (confidences >= named)
    threshold = _least(
        confidences[~tagged], rights[~tagged], PRECISION, int(with_tag.sum()), int(rights[with_tag].sum())
    )
    return Stated(slope, shift, named, threshold)


def _least(confidences: F64, rights: Mask, precision: float, named: int = 0, right: int = 0) -> float:
    """The least bound with which names are right so often, `named` others with `right` right ones among them."""
    for bound in _BOUNDS.tolist():
        chosen = confidences >= bound
        if right + rights[chosen].sum() >= precision * (named + chosen.sum()):
            return float(bound)
    return 1.0


def _platt(chances: F64, rights: Mask) -> tuple[float, float]:
    """The slope and shift of a logistic that tells which names are right from their log odds."""
    bounded = np.clip(chances, 1e-6, 1 - 1e-6)
    columns = np.stack([np.log(bounded / (1 - bounded)), np.ones(len(bounded))], axis=1)
    weights = np.array([1.0, 0.0])
    for _ in range(20):
        expected = 1 / (1 + np.exp(-columns @ weights))
        curvature = (columns.T * (expected * (1 - expected))) @ columns + 1e-6 * np.eye(2)
        weights = weights + np.linalg.solve(curvature, columns.T @ (rights - expected))
    return float(weights[0]), float(weights[1])


def nested(outcomes: Sequence[Outcomes], groups: Sequence[str]) -> list[Stated]:
    """For each novel the calibration and bounds that novels of other groups give, each of them left out itself."""
    return [
        stated_of([each for each, other in zip(outcomes, groups, strict=True) if other != group]) for group in groups
    ]
