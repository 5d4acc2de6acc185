"""Phrases with emoji among their words: who remembers a line has the words, and may leave out what is drawn.

Emoji are words with positions of their own. In coordinates that leave their positions out, the words around an emoji
are neighbours, and a phrase is a run of neighbouring numbers again.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fabula.index.array_types import I64
from fabula.index.budget import check
from fabula.search.postings.lists.posting_list import PostingList

_EMPTY: I64 = np.empty(0, np.int64)


def starts_over_emoji(lists: Sequence[PostingList], emoji: PostingList) -> I64:
    """int64[...], ascending: where the words begin that follow one another but for emoji among them, of which there are
    any number, or none.

    lists  of each word, two or more.
    emoji  the positions of all emoji of the segment.
    """
    scenes = emoji.scenes()
    for listed in sorted(set(lists), key=lambda listed: listed.frequency):
        if not len(scenes):
            return _EMPTY
        check()
        scenes = scenes[listed.counts_in(scenes) > 0]
    left_out = emoji.in_scenes(scenes)
    first, *others = [listed.in_scenes(scenes) for listed in lists]
    starts = without_places(first, left_out)
    fits = np.ones(len(starts), bool)
    for distance, positions in enumerate(others, 1):
        check()
        fits &= np.isin(starts + distance, without_places(positions, left_out))
    return first[fits]


def without_places(positions: I64, left_out: I64) -> I64:
    """int64[n]: the positions, counted without those in `left_out` (ascending; none of them is among `positions`)."""
    return positions - np.searchsorted(left_out, positions)
