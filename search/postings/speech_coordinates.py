"""What is said in one segment, as a query sees it: which words lie in speech, and what stands next to what when the
narration within a speech is skipped.

That is a change of coordinates. The words of utterances are numbered anew: on from one piece of a turn to the next,
with one number left out between turns. A phrase over an interruption then is a run of neighbouring numbers, found among
the same postings (docs/file-format.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.analysis import flatten, words
from fabula.index.array_types import I64, U32, U64, Mask
from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import CastMember, SpeechLayer
from fabula.index.sorted_arrays import sorted_unique
from fabula.search.plan import Level, ScopeFilter, SpeechScope, SpeechSpan

__all__ = ["Coordinates", "SpeechCoordinates", "UtteranceSet", "has_name"]

_BEYOND = (1 << 32) - 1
# Room in bits for each break, to tell pairs of words that stand at none. Two of them are set for a pair, so that one in
# a thousand others is taken for one; with one it was one in 64, and a phrase has 20 pairs in five segments.
_BITS = 64
_BIT = np.array([1 << bit for bit in range(8)], np.uint8)
# Odd, and far from a power of two, so that the words before breaks are spread over the bits.
_SPREAD = 0x9E3779B1
_SPREAD_AGAIN = 0x85EBCA6B
# Names of queries whose utterances are kept.
_MOST_NAMES = 256


class Coordinates(NamedTuple):
    """The numbers that words of utterances have when narration is skipped.

    bases   int64[n]  the number of the first word of each utterance, ascending.
    owners  int64[n]  the turn (or the scene) of each; numbers of different ones never meet.
    """

    bases: I64
    owners: I64


class UtteranceSet:
    """Some of the utterances of a segment: all of them, or those of a speaker."""

    def __init__(self, firsts: I64, lengths: I64, chosen: Mask | None) -> None:
        """`chosen`: bool[n], None for all."""
        self._firsts = firsts
        self._lengths = lengths
        self.chosen = chosen
        kept = lengths if chosen is None else np.where(chosen, lengths, 0)
        self._kept = kept
        self._before = np.concatenate([[0], np.cumsum(kept)])
        # How many utterances before each are not among them.
        self._others = None if chosen is None else np.concatenate([[0], np.cumsum(~chosen)])

    def words_before(self, places: I64) -> I64:
        """int64[n]: how many of their words lie before each position."""
        if not len(self._firsts):
            return np.zeros(len(places), np.int64)
        own = np.searchsorted(self._firsts, places) - 1
        inside = np.minimum(places - self._firsts[own], self._kept[own])
        counts: I64 = np.where(own >= 0, self._before[own] + inside, 0)
        return counts

    def words_from(self, starts: I64, length: int) -> I64:
        """int64[n]: how many of the `length` words from each position on are theirs."""
        return self.words_before(starts + length) - self.words_before(starts)

    def without_others(self, first: I64, last: I64) -> Mask:
        """bool[n]: True where all utterances from first[i] to last[i] are among them."""
        if self._others is None:
            return np.ones(len(first), bool)
        found: Mask = self._others[last + 1] == self._others[first]
        return found


class SpeechCoordinates:
    """A segment's layer of speech. May be shared by threads; everything is worked out when it is first asked for."""

    def __init__(self, segment: Segment, layer: SpeechLayer) -> None:
        self.segment = segment
        self._layer = layer
        self._coordinates: dict[SpeechSpan, Coordinates] = {}
        self._casts: dict[int, tuple[CastMember, ...]] = {}
        self._known_breaks: dict[Level, tuple[U64, I64]] = {}
        self._known_bits: dict[Level, bytes] = {}
        self._named: dict[tuple[str, ...], UtteranceSet] = {}
        self._lock = Lock()

    @cached_property
    def firsts(self) -> I64:
        """int64[n]: the position of the first word of each utterance, ascending."""
        return self._layer.speech.firsts.astype(np.int64)

    @cached_property
    def lengths(self) -> I64:
        """int64[n]: how many words each utterance has."""
        return self._layer.speech.lasts.astype(np.int64) - self.firsts + 1

    @cached_property
    def scenes(self) -> I64:
        """int64[n]: the scene of each utterance."""
        return self.segment.scenes_of(self.firsts)

    def cast(self, work: int) -> tuple[CastMember, ...]:
        """The characters of one of the segment's works."""
        found = self._casts.get(work)
        if found is None:
            found = self._casts[work] = self._layer.cast(work)
        return found

    @property
    def casts(self) -> Sequence[Sequence[CastMember]]:
        return self._layer.speech.casts

    def coordinates(self, speech_span: SpeechSpan) -> Coordinates:
        found = self._coordinates.get(speech_span)
        if found is None:
            opens = self._layer.speech.opens.astype(bool)
            if speech_span is SpeechSpan.SCENE:
                opens = np.concatenate([[True], self.scenes[1:] != self.scenes[:-1]])[: len(opens)]
            owners = np.cumsum(opens)
            found = Coordinates(np.cumsum(self.lengths) - self.lengths + owners, owners)
            self._coordinates[speech_span] = found
        return found

    def starts_across_breaks(self, level: Level, words: Sequence[Sequence[int]]) -> I64:
        """int64[...], ascending and distinct: the numbers at which a phrase may begin that runs over a break in a turn.

        words  for each place of the phrase the numbers of the terms (or stems) that may stand there.

        The two words on either side of a break are looked up as one: as many look-ups as the phrase has words, however
        common those are.
        """
        pairs = self._fitting(level, words)
        if not pairs:
            return np.empty(0, np.int64)
        keys, breaks = self._breaks(level)
        # One search for where each begins and where the next would: two take longer than all the rest.
        edges = keys.searchsorted(np.array([key + more for key, _ in pairs for more in (0, 1)], np.uint64)).tolist()
        found = [
            self.coordinates(SpeechSpan.TURN).bases[breaks[start:end]] - place
            for (_, place), start, end in zip(pairs, edges[::2], edges[1::2], strict=True)
            if start < end
        ]
        return sorted_unique(np.concatenate(found)) if found else np.empty(0, np.int64)

    def may_join(self, level: Level, words: Sequence[Sequence[int]]) -> bool:
        """False only if no phrase of such words runs over a break in a turn, as for `over_breaks`: 0.2 µs a word."""
        return bool(self._fitting(level, words))

    def _fitting(self, level: Level, words: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
        """(before << 32 | after, place of the word after) of the pairs that stand at a break, and a few that do not."""
        bits = self._known_bits.get(level)
        if bits is None:
            bits = self._known_bits[level] = _bits(self._breaks(level)[0])
        most = 8 * len(bits) - 1
        pairs = []
        for place in range(1, len(words)):
            for before in words[place - 1]:
                for after in words[place]:
                    spot = (before * _SPREAD + after) & most
                    if bits[spot >> 3] >> (spot & 7) & 1:
                        spot = (before + after * _SPREAD_AGAIN) & most
                        if not bits[spot >> 3] >> (spot & 7) & 1:
                            continue
                        pairs.append((before << 32 | after, place))
        return pairs

    def _breaks(self, level: Level) -> tuple[U64, I64]:
        """uint64[b], ascending: before << 32 | after, the words on either side of each break in a turn; and int64[b]:
        the utterance after it."""
        found = self._known_breaks.get(level)
        if found is None:
            speech = self._layer.speech
            sides = [speech.befores, speech.afters]
            if level is Level.STEM:
                sides = [self.segment.stems_at(terms).astype(np.uint32) for terms in sides]
            befores, afters = (own.astype(np.uint64) for own in sides)
            keys = befores << np.uint64(32) | afters
            order = np.argsort(keys, kind="stable")
            found = self._known_breaks[level] = (keys[order], speech.breaks[order])
        return found

    def beside_breaks(self, positions: U32, before: int, after: int) -> I64:
        """int64[...]: at least those of the positions (ascending) at which a phrase over a break can have this word.

        The phrase has `before` words before that one and `after` words after it.
        """
        ends, begins = self._edges
        index = ends.searchsorted(positions)
        places = positions.astype(np.int64)
        # The break may come after the word, or have come before it.
        kept = ends.take(index) - places < after
        behind = places - begins.take(index)
        kept |= (behind >= 0) & (behind < before)
        return places[kept]

    @cached_property
    def _edges(self) -> tuple[U32, U32]:
        """uint32[b + 1] each, ascending: the last word before each break in a scene, then a number beyond all; and for
        each of those places the first word after the break before it, a number beyond all for the first."""
        speech = self._layer.speech
        same = np.flatnonzero(self.scenes[1:] == self.scenes[:-1])
        beyond = np.array([_BEYOND], np.uint32)
        return np.append(speech.lasts[same], beyond), np.append(beyond, speech.firsts[same + 1])

    @cached_property
    def all(self) -> UtteranceSet:
        return UtteranceSet(self.firsts, self.lengths, None)

    def voices(self, scope: ScopeFilter) -> UtteranceSet:
        """The utterances that the scope looks at, or, for narration, looks away from."""
        return self.said_by(scope.speaker) if scope.speaker else self.all

    def said_by(self, name: tuple[str, ...]) -> UtteranceSet:
        """The utterances of the characters that have these words in one of their names."""
        with self._lock:
            found = self._named.get(name)
        if found is None:
            casts = self.casts
            sizes = np.array([len(cast) for cast in casts], np.int64)
            # For each work a place for nobody, then one for each character.
            begin = np.cumsum(sizes + 1) - (sizes + 1)
            fits = np.zeros(int((sizes + 1).sum()), bool)
            for work, cast in enumerate(casts):
                for place, member in enumerate(cast, 1):
                    fits[begin[work] + place] = has_name(member, name)
            works = self.segment.scene_works[self.scenes].astype(np.int64)
            chosen: Mask = fits[begin[works] + self._layer.speech.speakers]
            found = UtteranceSet(self.firsts, self.lengths, chosen)
            with self._lock:
                if len(self._named) >= _MOST_NAMES:
                    self._named.clear()
                self._named[name] = found
        return found

    def speaking(self, scope: ScopeFilter) -> Mask:
        """bool[scenes]: where there is any of what the scope looks at."""
        held = np.zeros(len(self.segment), bool)
        if scope.side is SpeechScope.DIALOGUE:
            chosen = self.voices(scope).chosen
            held[self.scenes if chosen is None else self.scenes[chosen]] = True
        elif not scope.speaker:
            said = np.bincount(self.scenes, self.lengths, len(self.segment))
            held = said < self.segment.scene_lengths
        return held

    def allowed(self, scope: ScopeFilter, positions: NDArray[Any], length: int = 1) -> Mask:
        """bool[n]: True where the `length` words from each position on all lie in the scope."""
        if scope.side is SpeechScope.NARRATION:
            if scope.speaker:
                return np.zeros(len(positions), bool)
            narrated: Mask = self.all.words_from(positions.astype(np.int64), length) == 0
            return narrated
        said: Mask = self.voices(scope).words_from(positions.astype(np.int64), length) == length
        return said

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


def _bits(keys: U64) -> bytes:
    """Two bits set for each of the keys, before << 32 | after; as many bits as a power of two (Bloom, 1970).

    Of Python's own bytes one is read in 30 ns, of a numpy array in 100.
    """
    size = 1 << (len(keys) * _BITS).bit_length()
    before, after = keys >> np.uint64(32), keys & np.uint64(_BEYOND)
    held = np.zeros(max(1, size // 8), np.uint8)
    for sums in (before * np.uint64(_SPREAD) + after, before + after * np.uint64(_SPREAD_AGAIN)):
        spots = sums & np.uint64(size - 1)
        np.bitwise_or.at(held, (spots >> np.uint64(3)).astype(np.int64), _BIT[spots & np.uint64(7)])
    return held.tobytes()


def has_name(member: CastMember, name: tuple[str, ...]) -> bool:
    """True if one of the character's names has the words of `name`, folded and without accents, in order."""
    return any(_in_order(name, [flatten(word) for word in words(own)]) for own in (member.name, *member.aliases))


def _in_order(wanted: tuple[str, ...], own: list[str]) -> bool:
    rest = iter(own)
    return all(word in rest for word in wanted)
