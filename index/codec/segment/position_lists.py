"""Lists of ascending positions in a segment's file, packed in blocks (packing.py), of which only some are unpacked."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from fabula.index.array_types import I64, U8, U32
from fabula.index.budget import check, checked
from fabula.index.codec.checked import CheckedArray
from fabula.index.codec.packing import BLOCK, Blocks, unpack_at, word_counts

# Blocks from one checkpoint to the next, as a power of two.
_CHECKPOINT_BITS = 6
_MAX_DISTANCE_BITS = 32
# Blocks whose words are summed up at once, with numbers of 64 bits for each: 8 MB.
_BLOCKS_AT_ONCE = 1 << 20
# Blocks that are unpacked at once: a million positions at most, 20 ms.
_UNPACKED_AT_ONCE = 1 << 13


class PositionLists:
    """Lists laid end to end. A list is the blocks from `low` to before `high`, which the caller knows."""

    def __init__(self, firsts: CheckedArray, counts: CheckedArray, widths: CheckedArray, words: CheckedArray) -> None:
        self._firsts, self._counts, self._widths, self._words = firsts, counts, widths, words
        self.block_count = len(firsts)
        for part in (counts, widths):
            if len(part) != len(firsts):
                raise part.damage(f"its section {part.name} has {len(part):,} numbers instead of {len(firsts):,}")

    def blocks(self) -> Blocks:
        """All blocks, packed."""
        _ = self._checkpoints
        return Blocks(self._firsts.whole(), self._counts.whole(), self._widths.whole(), self._words.whole())

    def count(self, low: int, high: int) -> int:
        """How many positions the list has."""
        self._require_bounds(low, high)
        return int(self._counts.part(low, high).sum(dtype=np.int64)) + high - low

    def all(self, low: int, high: int) -> U32:
        """uint32[...], ascending: the list."""
        self._require_bounds(low, high)
        return self._unpacked(np.arange(low, high))

    def all_of(self, low: I64, high: I64) -> U32:
        """uint32[...]: several lists, one after the other; they ascend in the file. One call for a thousand lists of a
        wildcard takes a fortieth of the time of a thousand calls."""
        if not len(low):
            return np.empty(0, np.uint32)
        if (low > high).any() or int(high.max()) > self.block_count:
            self._require_bounds(1, 0)
        lengths = high - low
        ends = np.cumsum(lengths)
        blocks = np.arange(int(ends[-1])) + np.repeat(low - (ends - lengths), lengths)
        starts = checked(range(0, len(blocks), _UNPACKED_AT_ONCE), every=1)
        pieces = [self._unpacked(blocks[start : start + _UNPACKED_AT_ONCE]) for start in starts]
        return np.concatenate([np.empty(0, np.uint32), *pieces])

    def of_blocks(self, chosen: I64) -> U32:
        """uint32[...]: the positions in the blocks `chosen` (ascending), one block after the other."""
        if len(chosen):
            self._require_bounds(int(chosen[0]), int(chosen[-1]) + 1)
        return self._unpacked(chosen)

    def around(self, places: NDArray[np.integer[Any]], low: int, high: int) -> U32:
        """uint32[...], ascending: of the list at least the positions that are among `places` (ascending).

        Only the blocks that can hold one of `places` are unpacked.
        """
        self._require_bounds(low, high)
        blocks = np.searchsorted(self._firsts.part(low, high), places.astype(np.uint32), side="right") - 1
        blocks = blocks[np.concatenate([blocks[:-1] != blocks[1:], [True]])] if len(blocks) else blocks
        return self._unpacked(low + blocks[blocks >= 0])

    def within(self, begin: int, end: int, low: int, high: int) -> U32:
        """uint32[...], ascending: the positions of the list from `begin` to before `end`."""
        self._require_bounds(low, high)
        limits = np.array([begin, end], np.uint32)
        first, last = np.searchsorted(self._firsts.part(low, high), limits).tolist()
        # The block before may reach into the range.
        positions = self._unpacked(np.arange(low + max(0, first - 1), low + last))
        first, last = np.searchsorted(positions, limits).tolist()
        return positions[first:last]

    def _require_bounds(self, low: int, high: int) -> None:
        # Otherwise a number in a damaged file could ask for gigabytes of indices.
        if not low <= high <= self.block_count:
            raise self._firsts.damage("it names blocks of positions that there are not")

    def _unpacked(self, chosen: I64) -> U32:
        """The positions in the blocks `chosen`, which ascend, and are near each other or many."""
        if not len(chosen):
            return np.empty(0, np.uint32)
        # The file does not say where a block's bits begin: that is summed up from the checkpoint before it.
        checkpoint = int(chosen[0]) >> _CHECKPOINT_BITS
        start, end = checkpoint << _CHECKPOINT_BITS, int(chosen[-1]) + 1
        counts, widths = self._counts.part(start, end), self._widths.part(start, end)
        sizes = word_counts(counts, widths)
        ends = self._checkpoints[checkpoint] + np.cumsum(sizes)
        offsets = ends - sizes
        chosen = chosen - start
        words = self._words.around(offsets[chosen], ends[chosen])
        firsts = self._firsts.part(start, end)[chosen]
        return unpack_at(Blocks(firsts, counts[chosen], widths[chosen], words), offsets[chosen])

    @cached_property
    def total(self) -> int:
        """How many positions all lists have together."""
        return int(self._counts.whole().sum(dtype=np.int64)) + self.block_count

    @cached_property
    def _checkpoints(self) -> I64:
        """int64[...]: where the bits of every 64th block begin."""
        counts, widths = self._counts.whole(), self._widths.whole()
        sizes = [np.zeros(1, np.int64)]
        for start in range(0, len(counts), _BLOCKS_AT_ONCE):
            check()
            part = slice(start, start + _BLOCKS_AT_ONCE)
            self._require_blocks(counts[part], widths[part])
            words = word_counts(counts[part], widths[part])
            sizes.append(np.add.reduceat(words, np.arange(0, len(words), 1 << _CHECKPOINT_BITS)))
        begins = np.cumsum(np.concatenate(sizes))
        if int(begins[-1]) > len(self._words):
            raise self._words.damage("its blocks of positions have more bits than there are")
        return begins

    def _require_blocks(self, counts: U8, widths: U8) -> None:
        if counts.max() >= BLOCK or widths.max() > _MAX_DISTANCE_BITS:
            raise self._widths.damage("its blocks of positions are larger than blocks can be")
        if counts[widths == 0].any():
            # Without bits, 128 positions would take six bytes.
            raise self._widths.damage("its blocks of positions have none of the bits that they need")
