"""How often does each word stand in a place near the matches?"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from fabula.index.array_types import I64
from fabula.index.codec.segment import Segment
from fabula.index.sorted_arrays import sorted_unique
from fabula.search.postings.segment_view import SegmentView
from .candidates import Candidates, words_at
from .coded_words import count_coded
from .order import MAX_READ
from .places import Place
from .results import WordGroup
from .vocabulary_walk import walk
from .words_in_order import by_word


def group_by_words(candidates: Candidates, places: Sequence[Place], views: Sequence[SegmentView]) -> list[WordGroup]:
    """The words (several for the words of a match, parted by blanks), those with most matches first, then by letters.

    The counts add up to the number of candidates.
    """
    counts: Counter[str] = Counter()
    segments = [view.segment for view in views]
    if len(candidates.places) <= MAX_READ:
        counts.update(map(_joined, words_at(candidates, places, segments)))
    elif len(places) == 1 or (candidates.firsts == candidates.lasts).all():
        counts = _counts_at(candidates, places[0], views)
    else:
        counts = _counts_of_runs(candidates, places, segments)
    return [WordGroup(word, count) for word, count in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]


def _joined(words: tuple[str, ...]) -> str:
    return " ".join(filter(None, words))


def _counts_at(candidates: Candidates, place: Place, views: Sequence[SegmentView]) -> Counter[str]:
    """How often each word stands in one place."""
    positions = candidates.positions(place)
    lacking = int(np.count_nonzero(positions < 0))
    counts = Counter({"": lacking} if lacking else {})
    by_segment = [positions[(candidates.segments == number) & (positions >= 0)] for number in range(len(views))]
    coded = [count_coded(view, wanted) for view, wanted in zip(views, by_segment, strict=True)]
    for words in coded:
        counts.update(words.counts)
    segments = [view.segment for view in views]
    others, known = [words.others for words in coded], [words.terms for words in coded]
    for stretch in walk(segments, others, without=known):
        for segment, found in zip(segments, stretch, strict=True):
            names = map(segment.surface_of, found.terms.tolist())
            for word, count in zip(names, found.counts.tolist(), strict=True):
                counts[word] += count
    return counts


def _counts_of_runs(candidates: Candidates, places: Sequence[Place], segments: Sequence[Segment]) -> Counter[str]:
    """How often words stand in several places together: the words of one after the other get numbers, then the runs
    of these numbers."""
    names: list[str] = [""]
    runs = np.zeros(len(candidates.places), np.int64)
    for place in places:
        words, numbers = _words_in(candidates, place, segments)
        if len(words) == 1:
            # No match has so many words.
            break
        pairs = runs * len(words) + numbers
        known = sorted_unique(pairs)
        runs = known.searchsorted(pairs)
        names = [_joined((names[pair // len(words)], words[pair % len(words)])) for pair in known.tolist()]
    return Counter(dict(zip(names, np.bincount(runs, minlength=len(names)).tolist(), strict=True)))


def _words_in(candidates: Candidates, place: Place, segments: Sequence[Segment]) -> tuple[list[str], I64]:
    """Words, "" first, and int64[n]: the one in the place of each candidate, as an index into them."""
    _, stretches = by_word(candidates, place, segments)
    words = [""]
    numbers = np.zeros(len(candidates.places), np.int64)
    for stretch in stretches:
        of_words = np.arange(len(words), len(words) + len(stretch.words))
        numbers[stretch.members()] = np.repeat(of_words, stretch.counts)
        words += stretch.words
    return words, numbers
