"""Gives each candidate a chance of being the speaker, given who speaks before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp

from fabula.index.budget import check
from .evidence import Chances, Evidence
from .features import FEATURES, Features
from .tags import MentionKind
from .weights import NAMED, THRESHOLD, WEIGHTS

# A tag names the right speaker in 94 % of all cases.
_TAG_CHANCE = 0.95
# The second pass knows the speakers after a speech as well; a third changes nothing.
_PASSES = 2
# Smaller chances are dropped.
_MIN_CHANCE = 0.02


def speaker_chances(evidence: Evidence) -> list[Chances]:
    """For each speech the chances of its candidates; NOBODY is one of them."""
    features = Features(evidence)
    chances = first_chances(evidence)
    for _ in range(_PASSES):
        chances = next_chances(features, chances, WEIGHTS)
    return chances


def least_chance(evidence: Evidence, number: int) -> float:
    """How likely a speaker must be to be named. The bound is higher where narration names the speaker or calls it a
    thing: "said the man with the beard" may be anybody."""
    tag = evidence.speeches[number].tag
    is_tagged = evidence.tagged[number] is not None or (tag is not None and tag.kind == MentionKind.THING)
    return NAMED if is_tagged else THRESHOLD


def first_chances(evidence: Evidence) -> list[Chances]:
    """The chances that tags alone give."""
    return [{} if who is None else {who: _TAG_CHANCE} for who in evidence.tagged]


def next_chances(features: Features, before: Sequence[Chances], weights: Mapping[str, float]) -> list[Chances]:
    """One pass in reading order: speeches before each have their new chances already, those after it the old."""
    table = [weights[name] for name in FEATURES]
    chances = list(before)
    for number in range(len(chances)):
        check("the speakers")
        candidates, rows = features.of(number, chances)
        scores = []
        for row in rows:
            score = 0.0
            for feature, value in row:
                score += table[feature] * value
            scores.append(score)
        top = max(scores)
        powers = [exp(score - top) for score in scores]
        total = sum(powers)
        least = _MIN_CHANCE * total
        chances[number] = {who: power / total for who, power in zip(candidates, powers, strict=True) if power > least}
    return chances
