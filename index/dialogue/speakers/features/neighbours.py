"""What the likely speakers of the speeches around a speech tell of its own.

Each feature of a neighbour's speaker has the chance of that speaker as its value. So all weights of one neighbour are
added up by speech first, and the chances are weighed as a table of speeches and characters.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

import numpy as np

from fabula.index.array_types import F64, I64, Mask
from fabula.index.dialogue.speakers.chances import Chances
from fabula.index.dialogue.speakers.speeches import Speech
from .candidates import Candidates
from .facts import Facts
from .static_features import FEATURES, NUMBER

# The speakers of so many speeches back count as recent, each with this share of the next one's weight.
_RECENT_SPEECHES, _RECENT_DECAY = 10, 0.8
_MAX_RECENCY = 3.0
_ANSWERS = re.compile(r"(?:yes|no|yeah|nope|well|oh|ah|why|of course|certainly|indeed|not|but|and)\b", re.IGNORECASE)
# (step to a neighbouring speech, bounds of its distance in paragraphs, a feature for each distance).
_NEIGHBOURS = (
    (-1, (0, 1, 2), ("before same paragraph", "before next", "before near", "before far")),
    (1, (0, 1, 2), ("after same paragraph", "after next", "after near", "after far")),
    (-2, (2, 4), ("second next", "second near", "second far")),
    (2, (2, 4), ("second after next", "second after next", "second after far")),
)
_MAX_STEP = 2


class Neighbours:
    """The features that speakers of neighbouring speeches have as candidates for a speech."""

    def __init__(self, speeches: Sequence[Speech], facts: Facts) -> None:
        self._facts = facts
        # For each step bool[features, speeches]: which features the speaker of that neighbour has.
        self._features = {step: self._distances(step, bounds, names) for step, bounds, names in _NEIGHBOURS}
        before, second = self._features[-1], self._features[-2]
        self._is_next = before[NUMBER["before next"]]
        before[NUMBER["before alone"]] = self._is_next & facts.is_alone
        before[NUMBER["before pronoun"]] = self._is_next & facts.has_pronoun
        second[NUMBER["second pronoun"]] = second[NUMBER["second next"]] & facts.has_pronoun
        has_before = before.any(axis=0)
        for name, is_so in _manners(speeches).items():
            before[NUMBER[name]] = has_before & is_so

    def _distances(self, step: int, bounds: tuple[int, ...], names: tuple[str, ...]) -> Mask:
        facts = self._facts
        features = np.zeros((len(FEATURES), len(facts.firsts)), bool)
        here = facts.beside(np.arange(len(facts.firsts)), step)
        before, after = (here + step, here) if step < 0 else (here, here + step)
        apart = facts.paragraphs[after] - facts.last_paragraphs[before]
        features[np.array([NUMBER[name] for name in names])[np.searchsorted(bounds, apart)], here] = True
        return features

    def weighed(self, weights: F64) -> dict[int, F64]:
        """For each step float64 by speech: what the weights (float64[features]) of its features come to."""
        return {step: weights @ features for step, features in self._features.items()}

    def scores(
        self, weights: F64, weighed: Mapping[int, F64], low: int, high: int, chances: Chances
    ) -> tuple[F64, I64]:
        """float64[speeches, columns]: what the neighbours of the speeches from `low` to `high` give to characters; and
        int64 by character: its column. `weighed`: what `weighed` made of the weights."""
        table = _ChanceTable(chances, low, high, self._facts)
        scores = weights[NUMBER["recent"]] * table.recency()
        for step, of_speeches in weighed.items():
            scores += of_speeches[low:high, None] * table.beside(step)
        if self._facts.narrator >= 0:
            column = table.columns[self._facts.narrator]
            narrated = weights[NUMBER["narrator spoke before"]] * self._is_next[low:high]
            scores[:, column] += narrated * table.beside(-1)[:, column]
        return scores, table.columns

    def add(self, matrix: F64, low: int, high: int, candidates: Candidates, chances: Chances) -> None:
        """Add the features to those of candidates, float64[features, n]."""
        table = _ChanceTable(chances, low, high, self._facts)
        speeches, columns = candidates.speeches, table.columns[candidates.characters]
        matrix[NUMBER["recent"]] += table.recency()[speeches - low, columns]
        for step, features in self._features.items():
            values = table.beside(step)[speeches - low, columns]
            matrix += features[:, speeches] * values
            if step == -1:
                narrated = self._is_next[speeches] & (candidates.characters == self._facts.narrator)
                matrix[NUMBER["narrator spoke before"]] += narrated * values


class _ChanceTable:
    """Chances by speech and character, of the speeches from `low` to `high` and those around them.

    columns  int64 by character: 0 is the column of all that have no chance.
    """

    def __init__(self, chances: Chances, low: int, high: int, facts: Facts) -> None:
        self._facts, self._low, self._high = facts, low, high
        first, last = max(0, low - _RECENT_SPEECHES), min(len(facts.firsts), high + _MAX_STEP)
        begin, end = chances.starts[first], chances.starts[last]
        characters, known = chances.characters[begin:end], chances.characters[begin:end] >= 0
        # Few of the characters of a long work speak within so many speeches.
        self.columns = np.zeros(facts.nobody + 1, np.int64)
        self.columns[characters[known]] = 1
        speaking = np.flatnonzero(self.columns)
        self.columns[speaking] = np.arange(1, len(speaking) + 1)
        self._table = np.zeros((high - low + _RECENT_SPEECHES + _MAX_STEP, len(speaking) + 1))
        rows = chances.speeches(first, last)[known] - (low - _RECENT_SPEECHES)
        self._table[rows, self.columns[characters[known]]] = chances.values[begin:end][known]

    def beside(self, step: int) -> F64:
        """float64[speeches, columns]: the chances of the speeches so many steps on, be they in the scene or not."""
        begin = _RECENT_SPEECHES + step
        return self._table[begin : begin + self._high - self._low]

    def recency(self) -> F64:
        """float64[speeches, columns]: how much each character spoke in the speeches before, the last counting most."""
        behind = np.arange(self._low, self._high) - self._facts.firsts[self._low : self._high]
        recent, weight = np.zeros((self._high - self._low, self._table.shape[1])), 1.0
        for back in range(1, _RECENT_SPEECHES + 1):
            recent += (weight * (behind >= back))[:, None] * self.beside(-back)
            weight *= _RECENT_DECAY
        return np.minimum(recent, _MAX_RECENCY)


def _manners(speeches: Sequence[Speech]) -> dict[str, Mask]:
    """By speech: how the one before it ends and it begins, which tell whether somebody else speaks."""
    ends = [speech.texts[-1][-5:] for speech in speeches]
    asks = np.array([text.endswith("?") for text in ends], bool)
    trails_off = np.array([text.endswith(("…", "...", ". . .")) for text in ends], bool)
    broken_off = np.array([text[-1] in "-—–" for text in ends], bool)
    return {
        "before asks": np.roll(asks, 1),
        "before trails off": np.roll(trails_off, 1),
        "before broken off": np.roll(broken_off, 1),
        "answers": np.array([_ANSWERS.match(speech.texts[0]) is not None for speech in speeches], bool),
    }
