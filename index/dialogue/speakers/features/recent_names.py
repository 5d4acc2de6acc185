"""Which characters were named or spoke last before a speech, as arrays."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64
from fabula.index.dialogue.speakers.evidence import MAX_NAMES, NOBODY, Evidence
from fabula.index.dialogue.speakers.ragged import Ragged, opens_runs
from .facts import Facts

# Names are looked for so many paragraphs back.
_REACH_PARAGRAPHS = 12
# Slots of a paragraph: its last speaker, then the names in it, the last first.
_SLOTS = 1 + MAX_NAMES
_SLOT_BITS = 10
assert (2 + _REACH_PARAGRAPHS) * _SLOTS < 1 << _SLOT_BITS


class Recency(NamedTuple):
    """Pairs of speeches and characters, each once: int64[n] each.

    keys   ascending.
    slots  the smaller one is of the later name.
    """

    keys: I64
    slots: I64

    def with_more(self, packed: I64) -> Recency:
        """These and others, packed; of a pair that is in both the smaller slot counts."""
        return Recency.of(np.concatenate([self.keys << _SLOT_BITS | self.slots, packed]))

    @classmethod
    def of(cls, packed: I64) -> Recency:
        """Of pairs with slots, each packed into one number (`_packed`), in any order."""
        ordered = np.sort(packed)
        keys = ordered >> _SLOT_BITS
        opens = opens_runs(keys)
        return cls(keys[opens], ordered[opens] & ((1 << _SLOT_BITS) - 1))

    def in_order(self, bits: int) -> I64:
        """int64[n]: the keys by speech, the latest names first. `bits` of a key for the character: see facts.py."""
        speeches, characters = self.keys >> bits, self.keys & ((1 << bits) - 1)
        ordered = np.sort((speeches << _SLOT_BITS | self.slots) << bits | characters)
        return ordered >> bits + _SLOT_BITS << bits | ordered & ((1 << bits) - 1)


class RecentNames:
    """The characters named or speaking before each speech: in its paragraph, in a few paragraphs back of its scene,
    and then those named first beside it."""

    def __init__(self, work: Evidence, facts: Facts) -> None:
        self._facts = facts
        self._last_speech = np.array(work.last_speech, np.int64)
        self._named_first = Ragged.of(work.named_first)
        # By speech, so many of the paragraphs before its own may be looked at.
        self._reach = np.minimum(facts.paragraphs - facts.scene_opens[facts.paragraphs], _REACH_PARAGRAPHS)

    def named(self, low: int, high: int) -> Recency:
        """The characters that narration names before the speeches from `low` to `high`."""
        facts, speeches = self._facts, np.arange(low, high)
        paragraphs, reach = facts.paragraphs[speeches], self._reach[speeches]
        owners, places, characters = facts.before.expanded(speeches)
        lengths = np.diff(facts.before.starts)[speeches]
        parts = [self._packed(speeches[owners], lengths[owners] - 1 - places, characters)]
        for back in range(1, _REACH_PARAGRAPHS + 1):
            far = reach >= back
            owners, places, characters = facts.named.expanded(paragraphs[far] - back)
            parts.append(self._packed(speeches[far][owners], back * _SLOTS + 1 + places, characters))
        owners, places, characters = self._named_first.expanded(paragraphs)
        parts.append(self._packed(speeches[owners], (_REACH_PARAGRAPHS + 1) * _SLOTS + places, characters))
        return Recency.of(np.concatenate(parts))

    def speaking(self, low: int, high: int, speakers: I64) -> I64:
        """Packed pairs of those who speak last in the paragraphs before; `speakers`: int64 by speech, or NOBODY."""
        speeches = np.arange(low, high)
        parts = []
        for back in range(1, _REACH_PARAGRAPHS + 1):
            far = speeches[self._reach[low:high] >= back]
            others = self._last_speech[self._facts.paragraphs[far] - back]
            characters = np.where(others >= 0, speakers[others], NOBODY)
            parts.append(self._packed(far, np.full(len(far), back * _SLOTS), characters))
        return np.concatenate(parts)

    def _packed(self, speeches: I64, slots: I64, characters: I64) -> I64:
        known = characters >= 0
        return (speeches[known] << self._facts.bits | characters[known]) << _SLOT_BITS | slots[known]
