"""Positions come back as they went in, whatever their distances."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.index.codec.packing import BLOCK, Blocks, pack, unpack, unpack_at, word_counts

LISTS = st.lists(
    st.one_of(
        st.lists(st.integers(0, 2**32 - 1), min_size=1, max_size=5, unique=True),
        st.lists(st.integers(0, 3_000), min_size=1, max_size=400, unique=True),
        st.builds(lambda a, n: list(range(a, a + n)), st.integers(0, 2**31), st.integers(1, 300)),
    ).map(sorted),
    max_size=12,
)


@settings(max_examples=200, deadline=None)
@given(LISTS)
def test_what_is_packed_is_unpacked(lists: list[list[int]]) -> None:
    """Oracle: the lists themselves, all at once and one by one."""
    flat = np.array([position for one in lists for position in one], np.uint32)
    starts = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
    blocks, first_block = pack(flat, starts)
    assert unpack(blocks).tolist() == flat.tolist()
    offsets = np.concatenate([[0], np.cumsum(word_counts(blocks.counts, blocks.widths))])
    for index, one in enumerate(lists):
        low, high = first_block[index], first_block[index + 1]
        assert high - low == -(-len(one) // BLOCK)
        words = blocks.words[offsets[low] : offsets[high]]
        part = Blocks(blocks.firsts[low:high], blocks.counts[low:high], blocks.widths[low:high], words)
        assert unpack(part).tolist() == one


@settings(max_examples=100, deadline=None)
@given(LISTS, st.data())
def test_some_blocks_are_unpacked_from_among_others(lists: list[list[int]], data: st.DataObject) -> None:
    """Oracle: all blocks unpacked, of which the chosen are kept."""
    flat = np.array([position for one in lists for position in one], np.uint32)
    starts = np.concatenate([[0], np.cumsum([len(one) for one in lists])]).astype(np.int64)
    blocks, _ = pack(flat, starts)
    sizes = word_counts(blocks.counts, blocks.widths)
    numbers = st.lists(st.integers(0, len(sizes) - 1), unique=True) if len(sizes) else st.just([])
    chosen = np.array(sorted(data.draw(numbers)), np.int64)
    part = Blocks(blocks.firsts[chosen], blocks.counts[chosen], blocks.widths[chosen], blocks.words)
    ends = np.cumsum(blocks.counts.astype(np.int64) + 1)
    wanted = [
        position for number in chosen for position in flat[ends[number] - blocks.counts[number] - 1 : ends[number]]
    ]
    assert unpack_at(part, (np.cumsum(sizes) - sizes)[chosen]).tolist() == wanted


@pytest.mark.parametrize("spread", [1, 40, 3_000])
def test_thousands_of_blocks(spread: int) -> None:
    """Long lists go another way than short ones; with several, blocks that are not full stand among the others."""
    rng = np.random.default_rng(spread)
    lists = [np.cumsum(rng.integers(1, spread + 1, size)) for size in (300_000, 77, 128 * 700, 128 * 600 + 1, 5)]
    # One place of each list is far from those before it, so that widths differ.
    for own in lists:
        own[len(own) // 2 :] += 1 << 20
    flat = np.concatenate(lists).astype(np.uint32)
    blocks, _ = pack(flat, np.cumsum([0, *map(len, lists)]))
    assert np.array_equal(unpack(blocks), flat)


def test_thousands_of_short_lists() -> None:
    """Where most blocks are not full they are unpacked in pieces, of which none may lose or repeat a block."""
    rng = np.random.default_rng(5)
    lists = [np.cumsum(rng.integers(1, 1 << int(rng.integers(1, 18)), rng.integers(1, 300))) for _ in range(5_000)]
    flat = np.concatenate(lists).astype(np.uint32)
    blocks, _ = pack(flat, np.cumsum([0, *map(len, lists)]))
    assert np.array_equal(unpack(blocks), flat)


@pytest.mark.parametrize("width", range(1, 33))
@pytest.mark.parametrize("count", [BLOCK, BLOCK - 1, 70])
def test_distances_of_every_width(width: int, count: int) -> None:
    """Whatever bit a distance begins and ends at, the last one of the last block of a file among them."""
    rng = np.random.default_rng(width)
    distances = rng.integers(0, 1 << width, count - 1, dtype=np.uint64)
    distances[[0, -1]] = (1 << width) - 1
    # Modulo 2**32, as the sums of wide ones do not ascend.
    positions = np.cumsum([5, *distances.tolist()], dtype=np.uint64).astype(np.uint32)
    blocks, _ = pack(positions, np.array([0, count]))
    assert blocks.widths.tolist() == [width]
    assert np.array_equal(unpack(blocks), positions)


def test_moving_blocks_moves_positions() -> None:
    """Adding to the first position of each block adds to all: what a merge relies on."""
    positions = np.cumsum(np.random.default_rng(1).integers(1, 900, 5_000)).astype(np.uint32)
    blocks, _ = pack(positions, np.array([0, 5_000]))
    assert (unpack(blocks._replace(firsts=blocks.firsts + np.uint32(777))) == positions + 777).all()


def test_packing_is_small() -> None:
    """Positions a thousand apart take ten bits and a few bytes a block."""
    positions = np.arange(0, 1_000 * BLOCK * 50, 1_000, dtype=np.uint32)
    blocks, _ = pack(positions, np.array([0, len(positions)]))
    size = sum(array.nbytes for array in blocks)
    assert size < len(positions) * 1.4
