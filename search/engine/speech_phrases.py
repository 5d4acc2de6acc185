"""Phrases and words in speech, in narration, by a speaker, and over the narration that interrupts a speech.

All of it over the same positions: what lies in a scope is kept of what was found, and a phrase over an interruption is
looked for in the coordinates of `spoken.py`, by the two words on either side of it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64
from fabula.search.plan import PhraseClause, ScopeFilter, SpeechSpan
from fabula.search.postings.lookup import SegmentPostings
from fabula.search.postings.posting_list import PostingList
from fabula.search.postings.speech_coordinates import SpeechCoordinates

__all__ = ["joined_starts", "near_starts", "within_scope"]


_NOWHERE: I64 = np.empty(0, np.int64)


def within_scope(spoken: SpeechCoordinates, scope: ScopeFilter, starts: NDArray[np.integer], length: int = 1) -> I64:
    """Those of the places at which runs of `length` words begin all of which lie in the scope."""
    found: I64 = starts[spoken.allowed(scope, starts, length)].astype(np.int64)
    return found


def near_starts(
    sequence: PhraseClause, scope: ScopeFilter, postings: SegmentPostings, spoken: SpeechCoordinates
) -> I64:
    """int64[...], ascending: where a run of the words in order begins that has at most `slop` others in it.

    All of the words lie in the scope; what lies between them may be anything.
    """
    lists = [
        within_scope(spoken, scope, postings.of(slot, sequence.level).positions()) for slot in sequence.alternatives
    ]
    first = last = lists[0]
    longest = len(lists) - 1 + sequence.slop
    for own in lists[1:]:
        if not len(first) or not len(own):
            return _NOWHERE
        # For every place of the first word the nearest next ones end soonest, so those alone have to be looked at.
        index = np.searchsorted(own, last, side="right")
        some = index < len(own)
        first, last = first[some], own[index[some]]
        close = last - first <= longest
        first, last = first[close], last[close]
    inside: I64 = first[postings.segment.scenes_of(first) == postings.segment.scenes_of(last)]
    return inside


def joined_starts(
    sequence: PhraseClause,
    postings: SegmentPostings,
    spoken: SpeechCoordinates,
    together: Callable[[list[PostingList]], I64],
) -> I64:
    """int64[...], ascending: where a phrase begins that runs over two pieces of speech or more.

    Of one turn, or of one scene (`sequence.speech_span`); nothing but what is in no utterance lies between its words.
    With a scope all its pieces are the speaker's.

    together  gives the scenes (ascending) that hold all of some words.
    """
    lists = [postings.of(slot, sequence.level) for slot in sequence.alternatives]
    size = len(lists)
    if not all(own.frequency for own in lists):
        return _NOWHERE
    order = list(range(size))
    if sequence.speech_span is SpeechSpan.TURN:
        starts = spoken.starts_across_breaks(sequence.level, [own.numbers for own in lists])
    else:
        # Prose was looked for near one another before: the scenes that hold all of it are known, and few or none.
        scenes = together(lists)
        if not len(scenes):
            return _NOWHERE
        rarest = min(order, key=lambda place: lists[place].frequency)
        places = spoken.beside_breaks(lists[rarest].inside(scenes).astype(np.uint32), rarest, size - 1 - rarest)
        starts = _numbers(places, spoken, sequence.speech_span) - rarest
        order.remove(rarest)
    if not len(starts):
        return _NOWHERE
    bases, owners = spoken.coordinates(sequence.speech_span)
    # Where it would begin and end; what falls between two owners is nowhere.
    first, last = (np.searchsorted(bases, ends, side="right") - 1 for ends in (starts, starts + size - 1))
    kept = (first >= 0) & (last > first)
    kept &= owners[first] == owners[last]
    for number, own in ((starts, first), (starts + size - 1, last)):
        kept[kept] = number[kept] - bases[own[kept]] < spoken.lengths[own[kept]]
    if sequence.scope is not None:
        voices = spoken.voices(sequence.scope)
        kept[kept] = voices.without_others(first[kept], last[kept])
    starts = starts[kept]
    for place in sorted(order, key=lambda place: (not lists[place].quick, lists[place].frequency)):
        if not len(starts):
            return _NOWHERE
        starts = _standing(starts, place, lists[place], spoken, sequence.speech_span)
    return _positions(starts, spoken, sequence.speech_span)


def _numbers(places: I64, spoken: SpeechCoordinates, speech_span: SpeechSpan) -> I64:
    """The numbers of those of the positions that lie in speech."""
    own = np.searchsorted(spoken.firsts, places, side="right") - 1
    said = own >= 0
    own, places = own[said], places[said]
    offset = places - spoken.firsts[own]
    said = offset < spoken.lengths[own]
    numbers: I64 = (spoken.coordinates(speech_span).bases[own] + offset)[said]
    return numbers


def _positions(numbers: I64, spoken: SpeechCoordinates, speech_span: SpeechSpan) -> I64:
    """The positions of words with these numbers, all of which are those of words."""
    bases = spoken.coordinates(speech_span).bases
    own = np.searchsorted(bases, numbers, side="right") - 1
    found: I64 = spoken.firsts[own] + numbers - bases[own]
    return found


def _standing(starts: I64, place: int, words: PostingList, spoken: SpeechCoordinates, speech_span: SpeechSpan) -> I64:
    """Those of the starts at which one of `words` stands `place` words further on."""
    found: I64 = starts[words.among(_positions(starts + place, spoken, speech_span))]
    return found
