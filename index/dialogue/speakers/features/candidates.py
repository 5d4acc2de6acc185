"""Who may speak each speech: characters beside it, those who speak near it, and those named last before it."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, Mask
from fabula.index.dialogue.speakers.chances import Chances
from fabula.index.dialogue.speakers.evidence import NOBODY, Evidence
from fabula.index.dialogue.speakers.ragged import opens_runs, places_in_runs
from .facts import CANDIDATE, SPEECHES_AFTER, SPEECHES_BEFORE, UNTOLD, Facts, PairFacts
from .recent_names import Recency, RecentNames

_MAX_CANDIDATES = 14
# Speakers count as candidates, and as recent names, above these chances.
_MIN_CANDIDATE_CHANCE, _MIN_RECENT_CHANCE = 0.2, 0.5
LAST_RANK = 3
"""The rank of all candidates that are not among the first of the recent names."""


class Candidates(NamedTuple):
    """The candidates for some speeches, those of one side by side: int64[n] each.

    keys        ascending (facts.py); nobody is the last for each speech.
    speeches    and characters: the same.
    ranks       the place among the recent names that fit the gender told, from 0 to LAST_RANK.
    """

    keys: I64
    speeches: I64
    characters: I64
    ranks: I64


class CandidateFinder:
    """Finds the candidates for the speeches of a work, given how likely it is who spoke the others."""

    def __init__(self, work: Evidence, facts: Facts) -> None:
        self._facts = facts
        self._recent_names = RecentNames(work, facts)
        # What does not depend on chances, by the first and the last of some speeches.
        self._named: dict[tuple[int, int], Recency] = {}

    def find(self, low: int, high: int, pairs: PairFacts, chances: Chances) -> Candidates:
        """The candidates for the speeches from `low` to `high`, of whose pairs the facts are given."""
        bits = self._facts.bits
        named = self._named.get((low, high))
        if named is None:
            named = self._named[low, high] = self._recent_names.named(low, high)
        speaking = self._recent_names.speaking(low, high, self._last_speakers(chances))
        recent = named.with_more(speaking).in_order(bits)
        certain = pairs.keys[(pairs.facts & CANDIDATE) != 0]
        near = np.sort(np.concatenate([certain, self._speaking_near(low, high, chances)]))
        near = near[opens_runs(near)]
        more = recent[~_are_in(near, recent)]
        speeches = more >> bits
        counts = np.bincount((near >> bits) - low, minlength=high - low)
        more = more[places_in_runs(speeches) + counts[speeches - low] < _MAX_CANDIDATES]
        nobody = np.arange(low, high) << bits | self._facts.nobody
        keys = np.sort(np.concatenate([near, more, nobody]))
        return Candidates(keys, keys >> bits, keys & ((1 << bits) - 1), self._ranks(keys, recent))

    def _speaking_near(self, low: int, high: int, chances: Chances) -> I64:
        """The keys of likely speakers of the speeches a few before and after."""
        facts = self._facts
        others, characters = chances.above(_MIN_CANDIDATE_CHANCE)
        begin, end = np.searchsorted(others, (low - SPEECHES_BEFORE, high + SPEECHES_AFTER))
        others, characters = others[begin:end], characters[begin:end]
        first, last = np.maximum(facts.firsts[others], low), np.minimum(facts.ends[others], high)
        found = []
        for step in (*range(-SPEECHES_BEFORE, 0), *range(1, SPEECHES_AFTER + 1)):
            speeches = others - step
            within = (speeches >= first) & (speeches < last)
            found.append(facts.keys(speeches[within], characters[within]))
        return np.concatenate(found)

    def _last_speakers(self, chances: Chances) -> I64:
        """int64 by speech: who counts as a recent name, as he or she speaks more likely than not."""
        speakers = np.full(len(self._facts.firsts), NOBODY, np.int64)
        speeches, characters = chances.above(_MIN_RECENT_CHANCE)
        speakers[speeches] = characters
        return speakers

    def _ranks(self, keys: I64, recent: I64) -> I64:
        """int64[n]: the ranks of candidates; `recent`: the keys of recent names, the latest of each speech first."""
        facts = self._facts
        speeches, characters = recent >> facts.bits, recent & ((1 << facts.bits) - 1)
        told, genders = facts.told_genders[speeches], facts.genders[characters]
        fits = (told == UNTOLD) | (genders == told) | (genders == UNTOLD)
        places = places_in_runs(speeches[fits])
        first_names, places = recent[fits][places < LAST_RANK], places[places < LAST_RANK]
        ranks = np.full(len(keys), LAST_RANK)
        candidates = np.minimum(np.searchsorted(keys, first_names), len(keys) - 1)
        is_candidate = keys[candidates] == first_names
        ranks[candidates[is_candidate]] = places[is_candidate]
        return ranks


def _are_in(ordered: I64, keys: I64) -> Mask:
    """bool[n]: which of the keys are among the `ordered` ones."""
    if not len(ordered):
        return np.zeros(len(keys), bool)
    places = np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)
    found: Mask = ordered[places] == keys
    return found
