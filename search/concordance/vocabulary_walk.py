"""Which words stand at some positions? An index has positions by word, so words are gone through in their order.

To go through all words of 77 MB of novels takes half a second; the first lines in the order of a word need only as many
words as make up those lines. No text is read.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U8, U32, Mask
from fabula.index.budget import check
from fabula.index.codec.segment import Segment

# Positions that are unpacked at once: few at first, as the first words may suffice. 500,000 take 15 ms.
_FIRST_POSITIONS, _MOST_POSITIONS = 1 << 15, 1 << 19


class PositionSet:
    """Positions as one bit each: that they fit in the processor's cache makes a look-up three times as fast."""

    def __init__(self, positions: I64, size: int) -> None:
        """`positions` ascend, are distinct and below `size`."""
        self._bits: U8 = np.zeros((size >> 3) + 1, np.uint8)
        if len(positions):
            places = positions >> 3
            begins = np.flatnonzero(np.concatenate([[True], places[1:] != places[:-1]]))
            bits = (1 << (positions & 7)).astype(np.uint8)
            self._bits[places[begins]] = np.bitwise_or.reduceat(bits, begins)

    def contains(self, positions: U32) -> Mask:
        """bool[len(positions)]: which of the positions, in any order, are in the set."""
        bits = self._bits.take(positions >> np.uint32(3))
        bits >>= (positions & np.uint32(7)).astype(np.uint8)
        bits &= 1
        return bits.view(bool)


class WordsFound(NamedTuple):
    """The words of one stretch of the alphabet that stand at any of the positions asked for, in one segment.

    terms      int64[n]     their numbers in the segment. A word may be several terms, all in the same stretch.
    counts     int64[n]     how many of the positions each has, at least one.
    positions  uint32[sum]  these positions, those of one term after those of another.
    """

    terms: I64
    counts: I64
    positions: U32


def walk(
    segments: Sequence[Segment],
    wanted: Sequence[I64],
    *,
    descending: bool = False,
    without: Sequence[Mask] | None = None,
) -> Iterator[list[WordsFound]]:
    """The words at the positions, from the first of the alphabet to the last, a stretch at a time for all segments.

    wanted   for each segment int64[n], ascending and distinct.
    without  for each segment bool[terms]: which terms are at none of the positions, and need not be unpacked.

    Ends when the words of all positions are known.
    """
    sizes = [int(segment.scene_starts[-1]) for segment in segments]
    sets = [PositionSet(*each) for each in zip(wanted, sizes, strict=True)]
    left = sum(map(len, wanted))
    for stretch in _stretches(segments, descending, without):
        if not left:
            return
        check()
        found = [_found(*each) for each in zip(segments, stretch, sets, strict=True)]
        left -= sum(len(words.positions) for words in found)
        yield found


def _found(segment: Segment, terms: I64, wanted: PositionSet) -> WordsFound:
    terms = np.sort(terms)
    frequencies = segment.term_frequencies[terms]
    positions = segment.positions_of_terms(terms)
    is_wanted = wanted.contains(positions)
    ends = np.cumsum(frequencies)
    # A search for each that is wanted takes less time than a sum over all.
    counts = np.bincount(ends.searchsorted(np.flatnonzero(is_wanted), side="right"), minlength=len(terms))
    has_any = counts > 0
    return WordsFound(terms[has_any], counts[has_any], positions[is_wanted])


def _stretches(segments: Sequence[Segment], descending: bool, without: Sequence[Mask] | None) -> Iterator[list[I64]]:
    """For each segment the terms of a stretch of the alphabet; the stretches have all of them, each once, in order."""
    orders = [segment.terms_in_word_order.astype(np.int64) for segment in segments]
    # Stretches are measured in the segment that has most positions.
    largest = max(range(len(segments)), key=lambda number: int(segments[number].scene_starts[-1]), default=-1)
    if largest < 0:
        return
    segment, order = segments[largest], orders[largest]
    ends = np.cumsum(segment.term_frequencies[order])
    edges = _edges(ends, descending)
    sizes = [len(each) for each in orders]
    before = sizes if descending else [0] * len(segments)
    for edge in edges:
        word = segment.surface_of(int(order[edge]))
        bounds = [each.surface_place(word) for each in segments]
        yield _terms_between(orders, before, bounds, without)
        before = bounds
    yield _terms_between(orders, before, [0] * len(segments) if descending else sizes, without)


def _terms_between(
    orders: Sequence[I64], before: Sequence[int], after: Sequence[int], without: Sequence[Mask] | None
) -> list[I64]:
    """For each segment the terms from one place of its order to another, in whatever direction."""
    terms = [order[slice(*sorted(both))] for order, *both in zip(orders, before, after, strict=True)]
    return terms if without is None else [each[~left_out[each]] for each, left_out in zip(terms, without, strict=True)]


def _edges(ends: I64, descending: bool) -> Iterator[int]:
    """Indices between stretches.

    ends  int64[terms], ascending: the number of positions of all terms up to each.
    """
    size, total = len(ends), int(ends[-1]) if len(ends) else 0
    step, reached = _FIRST_POSITIONS, 0
    while True:
        reached += step
        step = min(2 * step, _MOST_POSITIONS)
        if reached >= total:
            return
        edge = int(ends.searchsorted(total - reached if descending else reached))
        if 0 < edge < size:
            yield edge
