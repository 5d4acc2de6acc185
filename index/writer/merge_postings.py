"""The postings of several segments as those of one: packed blocks are moved, not unpacked, as long as they are full."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U8, U32, U64
from fabula.index.codec.packing import BLOCK, Blocks, pack, unpack, word_counts
from fabula.index.sorted_arrays import sorted_unique

__all__ = ["Merged", "Postings", "merged_postings"]


# Blocks whose bits are moved at a time: some 10 MB of them.
_MOVED = 50_000


class Postings(NamedTuple):
    """Positions by term.

    terms   int64[blocks], ascending: the term of each block.
    blocks  of each term ascending.
    """

    terms: I64
    blocks: Blocks


class Merged(NamedTuple):
    """The same, with the blocks' bits, of which there may be hundreds of megabytes, piece by piece."""

    terms: I64
    firsts: U32
    counts: U8
    widths: U8
    words: Iterator[U64]


def merged_postings(parts: Sequence[Postings], moves: Sequence[int]) -> Merged:
    """One posting a term: of the first of `parts`, then of the second …, each with its move added to all positions.

    Terms that many parts have a little of would end as many blocks with a little in each; those are packed anew.
    """
    sources = _Sources(
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
        sparse = lengths > 2 * ((tokens + BLOCK - 1) // BLOCK)
        anew = np.repeat(sparse, lengths)
        if sparse.any():
            starts = np.concatenate([[0], np.cumsum(tokens[sparse])])
            packed, first_block = pack(unpack(sources.blocks(order[anew])), starts)
            added = np.arange(len(packed.firsts)) + len(sources.counts)
            sources = _Sources([*sources.parts, packed])
            terms = np.concatenate([terms[~anew], np.repeat(terms[begin][sparse], np.diff(first_block))])
            by_term = np.argsort(terms, kind="stable")
            terms, order = terms[by_term], np.concatenate([order[~anew], added])[by_term]
    return Merged(terms, sources.firsts[order], sources.counts[order], sources.widths[order], sources.words_of(order))


class _Sources:
    """Blocks of several segments, numbered through, as if they lay end to end; their bits stay where they are."""

    def __init__(self, parts: Sequence[Blocks]) -> None:
        self.parts = parts
        self.firsts = np.concatenate([part.firsts for part in parts])
        self.counts = np.concatenate([part.counts for part in parts])
        self.widths = np.concatenate([part.widths for part in parts])
        self._sizes = word_counts(self.counts, self.widths)
        lengths = [len(part.firsts) for part in parts]
        self._part_of = np.repeat(np.arange(len(parts)), lengths)
        ends = np.cumsum(self._sizes)
        total = np.concatenate([[0], ends])[np.cumsum([0, *lengths[:-1]])]
        # Where the bits of each block begin in its own part.
        self._offsets = ends - self._sizes - total[self._part_of]

    def blocks(self, chosen: I64) -> Blocks:
        words = np.concatenate([np.empty(0, np.uint64), *self.words_of(chosen)])
        return Blocks(self.firsts[chosen], self.counts[chosen], self.widths[chosen], words)

    def words_of(self, chosen: I64) -> Iterator[U64]:
        """The bits of these blocks, in this order."""
        yield np.empty(0, np.uint64)
        for start in range(0, len(chosen), _MOVED):
            own = chosen[start : start + _MOVED]
            sizes, parts = self._sizes[own], self._part_of[own]
            to = np.cumsum(sizes) - sizes
            words = np.empty(int(sizes.sum()), np.uint64)
            for part in sorted_unique(parts):
                its = np.flatnonzero(parts == part)
                steps = _steps(sizes[its])
                source = np.repeat(self._offsets[own[its]], sizes[its]) + steps
                words[np.repeat(to[its], sizes[its]) + steps] = self.parts[part].words[source]
            yield words


def _steps(sizes: I64) -> I64:
    """0, 1, 2 … as many as the first of `sizes`, then from 0 again."""
    return np.arange(int(sizes.sum())) - np.repeat(np.cumsum(sizes) - sizes, sizes)
