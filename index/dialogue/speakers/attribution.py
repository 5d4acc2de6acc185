"""Gives each candidate a chance of being the speaker, given who speaks before and after."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from fabula.index.array_types import F64, I64, Mask
from fabula.index.budget import check
from .chances import Chances
from .evidence import NOBODY, Evidence
from .features import Features, Weighing
from .ragged import opens_runs
from .tags import MentionKind
from .weights import NAMED, THRESHOLD, WEIGHTS

# A tag names the right speaker in 94 % of all cases.
_TAG_CHANCE = 0.95
# Each pass knows the speakers of some more speeches around. On 14 novels four passes name 70.5 % of all speeches, and
# 92.5 % of the names are right; five 72.4 % and 92.0 %; six 73.7 % and 91.5 %.
PASSES = 5
# Smaller chances are dropped.
_MIN_CHANCE = 0.02
# Speeches weighed at once, of about half a megabyte of text: their features take 10 MB.
_SPEECHES_AT_ONCE = 2_048


def speaker_chances(evidence: Evidence) -> Chances:
    """For each speech the chances of its candidates; NOBODY is one of them."""
    features = Features(evidence)
    weighing = Weighing(features, WEIGHTS)
    chances = first_chances(evidence)
    for _ in range(PASSES):
        chances = _pass(features, weighing, chances)
    return chances


def least_chances(evidence: Evidence) -> F64:
    """float64[n]: how likely a speaker must be to be named. The bound is higher where narration names the speaker or
    calls it a thing: "said the man with the beard" may be anybody."""
    is_tagged = [
        tagged is not None or (speech.tag is not None and speech.tag.kind == MentionKind.THING)
        for speech, tagged in zip(evidence.speeches, evidence.tagged, strict=True)
    ]
    return np.where(np.array(is_tagged, bool), NAMED, THRESHOLD)


def first_chances(evidence: Evidence) -> Chances:
    """The chances that tags alone give."""
    tagged = [(number, who) for number, who in enumerate(evidence.tagged) if who is not None]
    speeches, characters = np.array(tagged, np.int64).reshape(-1, 2).T
    return Chances.of(len(evidence.tagged), speeches, characters, np.full(len(tagged), _TAG_CHANCE))


def next_chances(features: Features, before: Chances, weights: Mapping[str, float]) -> Chances:
    """One pass: the chances of all speeches, given those `before`."""
    return _pass(features, Weighing(features, weights), before)


def _pass(features: Features, weighing: Weighing, before: Chances) -> Chances:
    parts = []
    for low in range(0, features.count, _SPEECHES_AT_ONCE):
        check("the speakers")
        candidates, scores = weighing.scores(low, min(features.count, low + _SPEECHES_AT_ONCE), before)
        speeches, characters = candidates.speeches, candidates.characters
        values, is_kept = _shares(speeches, scores)
        characters = np.where(characters == features.facts.nobody, NOBODY, characters)
        parts.append((speeches[is_kept], characters[is_kept], values[is_kept]))
    if not parts:
        return before
    speeches, characters, values = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return Chances.of(features.count, speeches, characters, values)


def _shares(speeches: I64, scores: F64) -> tuple[F64, Mask]:
    """float64[n]: the chances that the scores of candidates give within each speech; and which are worth keeping."""
    opens = np.flatnonzero(opens_runs(speeches))
    lengths = np.diff(opens, append=len(speeches))
    powers = np.exp(scores - np.repeat(np.maximum.reduceat(scores, opens), lengths))
    chances = powers / np.repeat(np.add.reduceat(powers, opens), lengths)
    return chances, chances > _MIN_CHANCE
