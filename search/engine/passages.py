"""Finds windows of a segment that have most of a quote's words, about where they should be.

Each occurrence of a word votes for the diagonal (position in the segment minus index in the quote) on which the quote
would lie. Words that are left out or inserted shift what follows by a few diagonals, so that votes are counted in
buckets of that width, and two neighbouring buckets make a window.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import log, log1p
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import F64, I64, Mask
from fabula.index.budget import check
from fabula.index.sorted_arrays import sorted_unique
from fabula.search.plan import Level, ScopeFilter
from fabula.search.postings.lists.posting_list import PostingList
from fabula.search.postings.lookup import PostingLookup
from fabula.search.postings.segment_view import SegmentView
from .alignment import align_windows
from .protocol import FULL_EFFORT, CandidatePassages, Effort, Passage

_MIN_VOTING_WORDS = 2
# All windows of the effort are aligned for a quote of up to so many words; fewer for longer ones, to bound the time.
_USUAL_WORDS = 24
_MIN_WINDOWS = 12
# A word may be on so many diagonals of a window by chance.
_CHANCE_DIAGONALS = 10
# Cap, in nats: beyond it a word is merely rare, and one misspelling in the collection should not decide all.
_MAX_WEIGHT = 10.0


class SearchedSegment(NamedTuple):
    """A segment, which of its scenes are searched (bool[scenes]), and where in them words count."""

    lookup: PostingLookup
    scenes: Mask
    scope: ScopeFilter | None = None

    @property
    def view(self) -> SegmentView:
        return self.lookup.view


def candidate_passages(
    segments: Sequence[SearchedSegment],
    words: Sequence[tuple[str, ...]],
    limit: int,
    effort: Effort = FULL_EFFORT,
    *,
    is_narrowed: bool = False,
) -> CandidatePassages:
    """Up to `limit` passages that may be the quote, whose `words` are given by their stems.

    is_narrowed  whether scenes that are not searched may be better than all that are; else it is checked at the end.
    """
    size = max(1, sum(searched.view.end for searched in segments))
    lists = [[searched.lookup.posting_list(stems, Level.STEM) for stems in words] for searched in segments]
    frequencies = [sum(segment_lists[index].frequency for segment_lists in lists) for index in range(len(words))]
    weights = weights_of(frequencies, size)
    voters = _voters(frequencies, words, effort.votes)
    if not voters or not limit:
        return CandidatePassages(tuple(weights.tolist()), (), size)
    windows = effort.windows
    if len(words) > _USUAL_WORDS:
        windows = max(_MIN_WINDOWS, windows * _USUAL_WORDS**2 // len(words) ** 2)
    passages = [
        passage
        for searched, segment_lists in zip(segments, lists, strict=True)
        for passage in _passages(
            searched,
            segment_lists,
            weights,
            voters,
            min(windows, _MIN_WINDOWS + 2 * windows * searched.view.end // size),
            is_narrowed=is_narrowed,
        )
    ]
    passages.sort(key=lambda passage: -passage.mass)
    return CandidatePassages(tuple(weights.tolist()), tuple(passages[:limit]), size)


def weights_of(frequencies: Sequence[int], size: int) -> F64:
    """float64[words]: the evidence, in nats, that each word gives; an unknown word counts as an average one."""
    weights = [min(_MAX_WEIGHT, log1p(size / (_CHANCE_DIAGONALS * count))) if count else None for count in frequencies]
    known = [weight for weight in weights if weight is not None]
    average = sum(known) / len(known) if known else log(2)
    return np.array([average if weight is None else weight for weight in weights], np.float64)


def _voters(frequencies: Sequence[int], words: Sequence[tuple[str, ...]], max_votes: int) -> list[int]:
    """The indices in the quote of the words that vote: the rarest, up to `max_votes` occurrences."""
    votes = 0
    voters: list[int] = []
    distinct: set[tuple[str, ...]] = set()
    for index in sorted(range(len(words)), key=frequencies.__getitem__):
        if not frequencies[index]:
            continue
        votes += frequencies[index]
        if votes > max_votes and len(distinct) >= _MIN_VOTING_WORDS:
            break
        distinct.add(words[index])
        voters.append(index)
    return voters


def _passages(
    searched: SearchedSegment,
    lists: list[PostingList],
    weights: F64,
    voters: list[int],
    max_windows: int,
    *,
    is_narrowed: bool,
) -> list[Passage]:
    check()
    view, scope = searched.view, searched.scope
    if not view.end or (scope is not None and view.speech is None) or not searched.scenes.any():
        return []
    words = len(lists)
    width = 8 + words // 4
    votes = _votes(searched, lists, weights, voters, width)
    if is_narrowed:
        votes *= _buckets_of(searched, words, width, len(votes))
    starts = _window_starts(votes, words, width, max_windows)
    if not len(starts):
        return []
    # All positions of each window, with some words before it and after it.
    slack = 4 + words // 4
    reach = 2 * width + words + 2 * slack
    positions = starts[:, None] - slack + np.arange(reach)
    clipped = np.clip(positions, 0, view.end - 1)
    distinct = sorted_unique(clipped.ravel())
    index = distinct.searchsorted(clipped)
    inside = (positions >= 0) & (positions < view.end)
    counts_at = None if scope is None else _in_scope(searched, distinct)
    masks: dict[int, Mask] = {}
    grid = np.empty((len(starts), words, reach), np.float32)
    for word, listed in enumerate(lists):
        mask = masks.get(id(listed))
        if mask is None:
            check()
            is_there = listed.contains_at(distinct)
            if counts_at is not None:
                is_there = is_there & counts_at
            mask = masks[id(listed)] = is_there[index] & inside
        grid[:, word] = mask
    masses, _ = align_windows(grid, weights)
    unordered = grid.max(axis=2) @ weights
    # Where most of its words are, so that a window over the end of a scene belongs to one of the two.
    weight_at = np.einsum("cnw,n->cw", grid, weights)
    anchors = positions[np.arange(len(positions)), weight_at.argmax(axis=1)]
    segment = view.segment
    scenes = segment.scenes_of(anchors)
    is_searched = searched.scenes[scenes]
    begin = segment.scene_starts.astype(np.int64)[scenes]
    length = segment.scene_lengths.astype(np.int64)[scenes]
    first = np.maximum(positions[:, 0] - begin, 0)
    last = np.minimum(positions[:, -1] - begin, length - 1)
    return [
        Passage(view.number, int(scenes[at]), int(first[at]), int(last[at]), float(masses[at] + unordered[at] / 4))
        for at in np.flatnonzero(is_searched & (last >= first))
    ]


def _votes(
    searched: SearchedSegment, lists: list[PostingList], weights: F64, voters: list[int], width: int
) -> NDArray[np.float32]:
    """float32[buckets]: the weight of the words that would be in place if the quote began in each bucket."""
    votes = np.zeros((searched.view.end + len(lists)) // width + 3, np.float32)
    for word in voters:
        check()
        if not lists[word].frequency:
            continue
        scope = searched.scope
        positions = lists[word].positions() if scope is None else lists[word].positions_within(scope)
        if not len(positions):
            continue
        # Shifted by the length of the quote, so that no diagonal is negative. Dividing 32-bit numbers takes a third of
        # the time of 64-bit ones.
        buckets = (positions + np.uint32(len(lists) - word)) // np.uint32(width)
        is_first = np.concatenate([[True], buckets[1:] != buckets[:-1]])
        votes[buckets.compress(is_first).astype(np.int64)] += np.float32(weights[word])
    return votes


def _in_scope(searched: SearchedSegment, positions: NDArray[Any]) -> Mask:
    """bool[n]: which of the positions (ascending) lie where words count."""
    speech = searched.view.speech
    assert speech is not None
    assert searched.scope is not None
    return speech.in_scope(searched.scope, positions)


def _buckets_of(searched: SearchedSegment, words: int, width: int, buckets: int) -> Mask:
    """bool[buckets]: those in which a quote of so many words may begin in a scene that is searched."""
    edges = searched.view.segment.scene_starts.astype(np.int64)
    numbers = np.flatnonzero(searched.scenes)
    # One more for each scene that begins before a bucket, one less for each that ends before it.
    changes = np.zeros(buckets + 1, np.int32)
    np.add.at(changes, edges[numbers] // width, 1)
    np.add.at(changes, np.minimum((edges[numbers + 1] + words) // width + 1, buckets), -1)
    mask: Mask = np.cumsum(changes[:-1], dtype=np.int32) > 0
    return mask


def _window_starts(votes: NDArray[np.float32], words: int, width: int, max_windows: int) -> I64:
    """int64[n], ascending: the first diagonal of the windows with most votes, none beside a better one."""
    both = votes[:-1] + votes[1:]
    best = float(both.max())
    if best <= 0:
        return np.empty(0, np.int64)
    chosen = np.empty(0, np.int64)
    # Comparing is faster than sorting: most windows have a vote or two and are never looked at.
    for share in (0.7, 0.5, 0.35, 0.2, 0.0):
        chosen = np.flatnonzero(both > share * best)
        if len(chosen) >= 2 * max_windows:
            break
    # One of two windows that share their better bucket is enough.
    beside = np.maximum(both[np.maximum(chosen - 1, 0)], both[np.minimum(chosen + 1, len(both) - 1)])
    chosen = chosen[both[chosen] >= beside]
    if len(chosen) > max_windows:
        chosen = np.sort(chosen[np.argpartition(-both[chosen], max_windows)[:max_windows]])
    starts: I64 = chosen.astype(np.int64) * width - words
    return starts
