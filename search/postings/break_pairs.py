"""Finds the breaks within turns by the two words on either side of them."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from fabula.index.array_types import I64, U8, U32, U64
from fabula.index.budget import check, checked

_LOW_BITS = (1 << 32) - 1
# Bloom filter: 64 bits per break, two of which are set, so that one in a thousand pairs that stand at no break passes.
# With one bit set it was one in 64, and a phrase has 20 pairs in five segments.
_BITS_PER_BREAK = 64
_BIT: U8 = np.array([1 << bit for bit in range(8)], np.uint8)
# Multipliers are odd, and far from a power of two, to spread the words before breaks over the bits.
_FIRST_HASH = 0x9E3779B1
_SECOND_HASH = 0x85EBCA6B


class BreakPairs:
    """The words before and after each break of a segment, and which break that is."""

    def __init__(self, befores: U32 | I64, afters: U32 | I64, utterances: I64) -> None:
        """By break: the numbers of the words (or stems) on either side, and the utterance that follows."""
        keys = befores.astype(np.uint64) << np.uint64(32) | afters.astype(np.uint64)
        check()
        order = np.argsort(keys, kind="stable")
        self._keys: U64 = keys[order]
        self._utterances = utterances[order]
        self._bits = bloom_bits(self._keys)

    def candidates(self, words: Sequence[Sequence[int]]) -> list[tuple[int, int]]:
        """(before << 32 | after, index of the word after) of a phrase's pairs that stand at a break, and a few others.

        words  for each word of the phrase the numbers of the terms (or stems) that may stand there. 0.2 µs a word.
        """
        bits = self._bits
        mask = 8 * len(bits) - 1
        pairs = []
        for index in checked(range(1, len(words)), every=1):
            for before in words[index - 1]:
                for after in words[index]:
                    bit = (before * _FIRST_HASH + after) & mask
                    if bits[bit >> 3] >> (bit & 7) & 1:
                        bit = (before + after * _SECOND_HASH) & mask
                        if not bits[bit >> 3] >> (bit & 7) & 1:
                            continue
                        pairs.append((before << 32 | after, index))
        return pairs

    def find(self, words: Sequence[Sequence[int]]) -> list[tuple[I64, int]]:
        """(the utterances after the breaks, index of the word after) for each pair of the phrase that is at any."""
        pairs = self.candidates(words)
        if not pairs:
            return []
        # One search for where each pair begins and where the next would: two take longer than all the rest.
        keys = np.array([key + more for key, _ in pairs for more in (0, 1)], np.uint64)
        bounds = self._keys.searchsorted(keys).tolist()
        return [
            (self._utterances[begin:end], index)
            for (_, index), begin, end in zip(pairs, bounds[::2], bounds[1::2], strict=True)
            if begin < end
        ]


def bloom_bits(keys: U64) -> bytes:
    """A Bloom filter (Bloom, 1970) of pairs before << 32 | after, two bits each; its size is a power of two.

    Bytes, as Python reads one of those in 30 ns, and one of a numpy array in 100.
    """
    size = 1 << (len(keys) * _BITS_PER_BREAK).bit_length()
    before, after = keys >> np.uint64(32), keys & np.uint64(_LOW_BITS)
    packed = np.zeros(max(1, size // 8), np.uint8)
    for hashes in checked((before * np.uint64(_FIRST_HASH) + after, before + after * np.uint64(_SECOND_HASH)), every=1):
        bits = hashes & np.uint64(size - 1)
        np.bitwise_or.at(packed, (bits >> np.uint64(3)).astype(np.int64), _BIT[bits & np.uint64(7)])
    return packed.tobytes()
