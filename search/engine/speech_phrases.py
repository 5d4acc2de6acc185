"""Phrases within speech, narration or a speaker's words, and over the narration that interrupts a speech.

All of them work on the same positions: a scope filters what was found, and a phrase over an interruption is looked for
in speech coordinates (postings/speech_coordinates.py), by the two words on either side of it.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from fabula.index.array_types import I64, U32
from fabula.index.budget import check
from fabula.search.plan import PhraseClause, ScopeFilter, SpeechSpan
from fabula.search.postings.lists.posting_list import PostingList
from fabula.search.postings.sorted_positions import next_positions
from fabula.search.postings.speech_coordinates import SpeechCoordinates
from .near_runs import NextAfter, near_runs

_EMPTY: I64 = np.empty(0, np.int64)


def within_scope(speech: SpeechCoordinates, scope: ScopeFilter, starts: I64, length: int) -> I64:
    """int64[...]: the starts (ascending) from which `length` words all lie in the scope."""
    return starts[speech.in_scope(scope, starts, length)]


def near_starts_in_scope(slop: int, scope: ScopeFilter, lists: list[PostingList], speech: SpeechCoordinates) -> I64:
    """int64[...], ascending: where a run of the words in order begins that has at most `slop` other words in it.

    All of the words lie in the scope; those between them may be anywhere.
    """
    first, *others = [listed.positions_within(scope) for listed in lists]
    beyond = int(speech.segment.scene_starts[-1])

    def following(positions: U32) -> NextAfter:
        return lambda queries, reach, _: next_positions(positions, queries, reach, beyond)

    return near_runs(first, [*map(following, others)], len(lists) - 1 + slop, speech.segment.scene_starts)


def starts_across_breaks(
    phrase: PhraseClause,
    lists: list[PostingList],
    speech: SpeechCoordinates,
    scenes_with_all: Callable[[list[PostingList]], I64],
) -> I64:
    """int64[...], ascending: where a phrase begins that runs over two or more utterances.

    They are of one turn, or of one scene (`phrase.speech_span`); only narration lies between its words. With a scope
    all of them are the speaker's.

    lists            the posting list of each word.
    scenes_with_all  gives the scenes (ascending) that have all of some words.
    """
    size = len(lists)
    if not all(listed.frequency for listed in lists):
        return _EMPTY
    unchecked = list(range(size))
    if phrase.speech_span is SpeechSpan.TURN:
        starts = speech.starts_across_breaks(phrase.level, [listed.term_numbers for listed in lists])
    else:
        # A tier before looked for the words near each other: the scenes that have all are known, and few or none.
        scenes = scenes_with_all(lists)
        if not len(scenes):
            return _EMPTY
        rarest = min(unchecked, key=lambda index: lists[index].frequency)
        positions = speech.beside_breaks(lists[rarest].in_scenes(scenes).astype(np.uint32), rarest, size - 1 - rarest)
        check()
        starts = speech.numbers_of(positions, phrase.speech_span) - rarest
        unchecked.remove(rarest)
    if not len(starts):
        return _EMPTY
    check()
    bases, owners = speech.coordinates(phrase.speech_span)
    # The utterances in which it would begin and end. A number between two owners belongs to no word.
    first, last = (np.searchsorted(bases, ends, side="right") - 1 for ends in (starts, starts + size - 1))
    fits = (first >= 0) & (last > first)
    fits &= owners[first] == owners[last]
    for numbers, utterances in ((starts, first), (starts + size - 1, last)):
        fits[fits] = numbers[fits] - bases[utterances[fits]] < speech.lengths[utterances[fits]]
    if phrase.scope is not None:
        fits[fits] = speech.utterances_of(phrase.scope).has_all(first[fits], last[fits])
    starts = starts[fits]
    for index in sorted(unchecked, key=lambda index: (not lists[index].is_fast, lists[index].frequency)):
        if not len(starts):
            return _EMPTY
        check()
        starts = starts[lists[index].contains_at(speech.positions_of(starts + index, phrase.speech_span))]
    return speech.positions_of(starts, phrase.speech_span)
