"""From evidence to chances: how likely each candidate speaks, given who speaks before and after."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import exp

from .evidence import Chances, Evidence
from .features import FEATURES, Features
from .tags import MentionKind
from .weights import NAMED, THRESHOLD, WEIGHTS

__all__ = ["chances_of", "first_chances", "least_chance", "next_chances"]

# Who is named by a tag is right in 94 %.
_NAMED = 0.95
# The second pass knows the speakers after a speech as well; a third changes nothing.
_PASSES = 2
# Chances below this are forgotten.
_LEAST = 0.02


def chances_of(evidence: Evidence) -> list[Chances]:
    """For each speech the chances of its candidates; NOBODY is one of them."""
    features = Features(evidence)
    found = first_chances(evidence)
    for _ in range(_PASSES):
        found = next_chances(features, found, WEIGHTS)
    return found


def least_chance(evidence: Evidence, number: int) -> float:
    """How likely a speaker must be to be named. Of one whom narration names, or calls something, less is taken on
    trust: "said the man with the beard" may be anybody."""
    tag = evidence.speeches[number].tag
    called = evidence.tagged[number] is not None or (tag is not None and tag.kind == MentionKind.THING)
    return NAMED if called else THRESHOLD


def first_chances(evidence: Evidence) -> list[Chances]:
    """What tags alone say."""
    return [{} if who is None else {who: _NAMED} for who in evidence.tagged]


def next_chances(features: Features, before: Sequence[Chances], weights: Mapping[str, float]) -> list[Chances]:
    """One pass in reading order: speeches before each have their new chances already, those after it the old."""
    table = [weights[name] for name in FEATURES]
    found = list(before)
    for number in range(len(found)):
        candidates, rows = features.of(number, found)
        sums = []
        for row in rows:
            score = 0.0
            for feature, value in row:
                score += table[feature] * value
            sums.append(score)
        top = max(sums)
        powers = [exp(own - top) for own in sums]
        total = sum(powers)
        least = _LEAST * total
        found[number] = {who: power / total for who, power in zip(candidates, powers, strict=True) if power > least}
    return found
