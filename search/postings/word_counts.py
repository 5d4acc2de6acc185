"""How often is each of some words in each scene of a segment? One pass over all of their positions."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U32
from fabula.index.budget import checked
from fabula.search.plan import Level, ScopeFilter
from .lists.posting_list import is_common
from .lookup import PostingLookup
from .segment_view import SegmentView
from .sorted_positions import in_pieces
from .term_ranges import ranges_of

# Positions of rare words that are put in order at once: 15 ms.
_POSITIONS_AT_ONCE = 1 << 18


class WordCounts(NamedTuple):
    """int64[n] each: the word (as an index), the scene, and how often it is there; a pair of the two only once."""

    words: I64
    scenes: I64
    counts: I64


def word_counts(lookup: PostingLookup, words: Sequence[str], scope: ScopeFilter | None = None) -> WordCounts:
    """The counts of the folded words, deleted scenes included; with a scope only of what lies in it.

    A common word has its counts in the cache, or puts them there; the positions of others are unpacked together.
    """
    pieces: list[WordCounts] = []
    rare: dict[int, int] = {}
    rare_positions = 0
    segment = lookup.view.segment
    frequencies = segment.term_frequencies
    # In order, as each is found from the one before.
    order = sorted(range(len(words)), key=words.__getitem__)
    for index, terms in zip(
        checked(order, every=16), segment.terms_of_surfaces([words[at] for at in order]), strict=True
    ):
        frequency = int(frequencies[terms].sum())
        if is_common(frequency, lookup.view):
            counts = _counts_of_common(lookup, words[index], scope)
            scenes = np.flatnonzero(counts)
            pieces.append(WordCounts(np.full(len(scenes), index), scenes, counts[scenes].astype(np.int64)))
            continue
        if rare_positions + frequency > _POSITIONS_AT_ONCE:
            pieces.append(_counts_of_terms(lookup.view, rare, scope))
            rare, rare_positions = {}, 0
        rare.update(dict.fromkeys(terms, index))
        rare_positions += frequency
    pieces.append(_counts_of_terms(lookup.view, rare, scope))
    return WordCounts(*map(np.concatenate, zip(*pieces, strict=True)))


def _counts_of_common(lookup: PostingLookup, word: str, scope: ScopeFilter | None) -> I64 | U32:
    """int64 or uint32[scenes]: how often a word is in each scene."""
    listed = lookup.posting_list((word,), Level.SURFACE)
    if scope is None:
        return listed.counts()
    return np.diff(listed.positions_within(scope).searchsorted(lookup.view.segment.scene_starts))


def _counts_of_terms(view: SegmentView, words: dict[int, int], scope: ScopeFilter | None) -> WordCounts:
    """The counts of terms, by their numbers; several may be one word."""
    segment, terms = view.segment, sorted(words)
    positions = segment.positions_of(ranges_of(terms))
    owners = np.repeat(np.array([words[term] for term in terms], np.int64), segment.term_frequencies[terms])
    if scope is not None:
        inside = np.zeros(len(positions), bool)
        if view.speech is not None:
            ascending = positions.argsort()
            inside[ascending] = view.speech.in_scope(scope, positions[ascending])
        positions, owners = positions[inside], owners[inside]
    scenes = np.concatenate([np.empty(0, np.int64), *(segment.scenes_of(piece) for piece in in_pieces(positions))])
    # A word with several terms, one for each language, may have both in a scene: its pairs are brought together.
    order = np.argsort(owners * len(view) + scenes, kind="stable") if len(set(words.values())) < len(words) else None
    if order is not None:
        owners, scenes = owners[order], scenes[order]
    starts = np.flatnonzero(np.concatenate([[True], (owners[1:] != owners[:-1]) | (scenes[1:] != scenes[:-1])]))
    starts = starts[: len(owners)]
    return WordCounts(owners[starts], scenes[starts], np.diff(np.append(starts, len(owners))))
