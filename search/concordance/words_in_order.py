"""Matches by the word that stands in a place near them, from the first word of the alphabet to the last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain

import numpy as np

from fabula.index.array_types import I64
from fabula.index.codec.segment import Segment
from .candidates import Candidates
from .places import Place
from .vocabulary_walk import WordsFound, walk


class Stretch:
    """The matches with some words that are neighbours in the alphabet.

    words   distinct, in order.
    counts  int64[words]: the matches with each.
    """

    def __init__(
        self,
        found: Sequence[WordsFound],
        words: Sequence[Sequence[str]],
        by_position: Sequence[tuple[I64, I64]],
        *,
        descending: bool,
    ) -> None:
        """`words` are those of the terms found; `by_position` gives for each segment the positions asked for,
        ascending, and the matches they belong to."""
        self.words = sorted(set(chain.from_iterable(words)), reverse=descending)
        rank_of = {word: rank for rank, word in enumerate(self.words)}
        self._found, self._by_position = found, by_position
        self._ranks = [np.array([rank_of[word] for word in of_segment], np.int64) for of_segment in words]
        self.counts = np.zeros(len(self.words), np.int64)
        for ranks, each in zip(self._ranks, found, strict=True):
            np.add.at(self.counts, ranks, each.counts)

    def members(self) -> I64:
        """int64[sum of counts]: the indices of the matches, those with one word after those with another."""
        pieces = [
            members[positions.searchsorted(each.positions.astype(np.int64))]
            for each, (positions, members) in zip(self._found, self._by_position, strict=True)
        ]
        ranks = [np.repeat(ranks, each.counts) for ranks, each in zip(self._ranks, self._found, strict=True)]
        return np.concatenate(pieces)[np.argsort(np.concatenate(ranks), kind="stable")]


def by_word(candidates: Candidates, place: Place, segments: Sequence[Segment]) -> tuple[I64, Iterator[Stretch]]:
    """int64[...]: the indices of the matches without a word in the place; and all others, as the place is sorted."""
    positions = candidates.positions(place)
    has_word = positions >= 0
    members = [np.flatnonzero(has_word & (candidates.segments == number)) for number in range(len(segments))]
    by_position = [(positions[of_segment], of_segment) for of_segment in members]

    def stretches() -> Iterator[Stretch]:
        wanted = [asked_for for asked_for, _ in by_position]
        for found in walk(segments, wanted, descending=place.descending):
            words = [
                [segment.surface_of(term) for term in each.terms.tolist()]
                for segment, each in zip(segments, found, strict=True)
            ]
            yield Stretch(found, words, by_position, descending=place.descending)

    return np.flatnonzero(~has_word), stretches()
