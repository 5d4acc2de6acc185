"""Which windows of a segment hold most of a quote's words about where they should stand?

Every place of a word votes for the diagonal (place in the segment less place in the quote) on which the quote would
lie. Words that are left out or put in move what follows by a few diagonals, so that votes are counted in buckets as
wide as that, and two neighbouring buckets make a window.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, log1p

import numpy as np

from fabula.index.array_types import F64, I64, Mask
from fabula.index.model import SceneKind
from fabula.index.sorted_arrays import sorted_unique
from fabula.search.plan import Level
from fabula.search.postings.lookup import SegmentPostings
from fabula.search.postings.posting_list import PostingList

from .alignment import aligned
from .protocol import CandidatePassages, Passage

__all__ = ["candidate_passages"]

# Positions that vote, over all segments: a word beyond them is so common that it only counts in the windows found.
_MOST_VOTES = 450_000
_FEWEST_WORDS = 2
# Windows whose words are compared, for a quote of up to `_USUAL` words; fewer for longer ones, so that time is bounded.
_WINDOWS = 192
_USUAL = 24
_FEWEST_WINDOWS = 12
# A word may stand on so many diagonals of a window by chance.
_CHANCE = 10
# Beyond this a word is merely rare; one misspelling in the collection should not decide all.
_HEAVIEST = 10.0


def candidate_passages(
    segments: Sequence[SegmentPostings], slots: Sequence[tuple[str, ...]], most: int
) -> CandidatePassages:
    """Up to `most` passages that may be the quote, for each of whose words `slots` has the stems."""
    size = max(1, sum(postings.end for postings in segments))
    lists = [[postings.of(slot, Level.STEM) for slot in slots] for postings in segments]
    frequencies = [sum(own[place].frequency for own in lists) for place in range(len(slots))]
    weights = weights_of(frequencies, size)
    seeds = _seeds(frequencies, slots)
    if not seeds:
        return CandidatePassages(tuple(weights.tolist()), (), size)
    windows = _WINDOWS if len(slots) <= _USUAL else max(_FEWEST_WINDOWS, _WINDOWS * _USUAL**2 // len(slots) ** 2)
    found = [
        passage
        for postings, own in zip(segments, lists, strict=True)
        for passage in _passages(
            postings, own, weights, seeds, min(windows, _FEWEST_WINDOWS + 2 * windows * postings.end // size)
        )
    ]
    found.sort(key=lambda passage: -passage.mass)
    return CandidatePassages(tuple(weights.tolist()), tuple(found[:most]), size)


def weights_of(frequencies: Sequence[int], size: int) -> F64:
    """float64[words]: what it says that a word is in a window, in nats; one that is nowhere is an average word."""
    known = [min(_HEAVIEST, log1p(size / (_CHANCE * count))) for count in frequencies if count]
    usual = sum(known) / len(known) if known else log(2)
    return np.array(
        [min(_HEAVIEST, log1p(size / (_CHANCE * count))) if count else usual for count in frequencies], np.float64
    )


def _seeds(frequencies: Sequence[int], slots: Sequence[tuple[str, ...]]) -> list[int]:
    """The places in the quote of the words that vote: the rarest, as many as may."""
    votes = 0
    chosen: list[int] = []
    voting: set[tuple[str, ...]] = set()
    for place in sorted(range(len(slots)), key=frequencies.__getitem__):
        if not frequencies[place]:
            continue
        votes += frequencies[place]
        if votes > _MOST_VOTES and len(voting) >= _FEWEST_WORDS:
            break
        voting.add(slots[place])
        chosen.append(place)
    return chosen


def _passages(
    postings: SegmentPostings, lists: list[PostingList], weights: F64, seeds: list[int], most: int
) -> list[Passage]:
    if not postings.end:
        return []
    words = len(lists)
    width = 8 + words // 4
    starts = _voted(postings.end, lists, weights, seeds, width, most)
    if not len(starts):
        return []
    # All places of each window, some words before it and after it included.
    slack = 4 + words // 4
    reach = 2 * width + words + 2 * slack
    places = starts[:, None] - slack + np.arange(reach)
    clipped = np.clip(places, 0, postings.end - 1)
    asked = sorted_unique(clipped.ravel())
    index = asked.searchsorted(clipped)
    inside = (places >= 0) & (places < postings.end)
    known: dict[int, Mask] = {}
    grid = np.empty((len(starts), words, reach), np.float32)
    for place, own in enumerate(lists):
        held = known.get(id(own))
        if held is None:
            held = known[id(own)] = own.among(asked)[index] & inside
        grid[:, place] = held
    masses, _ = aligned(grid, weights)
    anywhere = grid.max(axis=2) @ weights
    # Where most of its words stand, so that a window over the end of a scene belongs to one of the two.
    heavy = np.einsum("cnw,n->cw", grid, weights)
    anchors = places[np.arange(len(places)), heavy.argmax(axis=1)]
    scenes = postings.segment.scenes_of(anchors)
    allowed = postings.universe((SceneKind.STORY,))[scenes]
    begin = postings.segment.scene_starts.astype(np.int64)[scenes]
    length = postings.segment.scene_lengths.astype(np.int64)[scenes]
    first = np.maximum(places[:, 0] - begin, 0)
    last = np.minimum(places[:, -1] - begin, length - 1)
    return [
        Passage(postings.number, int(scenes[at]), int(first[at]), int(last[at]), float(masses[at] + anywhere[at] / 4))
        for at in np.flatnonzero(allowed & (last >= first))
    ]


def _voted(end: int, lists: list[PostingList], weights: F64, seeds: list[int], width: int, most: int) -> I64:
    """int64[n], ascending: the first diagonal of up to `most` windows with most votes, none beside a better one."""
    votes = np.zeros((end + len(lists)) // width + 3, np.float32)
    for place in seeds:
        if not lists[place].frequency:
            continue
        # Moved by the length of the quote, so that no diagonal is negative.
        # Of 32 bits, which are divided in a third of the time of 64.
        buckets = (lists[place].positions() + np.uint32(len(lists) - place)) // np.uint32(width)
        first = np.concatenate([[True], buckets[1:] != buckets[:-1]])
        votes[buckets.compress(first).astype(np.int64)] += np.float32(weights[place])
    both = votes[:-1] + votes[1:]
    best = float(both.max())
    chosen = np.empty(0, np.int64)
    # Numbers are compared faster than sorted: most windows have a vote or two and are never looked at.
    for share in (0.7, 0.5, 0.35, 0.2, 0.0):
        chosen = np.flatnonzero(both > share * best)
        if len(chosen) >= 2 * most:
            break
    # Of two windows that share their better bucket one will do.
    better = both[chosen] >= np.maximum(both[np.maximum(chosen - 1, 0)], both[np.minimum(chosen + 1, len(both) - 1)])
    chosen = chosen[better]
    if len(chosen) > most:
        chosen = np.sort(chosen[np.argpartition(-both[chosen], most)[:most]])
    starts: I64 = chosen.astype(np.int64) * width - len(lists)
    return starts
