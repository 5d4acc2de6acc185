"""What narration and forms of address say of each character beside each speech, as arrays.

A pair of a speech and a character is one number, its *key*: the character in the lowest `bits`, the speech above. The
facts of a pair are bits of one number, too, so that all of them are looked up at once.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, Mask
from fabula.index.dialogue.speakers.evidence import NOBODY, Evidence
from fabula.index.dialogue.speakers.ragged import Ragged, opens_runs

_GENDERS = {"": 0, "M": 1, "F": 2, "I": 3, "?": 4}
UNTOLD, MALE, FEMALE, FIRST_PERSON, ANYBODY = _GENDERS.values()
# The facts of a pair.
BEAT_BEFORE, BESIDE_BEFORE, BEAT_AFTER, BESIDE_AFTER = 1, 2, 4, 8
TOLD_HERE, TOLD_BEFORE, TOLD_LAST, TOLD_BEFORE_SUBJECT, TOLD_AFTER, TOLD_AFTER_SUBJECT = 16, 32, 64, 128, 256, 512
ADDRESSED, NAMED_WITHIN, ADDRESSED_BEFORE, ADDRESSED_FAR_BEFORE, ADDRESSED_AFTER = 1024, 2048, 4096, 8192, 16384
CANDIDATE = 32768
_FACT_BITS = 16
# Whom one of so many speeches before or after a speech addresses is a candidate.
SPEECHES_BEFORE, SPEECHES_AFTER = 4, 2


class PairFacts(NamedTuple):
    """The pairs of which anything is known: int64[n] each.

    keys   ascending.
    facts  bits.
    """

    keys: I64
    facts: I64

    def of(self, keys: I64) -> I64:
        """int64[m]: the facts of these keys, 0 where nothing is known."""
        if not len(self.keys):
            return np.zeros(len(keys), np.int64)
        places = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
        return np.where(self.keys[places] == keys, self.facts[places], 0)


class Facts:
    """Facts about the speeches of a work and their pairs. Arrays are int64 by speech, where nothing else is said.

    bits           of a key for the character.
    nobody         counts as a character behind all others, so that it is the last in an order by keys.
    genders        by character, nobody included.
    narrator       the character, `NOBODY` if there is none.
    tagged         the character that a tag names, `NOBODY` if none does; `pronouns` the gender that it tells.
    has_pronoun    bool: a pronoun of the tag tells male or female.
    told_genders   what that pronoun tells, or else one of a beat.
    is_alone       bool: no sentence of narration stands beside it.
    firsts, ends   the half-open run of speeches of its scene.
    before_gender  what the subject tells that stands last in the narration above it.
    """

    def __init__(self, work: Evidence) -> None:
        speeches = work.speeches
        self.nobody = len(work.genders)
        self.bits = self.nobody.bit_length()
        self.genders = _genders([*work.genders, ""])
        self.narrator = NOBODY if work.narrator is None else work.narrator
        self.tagged = np.array([NOBODY if who is None else who for who in work.tagged], np.int64)
        self.pronouns = _genders(work.pronouns)
        self.has_pronoun = (self.pronouns == MALE) | (self.pronouns == FEMALE)
        beats = [_beat_gender(*beside) for beside in zip(work.before, work.after, strict=True)]
        self.told_genders = np.where(self.has_pronoun, self.pronouns, _genders(beats))
        self.firsts, self.ends = np.array(work.scenes, np.int64).reshape(-1, 2).T
        self.paragraphs = np.array([speech.first for speech in speeches], np.int64)
        self.last_paragraphs = np.array([speech.last for speech in speeches], np.int64)
        self.scene_opens = np.array(work.scene_opens, np.int64)
        self.named = Ragged.of(work.named)
        self.before, self.after = _characters(work.before), _characters(work.after)
        self._addressed, self._named_within = Ragged.of(work.addressed), Ragged.of(work.named_within)
        self._subjects = _characters(work.subjects)
        self.is_alone = (np.diff(self._subjects.starts) == 0)[self.paragraphs]
        # Paragraphs that are narration only.
        self._is_told = np.array([not each.has_speech for each in work.narration], bool)
        above, is_told = self._told(np.arange(len(speeches)), self.paragraphs - 1)
        last_genders = _genders([each[-1][1] if each else "" for each in work.subjects])
        self.before_gender = np.where(is_told, last_genders[above], UNTOLD)

    def pairs(self, low: int, high: int) -> PairFacts:
        """What is known of the pairs of the speeches from `low` to `high`."""
        speeches = np.arange(low, high)
        found = [
            (self.keys(speeches, self.tagged[low:high]), CANDIDATE),
            (self.keys(speeches, np.full(high - low, self.narrator)), CANDIDATE),
            *self._beside(speeches),
            *self._told_facts(speeches),
            *self._address_facts(speeches),
        ]
        # Each key with its facts is one number, so that they are sorted without an index.
        packed = np.sort(np.concatenate([keys << _FACT_BITS | facts for keys, facts in found]))
        keys = packed >> _FACT_BITS
        opens = np.flatnonzero(opens_runs(keys))
        facts = np.bitwise_or.reduceat(packed, opens) if len(opens) else packed
        return PairFacts(keys[opens], facts & ((1 << _FACT_BITS) - 1))

    def keys(self, speeches: I64, characters: I64) -> I64:
        """The keys of pairs, without those of nobody."""
        known = characters >= 0
        return speeches[known] << self.bits | characters[known]

    def _beside(self, speeches: I64) -> Iterable[tuple[I64, int]]:
        """The subjects of its own paragraph, of which the nearest act beside the speech."""
        for subjects, fact in ((self.before, BESIDE_BEFORE), (self.after, BESIDE_AFTER)):
            owners, _, characters = subjects.expanded(speeches)
            yield self.keys(speeches[owners], characters), fact | CANDIDATE
        yield self.keys(speeches, self.before.lasts(NOBODY)[speeches]), BEAT_BEFORE
        yield self.keys(speeches, self.after.firsts(NOBODY)[speeches]), BEAT_AFTER

    def _told_facts(self, speeches: I64) -> Iterable[tuple[I64, int]]:
        """What the paragraphs of narration around the speech mention."""
        first, last = self.paragraphs[speeches], self.last_paragraphs[speeches]
        for paragraphs in (first, last):
            owners, _, characters = self.named.expanded(paragraphs)
            yield self.keys(speeches[owners], characters), TOLD_HERE
        above, is_told = self._told(speeches, first - 1)
        told, above = speeches[is_told], above[is_told]
        owners, order, characters = self.named.expanded(above)
        yield self.keys(told[owners], characters), TOLD_BEFORE
        yield self.keys(told[owners[order == 0]], characters[order == 0]), TOLD_LAST
        yield self.keys(told, self._subjects.lasts(NOBODY)[above]), TOLD_BEFORE_SUBJECT
        below, is_told = self._told(speeches, last + 1)
        told, below = speeches[is_told], below[is_told]
        owners, _, characters = self.named.expanded(below)
        yield self.keys(told[owners], characters), TOLD_AFTER
        yield self.keys(told, self._subjects.firsts(NOBODY)[below]), TOLD_AFTER_SUBJECT

    def _told(self, speeches: I64, places: I64) -> tuple[I64, Mask]:
        """The paragraphs at `places`, and whether each is narration in the scene of its speech."""
        within = np.clip(places, 0, max(0, len(self._is_told) - 1))
        is_same_scene = self.scene_opens[within] == self.scene_opens[self.paragraphs[speeches]]
        return within, (within == places) & is_same_scene & self._is_told[within]

    def _address_facts(self, speeches: I64) -> Iterable[tuple[I64, int]]:
        """Whom the speech and its neighbours name."""
        owners, _, characters = self._named_within.expanded(speeches)
        yield self.keys(speeches[owners], characters), NAMED_WITHIN
        of_step = {0: ADDRESSED, -1: ADDRESSED_BEFORE | CANDIDATE, -2: ADDRESSED_FAR_BEFORE | CANDIDATE}
        of_step[1] = ADDRESSED_AFTER | CANDIDATE
        for step in range(-SPEECHES_BEFORE, SPEECHES_AFTER + 1):
            others = self.beside(speeches, step)
            owners, _, characters = self._addressed.expanded(others + step)
            yield self.keys(others[owners], characters), of_step.get(step, CANDIDATE)

    def beside(self, speeches: I64, step: int) -> I64:
        """Those of the speeches that have a neighbour so many steps on in their scene."""
        others = speeches + step
        return speeches[(others >= self.firsts[speeches]) & (others < self.ends[speeches])]


def _genders(genders: Sequence[str]) -> I64:
    return np.array([_GENDERS[gender] for gender in genders], np.int64)


def _characters(subjects: Sequence[Sequence[tuple[int, str]]]) -> Ragged:
    starts = np.zeros(len(subjects) + 1, np.int64)
    np.cumsum(np.fromiter(map(len, subjects), np.int64, len(subjects)), out=starts[1:])
    characters = (character for each in subjects for character, _ in each)
    return Ragged(starts, np.fromiter(characters, np.int64, int(starts[-1])))


def _beat_gender(before: Sequence[tuple[int, str]], after: Sequence[tuple[int, str]]) -> str:
    """The gender that a pronoun nearest to the speech tells."""
    return next((gender for _, gender in (*after[:1], *before[-1:]) if gender in ("M", "F")), "")
