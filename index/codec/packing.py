"""Sorted positions to bits and back, in blocks of 128: frame of reference with delta coding.

A block keeps its first position as it is and the 127 distances to the next with as many bits as the largest needs
(Lemire and Boytsov, "Decoding billions of integers per second through vectorization", 2015, section 2). As the first
position is absolute, a merge moves a block by adding to one number and copies its bits. Bits run from the lowest of the
first 64-bit word upwards; a block's words are its own, so that each begins aligned.
"""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from .full_blocks import pack_full, unpack_full

__all__ = ["BLOCK", "Blocks", "pack", "unpack", "unpack_at"]

BLOCK = 128
# So many full blocks of one width are unpacked in a way of their own; for fewer that would take longer.
_MANY = 512

U8 = NDArray[np.uint8]
U32 = NDArray[np.uint32]
U64 = NDArray[np.uint64]
I64 = NDArray[np.int64]


class Blocks(NamedTuple):
    """Packed blocks, in order.

    firsts  uint32[blocks]  the first position of each.
    counts  uint8[blocks]   positions in it, less one (0 to 127).
    widths  uint8[blocks]   bits a distance (0 to 32).
    words   uint64[...]     the distances; block i takes `word_counts(counts, widths)[i]` words.
    """

    firsts: U32
    counts: U8
    widths: U8
    words: U64


def word_counts(counts: U8, widths: U8) -> I64:
    """How many 64-bit words each block takes."""
    return (counts.astype(np.int64) * widths + 63) >> 6


def pack(positions: U32, starts: I64) -> tuple[Blocks, I64]:
    """Pack lists of positions laid end to end.

    positions  uint32[n], ascending within each list.
    starts     int64[lists + 1], where each list begins; none is empty.

    Returns the blocks and int64[lists + 1], the index of the first block of each list.
    """
    lengths = np.diff(starts)
    blocks_of = (lengths + BLOCK - 1) // BLOCK
    first_block = np.concatenate([[0], np.cumsum(blocks_of)]).astype(np.int64)
    total = int(first_block[-1])
    owner = np.repeat(np.arange(len(lengths)), blocks_of)
    begin = starts[:-1][owner] + (np.arange(total) - first_block[:-1][owner]) * BLOCK
    end = np.minimum(begin + BLOCK, starts[1:][owner])
    counts = (end - begin - 1).astype(np.uint8)
    deltas = np.empty(len(positions), np.uint32)
    if len(positions):
        deltas[0] = 0
        np.subtract(positions[1:], positions[:-1], out=deltas[1:])
        deltas[begin] = 0
        widths = _bits(np.maximum.reduceat(deltas, begin))
    else:
        widths = np.empty(0, np.uint8)
    sizes = word_counts(counts, widths)
    offsets = np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64)
    words = np.zeros(int(offsets[-1]) + 1, np.uint64)
    full = counts == BLOCK - 1
    # Not np.unique, which hashes.
    for width in np.flatnonzero(np.bincount(widths)).tolist():
        if width:
            alike = widths == width
            chosen = np.flatnonzero(alike & full)
            pack_full(deltas, begin[chosen], width, offsets[chosen], words)
            chosen = np.flatnonzero(alike & ~full)
            _pack_width(deltas, begin[chosen], counts[chosen], offsets[chosen], width, words)
    return Blocks(positions[begin], counts, widths, words[:-1]), first_block


def _bits(values: U32) -> U8:
    """Bits that each value needs; 0 for 0."""
    # frexp gives e with 2**(e-1) <= value < 2**e, exactly, as a double holds every uint32.
    return np.frexp(values.astype(np.float64))[1].astype(np.uint8)


def _pack_width(deltas: U32, begin: I64, counts: U8, offsets: I64, width: int, words: U64) -> None:
    """Pack the distances of blocks with one `width` into `words`, one place of all blocks at a time."""
    order = np.argsort(counts, kind="stable")[::-1]
    begin, offsets, ascending = begin[order], offsets[order], counts[order]
    longest = int(ascending[0]) if len(ascending) else 0
    # Blocks are sorted by length, so those that reach a place are a prefix.
    reach = np.searchsorted(-ascending.astype(np.int64), -np.arange(1, longest + 1), side="right")
    for place in range(1, longest + 1):
        live = int(reach[place - 1])
        bit = (place - 1) * width
        index, shift = offsets[:live] + (bit >> 6), bit & 63
        value = deltas[begin[:live] + place].astype(np.uint64)
        words[index] |= value << np.uint64(shift)
        if shift + width > 64:
            words[index + 1] |= value >> np.uint64(64 - shift)


