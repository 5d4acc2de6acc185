"""Who talks like this: how well the words of a speech fit those that narration gives to each character.

"Sir" and "ain't" are some characters' words and not others'. Each character has a distribution of words, smoothed by
that of all speech (Zhai and Lafferty 2004, "A Study of Smoothing Methods for Language Models", Dirichlet priors).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fabula.index.array_types import F64, I64
from fabula.index.dialogue.speakers.ragged import opens_runs
from .spoken_words import spoken_words

# Weight of the words of all speech in those of a character, in words. Among 300, 1,000, 2,000, 3,000 and 6,000.
_PRIOR_WORDS = 2_000
# Rarer words tell nothing of their own, nor do characters who speak less than others.
_MAX_WORDS, _MAX_CHARACTERS = 4_000, 64
_MAX_FIT = 3.0


class Wording:
    """The words of a work's speeches, from the pieces of each.

    starts    int64[speeches + 1]: where the words of each speech begin; the last is the number of all.
    words     int64[n]: the numbers of the words, 0 for all rare ones.
    size      how many numbers there are.
    speeches  int64[n]: the speech of each word; `own`: how often that has it.
    weights   float64[size]: what each word weighs in the smoothed words of a character.
    """

    def __init__(self, texts: Sequence[Sequence[str]]) -> None:
        self.starts, self.words, self.size = spoken_words(list(map(" ".join, texts)), _MAX_WORDS)
        self.speeches = np.repeat(np.arange(len(texts)), np.diff(self.starts))
        self.own = _counts_within(self.speeches, self.words, self.size)
        everything = np.bincount(self.words, minlength=self.size) + 0.5
        self.weights = _PRIOR_WORDS * everything / everything.sum()


class Profiles:
    """The words of each character.

    speakers  int64[speeches]: who surely speaks, negative where that is not known.
    """

    def __init__(self, wording: Wording, speakers: I64) -> None:
        self._wording, self._speakers = wording, speakers
        speaker_of = speakers[wording.speeches]
        lengths = np.bincount(speaker_of[speaker_of >= 0], minlength=1)
        known = np.flatnonzero(lengths)
        self._known = known[np.argsort(-lengths[known], kind="stable")][:_MAX_CHARACTERS]
        self._places = np.full(len(lengths), -1, np.int64)
        self._places[self._known] = np.arange(len(self._known))
        place_of = np.where(speaker_of >= 0, self._places[speaker_of], -1)
        is_known = place_of >= 0
        pairs = place_of[is_known] * wording.size + wording.words[is_known]
        self._tables = np.bincount(pairs, minlength=len(self._known) * wording.size).reshape(-1, wording.size)
        self._totals = self._tables.sum(axis=1)
        # The logarithm of how much likelier a character says a word than anybody, but for what its number of words
        # makes of that. Few words are said by most; a rare one is as if never said before.
        self._logs = np.zeros(self._tables.size)
        said = np.flatnonzero(self._tables.reshape(-1) > 0)
        weights = wording.weights[said % wording.size]
        self._logs[said] = np.log((self._tables.reshape(-1)[said] + weights) / weights)
        self._logs[:: wording.size] = 0

    def fits(self, speeches: I64, characters: I64) -> F64:
        """float64[n]: how well each speech fits the character beside it, from -3 to 3; 0 where nothing is known.

        The words of the speech itself do not count among those of its speaker.
        """
        found = np.zeros(len(speeches))
        places = np.full(len(characters), -1, np.int64)
        may_be_known = (characters >= 0) & (characters < len(self._places))
        places[may_be_known] = self._places[characters[may_be_known]]
        starts = self._wording.starts
        lengths = np.diff(starts)[speeches]
        rows = np.flatnonzero((places >= 0) & (lengths > 0))
        if not len(rows):
            return found
        speeches, places, lengths = speeches[rows], places[rows], lengths[rows]
        ends = np.cumsum(lengths)
        begins = ends - lengths
        tokens = np.arange(ends[-1]) + np.repeat(starts[speeches] - begins, lengths)
        flat = np.repeat(places * self._wording.size, lengths)
        flat += self._wording.words[tokens]
        values = self._logs[flat]
        is_own = self._speakers[speeches] == self._known[places]
        of_own = np.flatnonzero(np.repeat(is_own, lengths))
        values[of_own] = self._logs_elsewhere(tokens[of_own], flat[of_own])
        totals = self._totals[places] - np.where(is_own, lengths, 0)
        sums = np.add.reduceat(values, begins) - lengths * np.log((totals + _PRIOR_WORDS) / _PRIOR_WORDS)
        found[rows] = np.clip(sums / np.sqrt(lengths), -_MAX_FIT, _MAX_FIT)
        return found

    def _logs_elsewhere(self, tokens: I64, flat: I64) -> F64:
        """float64[n]: the logarithms for words of their speakers' own speeches, without these speeches.

        tokens  which words; `flat`: where they stand in the table of all characters' words.
        """
        words = self._wording.words[tokens]
        weights = self._wording.weights[words]
        said = np.where(words > 0, self._tables.reshape(-1)[flat] - self._wording.own[tokens], 0)
        logs: F64 = np.log((said + weights) / weights)
        return logs


def _counts_within(speeches: I64, words: I64, size: int) -> I64:
    """int64[n]: how often the speech of each word has it."""
    keys = speeches * size + words
    order = np.argsort(keys)
    opens = np.flatnonzero(opens_runs(keys[order]))
    lengths = np.diff(np.append(opens, len(keys)))
    counts = np.empty(len(keys), np.int64)
    counts[order] = np.repeat(lengths, lengths)
    return counts
