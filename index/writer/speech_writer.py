"""Writes the speech of a segment: that of its works in one, and the words around each break within a turn."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.codec.segment import Segment
from fabula.index.codec.speech import CastMember, Speech, WorkRules
from .work_speech import WorkSpeech

# Positions unpacked at a time to find the terms at breaks.
_POSITIONS_AT_ONCE = 4_000_000


class KeptSpeech(NamedTuple):
    """The speech of an earlier file of the segment, which is kept for the works with these numbers."""

    speech: Speech
    works: Collection[int]


def join_works(
    segment: Segment, works: Mapping[int, WorkSpeech], rules: Mapping[int, WorkRules], kept: KeptSpeech | None = None
) -> Speech:
    """The speech of the segment from that of its works, by their numbers; of others only what is `kept`.

    rules  by which the speech of `works` was found.

    Works whose speakers are not known are its failures.
    """
    casts: list[Sequence[CastMember]] = [()] * segment.work_count
    methods, names = np.zeros(segment.work_count, np.uint32), np.zeros(segment.work_count, np.uint64)
    failures: dict[int, str] = {}
    columns = [WorkSpeech.nothing().columns]
    if kept is not None and kept.works:
        speech, numbers = kept.speech, sorted(set(kept.works).difference(works))
        methods[numbers], names[numbers] = speech.methods[numbers], speech.names[numbers]
        failures |= {number: reason for number, reason in speech.failures.items() if number in set(numbers)}
        for number in numbers:
            casts[number] = speech.casts[number]
        owners = segment.scene_works[segment.scenes_of(speech.firsts)]
        columns.append(np.stack([column[np.isin(owners, numbers)].astype(np.int64) for column in speech[:5]]))
    for number, work in works.items():
        casts[number], (methods[number], names[number]) = work.cast, rules[number]
        columns.append(work.columns)
        if work.failure:
            failures[number] = work.failure
    joined = np.concatenate(columns, axis=1)
    # Works of a segment need not lie in the order of their numbers.
    firsts, lasts, opens, speakers, confidences = joined[:, np.argsort(joined[0], kind="stable")]
    return Speech(
        firsts.astype(np.uint32),
        lasts.astype(np.uint32),
        opens.astype(np.uint8),
        speakers.astype(np.uint16),
        confidences.astype(np.uint8),
        casts,
        failures=dict(sorted(failures.items())),
        methods=methods,
        names=names,
    )


def add_break_terms(segment: Segment, speech: Speech) -> Speech:
    """Add the terms before and after each break within a turn, so that a phrase over a break can be looked up.

    All postings are unpacked for it, some at a time: 20 ns a position.
    """
    breaks = speech.breaks
    places = np.concatenate([speech.lasts[breaks - 1], speech.firsts[breaks]])
    is_wanted = np.zeros(int(segment.scene_starts[-1]) + 1, bool)
    is_wanted[places] = True
    order = np.argsort(places, kind="stable")
    terms = np.empty(len(places), np.uint32)
    ends = np.cumsum(segment.term_frequencies)
    low = 0
    while low < segment.term_count and len(places):
        done = int(ends[low - 1]) if low else 0
        high = max(low + 1, int(np.searchsorted(ends, done + _POSITIONS_AT_ONCE, side="right")))
        positions = segment.positions_between(low, high)
        found = np.flatnonzero(is_wanted[positions])
        found_terms = np.searchsorted(ends[low:high], found + done, side="right") + low
        index = np.searchsorted(places[order], positions[found])
        terms[order[index]] = found_terms
        # A word between two breaks is the last of one piece and the first of the next, so it is wanted twice.
        next_index = np.minimum(index + 1, len(order) - 1)
        is_twice = places[order[next_index]] == positions[found]
        terms[order[next_index[is_twice]]] = found_terms[is_twice]
        low = high
    return speech._replace(befores=terms[: len(breaks)], afters=terms[len(breaks) :])