def unpack(blocks: Blocks) -> U32:
    """The positions of all blocks, laid end to end: uint32[sum(counts + 1)]."""
    sizes = word_counts(blocks.counts, blocks.widths)
    return unpack_at(blocks, np.cumsum(sizes) - sizes)


def unpack_at(blocks: Blocks, offsets: I64) -> U32:
    """The positions of blocks whose bits begin at `offsets` (int64[blocks]) in `blocks.words`, which may hold others'.

    uint32[sum(counts + 1)], block after block.
    """
    if len(blocks.firsts) == 0:
        return np.empty(0, np.uint32)
    if len(blocks.firsts) < _MANY:
        return _unpack_any(blocks, offsets)
    full = blocks.counts == BLOCK - 1
    full &= (np.bincount(blocks.widths[full], minlength=33) >= _MANY)[blocks.widths]
    return _unpack_many(blocks, offsets, full) if full.any() else _unpack_any(blocks, offsets)


def _unpack_many(blocks: Blocks, offsets: I64, full: NDArray[np.bool_]) -> U32:
    """As `unpack_at`; the blocks chosen by `full` hold 128 positions each, and are unpacked apart from the others."""
    firsts, counts, widths, words = blocks
    lengths = counts.astype(np.int64) + 1
    begin = np.cumsum(lengths) - lengths
    positions = np.empty(int(begin[-1] + lengths[-1]), np.uint32)
    others = np.flatnonzero(~full)
    if len(others):
        sizes = lengths[others]
        places = np.arange(int(sizes.sum())) + np.repeat(begin[others] - (np.cumsum(sizes) - sizes), sizes)
        part = Blocks(firsts[others], counts[others], widths[others], words)
        positions[places] = _unpack_any(part, offsets[others])
    chosen = np.flatnonzero(full)
    rows = unpack_full(firsts[chosen], widths[chosen], words, offsets[chosen], BLOCK)
    # Neighbours are copied together; most lists have full blocks but for the last.
    edges = [0, *(np.flatnonzero(np.diff(chosen) > 1) + 1).tolist(), len(chosen)]
    for low, high in pairwise(edges):
        at = begin[chosen[low]]
        positions[at : at + BLOCK * (high - low)] = rows[low:high].reshape(-1)
    return positions


def _unpack_any(blocks: Blocks, offsets: I64) -> U32:
    firsts, counts, widths, words = blocks
    lengths = counts.astype(np.int64) + 1
    begin = np.cumsum(lengths) - lengths
    deltas = np.zeros(int(begin[-1] + lengths[-1]), np.uint32)
    if words.size:
        # Blocks of one width and about one length are taken together; what is read beyond a block is not kept.
        classes = widths.astype(np.int64) * 8 + _bits(counts.astype(np.uint32))
        # Not np.unique, which loads numpy.ma: 10 ms of a command.
        for kind in np.flatnonzero(np.bincount(classes[(widths > 0) & (counts > 0)])):
            chosen = np.flatnonzero(classes == kind)
            longest = int(counts[chosen].max())
            values = _unpack_width(words, offsets[chosen], int(kind) >> 3, longest)
            places = begin[chosen][:, None] + np.arange(1, longest + 1)
            if int(counts[chosen].min()) == longest:
                deltas[places] = values
            else:
                kept = np.arange(longest) < counts[chosen][:, None]
                deltas[places[kept]] = values[kept]
    return _accumulate(deltas, begin, firsts)


def _unpack_width(words: U64, offsets: I64, width: int, count: int) -> U32:
    """uint32[len(offsets), count]: the first `count` distances of the blocks that begin at these words."""
    bits = np.arange(count, dtype=np.int64) * width
    last = len(words) - 1
    index = np.minimum(offsets[:, None] + (bits >> 6), last)
    shift = (bits & 63).astype(np.uint64)
    low = words[index] >> shift
    # A shift by 64 is undefined, so the upper word is moved in two steps. Of a distance that ends in the lower word
    # nothing of the upper one is kept, so that beyond the last word any other will do.
    high = (words[np.minimum(index + 1, last)] << np.uint64(1)) << (np.uint64(63) - shift)
    values: U32 = ((low | high) & np.uint64((1 << width) - 1)).astype(np.uint32)
    return values


def _accumulate(deltas: U32, begin: I64, firsts: U32) -> U32:
    """Running sums that begin anew, from `firsts`, at each of `begin`."""
    # Modulo 2**32 throughout: what a block's start subtracts is what the sum had come to.
    sums = np.cumsum(deltas, dtype=np.uint32)
    corrections = firsts - sums[begin]
    lengths = np.diff(np.append(begin, len(deltas)))
    moved: U32 = sums + np.repeat(corrections, lengths)
    return moved
