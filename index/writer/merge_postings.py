"""Merges postings. Packed blocks are moved as they are; only those of terms with many short blocks are packed anew."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U8, U32, U64
from fabula.index.codec.packing import BLOCK, Blocks, pack, unpack, word_counts
from fabula.index.sorted_arrays import sorted_unique

# Blocks whose bits are moved at a time: about 10 MB.
_BLOCKS_AT_ONCE = 50_000


class Postings(NamedTuple):
    """Positions by term.

    terms   int64[blocks], ascending: the term of each block.
    blocks  those of each term ascend.
    """

    terms: I64
    blocks: Blocks


class MergedPostings(NamedTuple):
    """The same, but the bits of the blocks come in pieces: there may be hundreds of megabytes of them."""

    terms: I64
    firsts: U32
    counts: U8
    widths: U8
    words: Iterator[U64]


def merge_postings(parts: Sequence[Postings], moves: Sequence[int]) -> MergedPostings:
    """One list a term: that of the first of `parts`, then that of the second …; `moves` are added to their positions.

    A term that is rare in many parts would get many blocks with few positions in each; those are packed anew.
    """
    sources = _BlockSources(
        [
            part.blocks._replace(firsts=part.blocks.firsts + np.uint32(move))
            for part, move in zip(parts, moves, strict=True)
        ]
    )
    terms = np.concatenate([part.terms for part in parts])
    order = np.argsort(terms, kind="stable")
    terms = terms[order]
    if len(terms):
        begin = np.flatnonzero(np.concatenate([[True], terms[1:] != terms[:-1]]))
        lengths = np.diff(begin, append=len(terms))
        tokens = np.add.reduceat(sources.counts[order].astype(np.int64) + 1, begin)
        is_sparse = lengths > 2 * ((tokens + BLOCK - 1) // BLOCK)
        is_repacked = np.repeat(is_sparse, lengths)
        if is_sparse.any():
            starts = np.concatenate([[0], np.cumsum(tokens[is_sparse])])
            packed, first_block = pack(unpack(sources.blocks(order[is_repacked])), starts)
            added = np.arange(len(packed.firsts)) + len(sources.counts)
            sources = _BlockSources([*sources.parts, packed])
            terms = np.concatenate([terms[~is_repacked], np.repeat(terms[begin][is_sparse], np.diff(first_block))])
            by_term = np.argsort(terms, kind="stable")
            terms, order = terms[by_term], np.concatenate([order[~is_repacked], added])[by_term]
    return MergedPostings(
        terms, sources.firsts[order], sources.counts[order], sources.widths[order], sources.words_of(order)
    )


class _BlockSources:
    """The blocks of several segments under one numbering; their bits stay where they are."""

    def __init__(self, parts: Sequence[Blocks]) -> None:
        self.parts = parts
        self.firsts = np.concatenate([part.firsts for part in parts])
        self.counts = np.concatenate([part.counts for part in parts])
        self.widths = np.concatenate([part.widths for part in parts])
        self._sizes = word_counts(self.counts, self.widths)
        lengths = [len(part.firsts) for part in parts]
        self._part_of = np.repeat(np.arange(len(parts)), lengths)
        ends = np.cumsum(self._sizes)
        part_begins = np.concatenate([[0], ends])[np.cumsum([0, *lengths[:-1]])]
        # Where the bits of each block begin in its part.
        self._offsets = ends - self._sizes - part_begins[self._part_of]

    def blocks(self, chosen: I64) -> Blocks:
        words = np.concatenate([np.empty(0, np.uint64), *self.words_of(chosen)])
        return Blocks(self.firsts[chosen], self.counts[chosen], self.widths[chosen], words)

    def words_of(self, chosen: I64) -> Iterator[U64]:
        """The bits of these blocks, in this order."""
        yield np.empty(0, np.uint64)
        for start in range(0, len(chosen), _BLOCKS_AT_ONCE):
            some = chosen[start : start + _BLOCKS_AT_ONCE]
            sizes, parts = self._sizes[some], self._part_of[some]
            targets = np.cumsum(sizes) - sizes
            words = np.empty(int(sizes.sum()), np.uint64)
            for part in sorted_unique(parts):
                places = np.flatnonzero(parts == part)
                steps = counting_up(sizes[places])
                source = np.repeat(self._offsets[some[places]], sizes[places]) + steps
                words[np.repeat(targets[places], sizes[places]) + steps] = self.parts[part].words[source]
            yield words


def counting_up(sizes: I64) -> I64:
    """int64[sum(sizes)]: 0, 1, 2 … up to each of `sizes`, one after the other.

    >>> counting_up(np.array([3, 0, 2])).tolist()
    [0, 1, 2, 0, 1]
    """
    return np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
