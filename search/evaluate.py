"""A part of a plan to the scenes of one segment that it matches, as a mask."""

from __future__ import annotations

from functools import reduce

import numpy as np
from numpy.typing import NDArray

from .conditions import meets
from .expansion import Expansions
from .match import stands_verbatim
from .plan import All, Any, Condition, Everything, Expansion, Level, Part, Sequence, Without
from .postings import SegmentPostings

__all__ = ["evaluate"]

Mask = NDArray[np.bool_]
Positions = NDArray[np.int64]


def evaluate(part: Part, postings: SegmentPostings, expansions: Expansions) -> Mask:
    """bool[scenes]: which scenes match `part`, deleted ones and those of any kind included."""
    match part:
        case Sequence():
            return _sequence(part, postings)
        case Expansion():
            return postings.holding(expansions.words(part), Level.SURFACE)
        case Condition():
            return _of_works(part, postings)
        case Everything():
            return np.ones(len(postings), bool)
        case All(parts):
            # Conditions are cheapest, and a mask that is empty ends it.
            found = np.ones(len(postings), bool)
            for child in sorted(parts, key=lambda child: not isinstance(child, Condition)):
                if not found.any():
                    break
                found = found & evaluate(child, postings, expansions)
            return found
        case Any(parts):
            empty = np.zeros(len(postings), bool)
            return reduce(np.logical_or, (evaluate(child, postings, expansions) for child in parts), empty)
        case Without(child):
            return ~evaluate(child, postings, expansions)


def _of_works(condition: Condition, postings: SegmentPostings) -> Mask:
    alike, which = postings.alike(condition.field)
    works = np.array([meets(condition, work) for work in alike], bool)
    found: Mask = works[which][postings.segment.scene_works]
    return found


def _sequence(sequence: Sequence, postings: SegmentPostings) -> Mask:
    if len(sequence.slots) == 1:
        found = postings.holding(sequence.slots[0], sequence.level)
    elif sequence.slop:
        found = postings.scenes(_near(sequence, postings))
    else:
        found = postings.scenes(_phrase(sequence, postings))
    if sequence.verbatim:
        for number in np.flatnonzero(found):
            found[number] = stands_verbatim(sequence, postings.segment.scene(int(number)).text)
    return found


def _phrase(sequence: Sequence, postings: SegmentPostings) -> Positions:
    """Where the phrase begins: the places of its rarest word, less those that the others deny, from rare to common."""
    frequencies = [postings.frequency(slot, sequence.level) for slot in sequence.slots]
    if min(frequencies) == 0:
        return np.empty(0, np.int64)
    order = sorted(range(len(frequencies)), key=frequencies.__getitem__)
    rarest = order[0]
    found = postings.positions(sequence.slots[rarest], sequence.level).astype(np.int64) - rarest
    for place in order[1:]:
        if not len(found):
            break
        found = found[_holds(postings.positions(sequence.slots[place], sequence.level), found + place)]
    return found


def _holds(positions: NDArray[np.uint32], wanted: Positions) -> Mask:
    """bool[len(wanted)]: which of the places wanted are among `positions` (ascending)."""
    index = np.searchsorted(positions, wanted.astype(np.uint32))
    found: Mask = positions[np.minimum(index, len(positions) - 1)] == wanted
    return found


def _near(sequence: Sequence, postings: SegmentPostings) -> Positions:
    """Where a run of the words in order begins that has at most `slop` others in it.

    For every place of the first word the nearest next ones end soonest, so those alone have to be looked at.
    """
    # Only scenes that hold all words can hold the run: common words shrink to the places that matter.
    distinct = dict.fromkeys(sequence.slots)
    together = reduce(np.logical_and, (postings.holding(slot, sequence.level) for slot in distinct))
    if not together.any():
        return np.empty(0, np.int64)
    kept = {slot: postings.positions_in(slot, sequence.level, together) for slot in distinct}
    longest = len(sequence.slots) - 1 + sequence.slop
    first = last = kept[sequence.slots[0]]
    for slot in sequence.slots[1:]:
        index = np.searchsorted(kept[slot], last, side="right")
        reached = index < len(kept[slot])
        first, last = first[reached], kept[slot][index[reached]]
        # What is too long already only grows; of a long run of common words little is left after a few.
        close = last - first <= longest
        first, last = first[close], last[close]
    # A slop may be wider than the gap between scenes.
    inside: Positions = first[postings.segment.scenes_of(first) == postings.segment.scenes_of(last)]
    return inside
