"""The speech of one segment: which words lie in it, and which are neighbours when the narration between is skipped.

Skipping narration is a change of coordinates. The words of utterances are numbered anew: on from one piece of a turn to
the next, with one number left out between turns. A phrase over an interruption is then a run of consecutive numbers,
found with the same posting lists (docs/file-format.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64, U32, Mask
from fabula.index.budget import checked
from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import CastMember, SpeechLayer
from fabula.index.sorted_arrays import sorted_unique
from fabula.search.plan import Level, ScopeFilter, SpeechScope, SpeechSpan
from .break_pairs import BreakPairs
from .character_names import has_name
from .utterance_set import UtteranceSet

_BEYOND = (1 << 32) - 1
# Names in queries whose utterances are kept.
_MAX_NAMES = 256


class Coordinates(NamedTuple):
    """The numbers of the words of utterances when narration is skipped.

    bases   int64[n]  the number of the first word of each utterance, ascending.
    owners  int64[n]  the turn (or the scene) of each utterance; numbers of different owners are never consecutive.
    """

    bases: I64
    owners: I64


class SpeechCoordinates:
    """A segment's speech layer. May be shared by threads; everything is computed when it is first asked for."""

    def __init__(self, segment: Segment, layer: SpeechLayer) -> None:
        self.segment = segment
        self._layer = layer
        self._coordinates: dict[SpeechSpan, Coordinates] = {}
        self._break_pairs: dict[Level, BreakPairs] = {}
        self._by_names: dict[tuple[tuple[str, ...], ...], UtteranceSet] = {}
        self._lock = Lock()

    @cached_property
    def firsts(self) -> I64:
        """int64[n]: the position of the first word of each utterance, ascending."""
        return self._layer.speech.firsts.astype(np.int64)

    @cached_property
    def lengths(self) -> I64:
        """int64[n]: the number of words of each utterance."""
        return self._layer.speech.lasts.astype(np.int64) - self.firsts + 1

    @cached_property
    def scenes(self) -> I64:
        """int64[n]: the scene of each utterance."""
        return self.segment.scenes_of(self.firsts)

    @cached_property
    def speakers(self) -> I64:
        """int64[n]: the place of each utterance's speaker among the characters of its work, from 1; 0 if unknown."""
        return self._layer.speech.speakers.astype(np.int64)

    def cast(self, work: int) -> tuple[CastMember, ...]:
        """The characters of one of the segment's works."""
        return self._layer.cast(work)

    @property
    def casts(self) -> Sequence[Sequence[CastMember]]:
        return self._layer.speech.casts

    def coordinates(self, speech_span: SpeechSpan) -> Coordinates:
        coordinates = self._coordinates.get(speech_span)
        if coordinates is None:
            opens = self._layer.speech.opens.astype(bool)
            if speech_span is SpeechSpan.SCENE:
                opens = np.concatenate([[True], self.scenes[1:] != self.scenes[:-1]])[: len(opens)]
            owners = np.cumsum(opens)
            coordinates = Coordinates(np.cumsum(self.lengths) - self.lengths + owners, owners)
            self._coordinates[speech_span] = coordinates
        return coordinates

    def starts_across_breaks(self, level: Level, words: Sequence[Sequence[int]]) -> I64:
        """int64[...], ascending, distinct: the numbers at which a phrase may begin that runs over a break in a turn.

        words  for each word of the phrase the numbers of the terms (or stems) that may stand there.

        The two words on either side of a break are looked up as one: as many look-ups as the phrase has words, however
        common those are.
        """
        at_breaks = self._pairs(level).find(words)
        if not at_breaks:
            return np.empty(0, np.int64)
        bases = self.coordinates(SpeechSpan.TURN).bases
        return sorted_unique(np.concatenate([bases[utterances] - index for utterances, index in at_breaks]))

    def may_cross_break(self, level: Level, words: Sequence[Sequence[int]]) -> bool:
        """False only if no phrase of these words (see `starts_across_breaks`) runs over a break in a turn."""
        return bool(self._pairs(level).candidates(words))

    def _pairs(self, level: Level) -> BreakPairs:
        pairs = self._break_pairs.get(level)
        if pairs is None:
            speech = self._layer.speech
            befores: U32 | I64 = speech.befores
            afters: U32 | I64 = speech.afters
            if level is Level.STEM:
                befores, afters = self.segment.stems_at(speech.befores), self.segment.stems_at(speech.afters)
            pairs = self._break_pairs[level] = BreakPairs(befores, afters, speech.breaks)
        return pairs

    def beside_breaks(self, positions: U32, before: int, after: int) -> I64:
        """int64[...]: the positions (ascending) where a phrase over a break can have this word, and a few others.

        The phrase has `before` words before that one and `after` words after it.
        """
        ends, begins = self._break_edges
        index = ends.searchsorted(positions)
        candidates = positions.astype(np.int64)
        # The break comes after the word, or before it.
        beside = ends.take(index) - candidates < after
        distance = candidates - begins.take(index)
        beside |= (distance >= 0) & (distance < before)
        return candidates[beside]

    @cached_property
    def _break_edges(self) -> tuple[U32, U32]:
        """uint32[b + 1] each, ascending: the last word before each break in a scene, then a number beyond all; and for
        each of those the first word after the break before it, a number beyond all for the first."""
        speech = self._layer.speech
        same_scene = np.flatnonzero(self.scenes[1:] == self.scenes[:-1])
        beyond = np.array([_BEYOND], np.uint32)
        return np.append(speech.lasts[same_scene], beyond), np.append(beyond, speech.firsts[same_scene + 1])

    @cached_property
    def _all_utterances(self) -> UtteranceSet:
        return UtteranceSet(self.firsts, self.lengths, None)

    def utterances_of(self, scope: ScopeFilter) -> UtteranceSet:
        """The utterances that the scope covers, or, for narration, leaves out."""
        return self._said_by(scope.names) if scope.names else self._all_utterances

    def _said_by(self, names: tuple[tuple[str, ...], ...]) -> UtteranceSet:
        """The utterances of the characters that have the words of any of `names` in one of their own."""
        with self._lock:
            utterances = self._by_names.get(names)
        if utterances is None:
            casts = self.casts
            # For each work one entry for an unknown speaker, then one for each character.
            sizes = np.array([len(cast) + 1 for cast in casts], np.int64)
            begin = np.cumsum(sizes) - sizes
            is_named = np.zeros(int(sizes.sum()), bool)
            for work, cast in checked(enumerate(casts), "the speeches of a character", every=64):
                for number, member in enumerate(cast, 1):
                    is_named[begin[work] + number] = any(has_name(member, name) for name in names)
            works = self.segment.scene_works[self.scenes].astype(np.int64)
            chosen: Mask = is_named[begin[works] + self._layer.speech.speakers]
            utterances = UtteranceSet(self.firsts, self.lengths, chosen)
            with self._lock:
                if len(self._by_names) >= _MAX_NAMES:
                    self._by_names.clear()
                self._by_names[names] = utterances
        return utterances

    def scenes_with(self, scope: ScopeFilter) -> Mask:
        """bool[scenes]: which scenes have any words in the scope."""
        mask = np.zeros(len(self.segment), bool)
        if scope.side is SpeechScope.DIALOGUE:
            chosen = self.utterances_of(scope).chosen
            mask[self.scenes if chosen is None else self.scenes[chosen]] = True
        elif not scope.speaker:
            spoken_words = np.bincount(self.scenes, self.lengths, len(self.segment))
            mask = spoken_words < self.segment.scene_lengths
        return mask

    def in_scope(self, scope: ScopeFilter, positions: NDArray[Any], length: int = 1) -> Mask:
        """bool[m]: True where all the `length` words from each of the positions (ascending) on lie in the scope."""
        if scope.side is SpeechScope.NARRATION:
            if scope.speaker:
                return np.zeros(len(positions), bool)
            if length == 1:
                return ~self._all_utterances.contains(positions)
            narrated: Mask = self._all_utterances.words_from(positions.astype(np.int64), length) == 0
            return narrated
        utterances = self.utterances_of(scope)
        if length == 1:
            return utterances.contains(positions)
        spoken: Mask = utterances.words_from(positions.astype(np.int64), length) == length
        return spoken

    def numbers_of(self, positions: I64, speech_span: SpeechSpan) -> I64:
        """The speech coordinates of those of the positions that lie in speech."""
        utterances = np.searchsorted(self.firsts, positions, side="right") - 1
        utterances, positions = utterances[utterances >= 0], positions[utterances >= 0]
        offsets = positions - self.firsts[utterances]
        numbers: I64 = (self.coordinates(speech_span).bases[utterances] + offsets)[offsets < self.lengths[utterances]]
        return numbers

    def positions_of(self, numbers: I64, speech_span: SpeechSpan) -> I64:
        """The positions of the words with these speech coordinates, none of which may lie between two owners."""
        bases = self.coordinates(speech_span).bases
        utterances = np.searchsorted(bases, numbers, side="right") - 1
        positions: I64 = self.firsts[utterances] + numbers - bases[utterances]
        return positions

    def utterances_in(self, scene: int) -> range:
        """The utterances of one scene."""
        low, high = np.searchsorted(self.firsts, self.segment.scene_starts[scene : scene + 2].astype(np.int64)).tolist()
        return range(low, high)

    def opens(self, utterance: int) -> bool:
        """True where a turn begins."""
        return bool(self._layer.speech.opens[utterance])

    def speaker(self, utterance: int, work: int) -> CastMember | None:
        """Who says it; `work` is that of its scene."""
        number = int(self._layer.speech.speakers[utterance])
        return self.cast(work)[number - 1] if number else None

    def confidence(self, utterance: int) -> float:
        """How likely the speaker is right, from 0 to 1."""
        return int(self._layer.speech.confidences[utterance]) / 255
