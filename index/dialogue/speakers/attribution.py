"""Gives each candidate a chance of being the speaker, given who speaks before and after."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fabula.index.array_types import F32, F64, I64
from fabula.index.budget import check
from .chain.inference import Chain, marginals
from .chain.links import links_of
from .chances import Chances
from .evidence import NOBODY, Evidence
from .features import Features, Weighing
from .tags import MentionKind
from .weights import AGAIN_WEIGHTS, NAMED, SECOND_WEIGHTS, THRESHOLD, WEIGHTS, calibrated

# A tag names the right speaker in 94 % of all cases.
_TAG_CHANCE = 0.95
# The first pass knows the names of tags alone; the second whom they make likely, and so how these talk.
PASSES = 2
# Smaller chances are dropped.
_MIN_CHANCE = 0.02
# Of a speech so many candidates are weighed with those of the speeches beside it, nobody included.
_MAX_CANDIDATES = 8
# Speeches weighed at once, of about half a megabyte of text: their features take 10 MB.
_SPEECHES_AT_ONCE = 2_048


def speaker_chances(evidence: Evidence) -> Chances:
    """For each speech the chances of its candidates; NOBODY is one of them."""
    features = Features(evidence)
    weighing = Weighing(features, WEIGHTS)
    links = links_of(evidence)
    again = links.again @ np.array(list(AGAIN_WEIGHTS.values()), np.float32)
    second = links.second @ np.array(list(SECOND_WEIGHTS.values()), np.float32)
    starts = chain_starts(evidence)
    chances = first_chances(evidence)
    for _ in range(PASSES):
        table = _scored(features, weighing, chances)
        found = marginals(Chain(table.scores, table.characters, starts, again, second), links=False).chances
        chances = table.chances(found)
    return chances


def likeliest_speakers(evidence: Evidence) -> tuple[I64, F64]:
    """int64[n] and float64[n]: the likeliest speaker of each speech, `NOBODY` where none is likely enough to be named,
    and the share of such names that are right."""
    speakers, chances = speaker_chances(evidence).likeliest()
    stated = calibrated(chances)
    is_known = (speakers != NOBODY) & (stated >= least_chances(evidence))
    return np.where(is_known, speakers, NOBODY), stated


def least_chances(evidence: Evidence) -> F64:
    """float64[n]: how likely a speaker must be to be named. The bound is higher where narration names the speaker or
    calls it a thing: "said the man with the beard" may be anybody."""
    return np.where(tagged_speeches(evidence), NAMED, THRESHOLD)


def tagged_speeches(evidence: Evidence) -> list[bool]:
    """For each speech whether narration names the speaker or calls it a thing."""
    return [
        tagged is not None or (speech.tag is not None and speech.tag.kind == MentionKind.THING)
        for speech, tagged in zip(evidence.speeches, evidence.tagged, strict=True)
    ]


def first_chances(evidence: Evidence) -> Chances:
    """The chances that tags alone give."""
    tagged = [(number, who) for number, who in enumerate(evidence.tagged) if who is not None]
    speeches, characters = np.array(tagged, np.int64).reshape(-1, 2).T
    return Chances.of(len(evidence.tagged), speeches, characters, np.full(len(tagged), _TAG_CHANCE))


def chain_starts(evidence: Evidence) -> I64:
    """int64[scenes + 1]: the first speech of each scene that has one, and behind them the number of all."""
    firsts = dict.fromkeys(first for first, _ in evidence.scenes)
    return np.array([*firsts, len(evidence.speeches)], np.int64)


class CandidateTable(NamedTuple):
    """The likeliest candidates of each speech in a row, as inference.Chain has them.

    scores      float32[n, k], -inf where there are fewer.
    characters  int64[n, k], negative for nobody.
    """

    scores: F32
    characters: I64

    @classmethod
    def of(cls, count: int, speeches: I64, characters: I64, scores: F64, most: int = _MAX_CANDIDATES) -> CandidateTable:
        """From the candidates of `count` speeches, int64[n], int64[n] and float64[n], by speech."""
        order = np.lexsort((-scores, speeches))
        speeches, characters, scores = speeches[order], characters[order], scores[order]
        columns = np.arange(len(speeches)) - np.searchsorted(speeches, speeches)
        kept = columns < most
        width = int(columns[kept].max(initial=0)) + 1
        table = cls(np.full((count, width), -np.inf, np.float32), np.full((count, width), NOBODY, np.int64))
        table.scores[speeches[kept], columns[kept]] = scores[kept]
        table.characters[speeches[kept], columns[kept]] = characters[kept]
        return table

    def chances(self, values: F32) -> Chances:
        """The chances that candidates have in the table, but for small ones."""
        shares = values.astype(np.float64)
        shares /= shares.sum(axis=1, keepdims=True)
        speeches, columns = np.nonzero(shares > _MIN_CHANCE)
        return Chances.of(len(values), speeches, self.characters[speeches, columns], shares[speeches, columns])


def _scored(features: Features, weighing: Weighing, chances: Chances) -> CandidateTable:
    """The candidates of all speeches with the scores that they have by themselves."""
    parts = []
    for low in range(0, features.count, _SPEECHES_AT_ONCE):
        check("the speakers")
        candidates, scores = weighing.scores(low, min(features.count, low + _SPEECHES_AT_ONCE), chances)
        characters = np.where(candidates.characters == features.facts.nobody, NOBODY, candidates.characters)
        parts.append((candidates.speeches, characters, scores))
    if not parts:
        return CandidateTable(np.zeros((0, 1), np.float32), np.zeros((0, 1), np.int64))
    speeches, characters, scores = (np.concatenate(columns) for columns in zip(*parts, strict=True))
    return CandidateTable.of(features.count, speeches, characters, scores)
