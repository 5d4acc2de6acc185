"""What is said in one segment, as a query sees it: which words lie in speech, and what stands next to what when the
narration within a speech is skipped.

That is a change of coordinates. The words of utterances are numbered anew: on from one piece of a turn to the next,
with one number left out between turns. A phrase over an interruption then is a run of neighbouring numbers, found among
the same postings (docs/file-format.md).
"""

from __future__ import annotations

from collections.abc import Sequence as Several
from functools import cached_property
from threading import Lock
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..index.analysis import flatten, words
from ..index.codec.segment import Segment
from ..index.codec.speech import CastMember, SpeechLayer
from .plan import Joint, Layer, Place

__all__ = ["Coordinates", "SpokenSegment", "Voices", "has_name"]

# Words around a break within a turn, in which a phrase over the break can have any of its words; for longer ones the
# quick look is left out. The look is a byte for every `1 << _STRIDE_BITS` positions.
_REACH = 16
_STRIDE_BITS = 4
# Names of queries whose utterances are kept.
_MOST_NAMES = 256

I64 = NDArray[np.int64]
Mask = NDArray[np.bool_]


class Coordinates(NamedTuple):
    """The numbers that words of utterances have when narration is skipped.

    bases   int64[n]  the number of the first word of each utterance, ascending.
    owners  int64[n]  the turn (or the scene) of each; numbers of different ones never meet.
    """

    bases: I64
    owners: I64


class Voices:
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


class SpokenSegment:
    """A segment's layer of speech. May be shared by threads; everything is worked out when it is first asked for."""

    def __init__(self, segment: Segment, layer: SpeechLayer) -> None:
        self.segment = segment
        self._layer = layer
        self._coordinates: dict[Joint, Coordinates] = {}
        self._casts: dict[int, tuple[CastMember, ...]] = {}
        self._named: dict[tuple[str, ...], Voices] = {}
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
    def casts(self) -> Several[Several[CastMember]]:
        return self._layer.speech.casts

    def coordinates(self, joint: Joint) -> Coordinates:
        found = self._coordinates.get(joint)
        if found is None:
            opens = self._layer.speech.opens.astype(bool)
            if joint is Joint.SCENE:
                opens = np.concatenate([[True], self.scenes[1:] != self.scenes[:-1]])[: len(opens)]
            owners = np.cumsum(opens)
            found = Coordinates(np.cumsum(self.lengths) - self.lengths + owners, owners)
            self._coordinates[joint] = found
        return found

    @cached_property
    def _near_breaks(self) -> Mask:
        """bool[...]: for every few positions, whether a break within a turn is near."""
        opens = self._layer.speech.opens.astype(bool)
        size = (int(self.segment.scene_starts[-1]) >> _STRIDE_BITS) + 2
        found = np.zeros(size, bool)
        goes_on = np.flatnonzero(~opens[1:])
        ends = self.firsts[goes_on] + self.lengths[goes_on] - 1
        begins = self.firsts[goes_on + 1]
        for low in (np.maximum(ends - _REACH + 1, 0), begins):
            for part in range((_REACH >> _STRIDE_BITS) + 1):
                block = np.minimum((low >> _STRIDE_BITS) + part, size - 1)
                found[block] = True
        return found

    def near_breaks(self, positions: NDArray[Any], length: int) -> NDArray[Any]:
        """At least those of the positions at which a phrase of this length can have a word that runs over a break."""
        if length > _REACH:
            return positions
        near: NDArray[Any] = positions[self._near_breaks[positions >> _STRIDE_BITS]]
        return near

    @cached_property
    def all(self) -> Voices:
        return Voices(self.firsts, self.lengths, None)

    def voices(self, layer: Layer) -> Voices:
        """The utterances that the layer looks at, or, for narration, looks away from."""
        return self.said_by(layer.speaker) if layer.speaker else self.all

    def said_by(self, name: tuple[str, ...]) -> Voices:
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
            found = Voices(self.firsts, self.lengths, chosen)
            with self._lock:
                if len(self._named) >= _MOST_NAMES:
                    self._named.clear()
                self._named[name] = found
        return found

    def speaking(self, layer: Layer) -> Mask:
        """bool[scenes]: where there is any of what the layer looks at."""
        held = np.zeros(len(self.segment), bool)
        if layer.place is Place.DIALOGUE:
            chosen = self.voices(layer).chosen
            held[self.scenes if chosen is None else self.scenes[chosen]] = True
        elif not layer.speaker:
            said = np.bincount(self.scenes, self.lengths, len(self.segment))
            held = said < self.segment.scene_lengths
        return held

    def allowed(self, layer: Layer, positions: NDArray[Any], length: int = 1) -> Mask:
        """bool[n]: True where the `length` words from each position on all lie in the layer."""
        if layer.place is Place.NARRATION:
            if layer.speaker:
                return np.zeros(len(positions), bool)
            narrated: Mask = self.all.words_from(positions.astype(np.int64), length) == 0
            return narrated
        said: Mask = self.voices(layer).words_from(positions.astype(np.int64), length) == length
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


def has_name(member: CastMember, name: tuple[str, ...]) -> bool:
    """True if one of the character's names has the words of `name`, folded and without accents, in order."""
    return any(_in_order(name, [flatten(word) for word in words(own)]) for own in (member.name, *member.aliases))


def _in_order(wanted: tuple[str, ...], own: list[str]) -> bool:
    rest = iter(own)
    return all(word in rest for word in wanted)
