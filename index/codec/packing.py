"""Packs sorted positions into bits and back, in blocks of 128: frame of reference with delta coding.

A block has its first position as it is, and the 127 distances to the next with as many bits each as the largest needs
(Lemire and Boytsov, "Decoding billions of integers per second through vectorization", 2015, section 2). As the first
position is absolute, a merge moves a block by adding to one number and copies its bits. Bits run from the lowest of the
first 64-bit word upwards; a block's words are its own, so that each begins aligned.
"""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from fabula.index.array_types import I64, U8, U32, U64
from .block_bits import pack_full, unpack_rows

BLOCK = 128
# Lists are long if at most one block in so many is short, and so the last of its list.
_BLOCKS_PER_SHORT_BLOCK = 4
# Blocks unpacked together where many are short, 1 MB of positions: each is read as if it were full.
_BLOCKS_AT_ONCE = 2_048


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
    list_of = np.repeat(np.arange(len(lengths)), blocks_of)
    begin = starts[:-1][list_of] + (np.arange(total) - first_block[:-1][list_of]) * BLOCK
    end = np.minimum(begin + BLOCK, starts[1:][list_of])
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
    # np.unique would hash.
    for width in np.flatnonzero(np.bincount(widths)).tolist():
        if width:
            has_width = widths == width
            chosen = np.flatnonzero(has_width & full)
            pack_full(deltas, begin[chosen], width, offsets[chosen], words)
            chosen = np.flatnonzero(has_width & ~full)
            _pack_width(deltas, begin[chosen], counts[chosen], offsets[chosen], width, words)
    return Blocks(positions[begin], counts, widths, words[:-1]), first_block


def _bits(values: U32) -> U8:
    """uint8[n]: how many bits each value needs; 0 for 0."""
    # frexp gives e with 2**(e-1) <= value < 2**e, exactly, as a double holds every uint32.
    return np.frexp(values.astype(np.float64))[1].astype(np.uint8)


def _pack_width(deltas: U32, begin: I64, counts: U8, offsets: I64, width: int, words: U64) -> None:
    """Pack the distances of blocks with one `width` into `words`, one place of all blocks at a time."""
    order = np.argsort(counts, kind="stable")[::-1]
    begin, offsets, ascending = begin[order], offsets[order], counts[order]
    longest = int(ascending[0]) if len(ascending) else 0
    # Blocks are sorted by length, longest first, so those that reach a place are a prefix.
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
    """uint32[sum(counts + 1)]: the positions of blocks, one after the other.

    offsets  int64[blocks]: where the bits of each begin in `blocks.words`, which may hold those of other blocks.
    """
    firsts, counts, widths, words = blocks
    if not len(firsts):
        return np.empty(0, np.uint32)
    short = np.flatnonzero(counts < BLOCK - 1)
    if len(short) * _BLOCKS_PER_SHORT_BLOCK <= len(firsts) or len(firsts) == 1:
        # Only the last block of a list is short: what lies between short ones is copied at once.
        rows = unpack_rows(firsts, widths, words, offsets).reshape(-1)
        ends = (short * BLOCK + counts[short] + 1).tolist()
        begins = [0, *((short + 1) * BLOCK).tolist()]
        pieces = [rows[low:high] for low, high in zip(begins, [*ends, len(rows)], strict=True) if low < high]
    else:
        pieces = []
        for start in range(0, len(firsts), _BLOCKS_AT_ONCE):
            part = slice(start, start + _BLOCKS_AT_ONCE)
            rows = unpack_rows(firsts[part], widths[part], words, offsets[part])
            pieces.append(rows[np.arange(BLOCK) <= counts[part, None]])
    return pieces[0] if len(pieces) == 1 else np.concatenate(pieces)
