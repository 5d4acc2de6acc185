"""Counts rows of words: each row a number, in parts that fit into memory."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I32, I64, U16, Mask
from fabula.index.budget import check

# Rows are sorted in parts of so many, or of all that begin with one word: 20 ms, and 40 MB.
_ROWS_AT_ONCE = 1 << 20
_MAX_NUMBER = (1 << 63) - 1
_MAX_U16 = (1 << 16) - 1


class NGrams(NamedTuple):
    """The commonest rows of words, of equals the first by the numbers of their words.

    words   int32[k, size]: the number of each word, from 0.
    counts  int64[k]
    total   how many different rows there are.
    """

    words: I32
    counts: I64
    total: int


def count_ngrams(column: I32, size: int, wanted: Mask, min_count: int, most: int) -> NGrams:
    """Up to `most` of the rows of `size` words that stand at least `min_count` times in a text.

    column  int32[n]: the words in their order, numbered from 1. 0 is no word, and no row runs over it.
    wanted  bool[vocabulary]: with which words a row may begin and end.
    """
    words, counts, total = np.empty((0, size), np.int32), np.empty(0, np.int64), 0
    for starts in _parts(column, size, wanted):
        check("rows of words")
        part = _count_part(column, starts, size, len(wanted) + 1, min_count)
        total += part.total
        # Parts ascend, and so do the rows of each: a stable sort leaves equals in order.
        both = np.concatenate([counts, part.counts])
        best = np.argsort(-both, kind="stable")[:most]
        words, counts = np.concatenate([words, part.words])[best], both[best]
    return NGrams(words, counts, total)


def _parts(column: I32, size: int, wanted: Mask) -> Iterator[I64]:
    """Where rows begin: those with the lowest first words, then those with the next ones."""
    places = len(column) - size + 1
    if places <= 0:
        return
    may_end = np.concatenate([[False], wanted])
    mask = may_end[column[:places]] & may_end[column[size - 1 :]]
    for offset in range(1, size - 1):
        mask &= column[offset : offset + places] != 0
    starts = np.flatnonzero(mask).astype(np.int32)
    check("rows of words")
    part_of, parts = _equal_parts(np.bincount(column[starts], minlength=1))
    numbers = part_of[column[starts]]
    for part in range(parts):
        check("rows of words")
        if len(own := starts[numbers == part]):
            yield own.astype(np.int64)


def _equal_parts(rows: I64) -> tuple[U16 | I32, int]:
    """The part of each word by how many rows begin with it, ascending; and how many parts there are.

    A part has up to `_ROWS_AT_ONCE` rows, or all of one word.
    """
    before = np.cumsum(rows)
    part_of = np.zeros(len(rows), np.int32)
    low, parts = 0, 0
    while low < len(rows):
        done = int(before[low - 1]) if low else 0
        high = max(low + 1, int(before.searchsorted(done + _ROWS_AT_ONCE, side="right")))
        part_of[low:high] = parts
        low, parts = high, parts + 1
    # A number for each row is kept: the smaller the better.
    return (part_of if parts > _MAX_U16 else part_of.astype(np.uint16)), parts


def _count_part(column: I32, starts: I64, size: int, base: int, min_count: int) -> NGrams:
    """All rows that begin at the starts, by the numbers of their words.

    The row as one number has the words as digits, to the base of the vocabulary. Where that would be too large, rows of
    fewer words are numbered in their order. Those too rare go: a longer row is no commoner than its beginning.
    """
    keys, largest = column[starts].astype(np.int64), base - 1
    for offset in range(1, size):
        if largest > (_MAX_NUMBER - base) // base:
            starts, keys = _renumbered(starts, keys, min_count)
            largest = len(keys)
        keys = keys * base + column[starts + offset]
        largest = largest * base + base - 1
    order = np.argsort(keys)
    ordered = keys[order]
    edges = np.flatnonzero(np.concatenate([[True], ordered[1:] != ordered[:-1], [True]])) if len(keys) else np.zeros(1)
    counts = np.diff(edges).astype(np.int64)
    kept = counts >= min_count
    first = starts[order[edges[:-1][kept].astype(np.int64)]]
    words = column[first[:, None] + np.arange(size)] - 1
    return NGrams(words, counts[kept], len(first))


def _renumbered(starts: I64, keys: I64, min_count: int) -> tuple[I64, I64]:
    """The starts whose keys are common enough, and small numbers in the order of the keys."""
    order = np.argsort(keys)
    ordered = keys[order]
    is_first = np.concatenate([[True], ordered[1:] != ordered[:-1]])[: len(keys)]
    ranks = np.cumsum(is_first)
    common = np.bincount(ranks, minlength=1)[ranks] >= min_count
    return starts[order[common]], ranks[common].astype(np.int64)
