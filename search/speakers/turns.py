"""The turns of speakers in a segment: runs of utterances of one turn that one character says."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, Mask
from fabula.search.plan import ScopeFilter, SpeechScope, SpeechSpan
from fabula.search.postings.speech_coordinates import SpeechCoordinates


class Turns(NamedTuple):
    """Turns of one segment, in reading order: int64[n] each.

    scenes        the scene of each, by its number in the segment.
    begins, ends  its utterances, half-open, by their numbers in the segment. Narration may stand between them.
    """

    scenes: I64
    begins: I64
    ends: I64


class SpokenCounts(NamedTuple):
    """What is said in a segment, one entry a work's character: int64[n] each.

    works    the work, by its number in the segment, ascending.
    speakers the place among the characters of the work, from 1.
    turns    how often the character speaks; words: the words of that.
    """

    works: I64
    speakers: I64
    turns: I64
    words: I64


def turns_of(speech: SpeechCoordinates, scenes: Mask, name: tuple[str, ...]) -> Turns:
    """The turns of all characters with this name in some scenes: bool[scenes of the segment].

    name  folded words without accents, as in ScopeFilter.
    """
    chosen = speech.utterances_of(ScopeFilter(SpeechScope.DIALOGUE, name)).chosen
    numbers = np.flatnonzero(scenes[speech.scenes] if chosen is None else chosen & scenes[speech.scenes])
    # Pieces of one turn that another character's piece parts are two turns.
    is_first = _begins_turn(speech)[numbers]
    is_first[1:] |= numbers[1:] != numbers[:-1] + 1
    is_first[:1] = True
    firsts = np.flatnonzero(is_first)
    begins = numbers[firsts]
    ends = numbers[np.append(firsts[1:], len(numbers))[: len(firsts)] - 1] + 1
    return Turns(speech.scenes[begins], begins, ends)


def spoken_counts(speech: SpeechCoordinates, scenes: Mask) -> SpokenCounts:
    """How much each character says in some scenes: bool[scenes of the segment]. Those who say nothing are left out."""
    sizes = np.array([len(cast) + 1 for cast in speech.casts], np.int64)
    offsets = np.cumsum(sizes) - sizes
    works = speech.segment.scene_works[speech.scenes].astype(np.int64)
    entries = (offsets[works] + speech.speakers)[is_said := (speech.speakers > 0) & scenes[speech.scenes]]
    turns = np.bincount(entries, _begins_turn(speech)[is_said], int(sizes.sum())).astype(np.int64)
    words = np.bincount(entries, speech.lengths[is_said], int(sizes.sum())).astype(np.int64)
    speaking = np.flatnonzero(turns)
    owners = np.repeat(np.arange(len(sizes)), sizes)[speaking]
    return SpokenCounts(owners, speaking - offsets[owners], turns[speaking], words[speaking])


def _begins_turn(speech: SpeechCoordinates) -> Mask:
    """bool[n]: the utterances that begin a turn, or that another character than the one before says within a turn."""
    owners, speakers = speech.coordinates(SpeechSpan.TURN).owners, speech.speakers
    begins = np.ones(len(owners), bool)
    begins[1:] = (owners[1:] != owners[:-1]) | (speakers[1:] != speakers[:-1])
    return begins
