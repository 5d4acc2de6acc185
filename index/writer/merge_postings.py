"""The postings of several segments as those of one: packed blocks are moved, not unpacked, as long as they are full."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..codec.packing import BLOCK, Blocks, pack, picked, unpack

__all__ = ["Postings", "merged_postings"]

I64 = NDArray[np.int64]


class Postings(NamedTuple):
    """Positions by term.

    terms   int64[blocks], ascending: the term of each block.
    blocks  of each term ascending.
    """

    terms: I64
    blocks: Blocks


def merged_postings(parts: Sequence[Postings], moves: Sequence[int]) -> Postings:
    """One posting a term: of the first of `parts`, then of the second …, each with its move added to all positions.

    Terms that many parts have a little of would end as many blocks with a little in each; those are packed anew.
    """
    terms = np.concatenate([part.terms for part in parts])
    blocks = _joined(
        [
            part.blocks._replace(firsts=part.blocks.firsts + np.uint32(move))
            for part, move in zip(parts, moves, strict=True)
        ]
    )
    order = np.argsort(terms, kind="stable")
    terms = terms[order]
    begin = np.flatnonzero(np.concatenate([[True], terms[1:] != terms[:-1]])) if len(terms) else order
    lengths = np.diff(np.append(begin, len(terms)))
    counts = np.add.reduceat(blocks.counts[order].astype(np.int64) + 1, begin) if len(terms) else lengths
    sparse = lengths > 2 * ((counts + BLOCK - 1) // BLOCK)
    anew = np.repeat(sparse, lengths)
    kept = picked(blocks, order[~anew])
    if not sparse.any():
        return Postings(terms, kept)
    starts = np.concatenate([[0], np.cumsum(counts[sparse])]).astype(np.int64)
    packed, first_block = pack(unpack(picked(blocks, order[anew])), starts)
    owners = np.repeat(terms[begin][sparse], np.diff(first_block))
    joined = _joined([kept, packed])
    terms = np.concatenate([terms[~anew], owners])
    order = np.argsort(terms, kind="stable")
    return Postings(terms[order], picked(joined, order))


def _joined(parts: Sequence[Blocks]) -> Blocks:
    return Blocks(
        np.concatenate([part.firsts for part in parts]),
        np.concatenate([part.counts for part in parts]),
        np.concatenate([part.widths for part in parts]),
        np.concatenate([part.words for part in parts]),
    )
