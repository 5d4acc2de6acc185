"""Parts of packed lists of positions are those of the lists unpacked whole."""

from __future__ import annotations

import zlib

import numpy as np
import pytest
from numpy.typing import NDArray

from fabula.index.codec.checked import CHUNK, CheckedArray
from fabula.index.codec.packing import pack
from fabula.index.codec.segment import position_lists
from fabula.index.codec.segment.position_lists import PositionLists
from fabula.index.errors import LibraryDamaged


def checked(array: NDArray) -> CheckedArray:
    content = array.tobytes()
    sums = [zlib.crc32(content[low : low + CHUNK]) for low in range(0, len(content), CHUNK)]
    return CheckedArray("positions", array, np.array(sums, np.uint32), LibraryDamaged)


@pytest.fixture(scope="module")
def positions() -> list[NDArray]:
    """Lists of 1 to 30,000 positions, dense and sparse."""
    rng = np.random.default_rng(3)
    sizes = [1, 127, 128, 129, 5_000, 2, 30_000]
    return [np.unique(rng.integers(0, 4 * size + 9, size)).astype(np.uint32) for size in sizes]


@pytest.fixture(scope="module")
def lists(positions: list[NDArray]) -> tuple[PositionLists, list[int]]:
    """The lists, packed, and the first block of each; the last is the end."""
    blocks, first_block = pack(np.concatenate(positions), np.cumsum([0, *map(len, positions)]))
    return PositionLists(*map(checked, blocks)), first_block.tolist()


def test_whole_lists(lists: tuple[PositionLists, list[int]], positions: list[NDArray]) -> None:
    """They are as they were packed, and counted without unpacking."""
    packed, edges = lists
    for number, wanted in enumerate(positions):
        assert packed.all(edges[number], edges[number + 1]).tolist() == wanted.tolist()
        assert packed.count(edges[number], edges[number + 1]) == len(wanted)


@pytest.mark.parametrize("blocks_at_once", [3, 1 << 13])
def test_several_lists_at_once(
    lists: tuple[PositionLists, list[int]],
    positions: list[NDArray],
    blocks_at_once: int,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """One after the other, some left out; none gives nothing."""
    monkeypatch.setattr(position_lists, "_UNPACKED_AT_ONCE", blocks_at_once)
    packed, edges = lists
    for numbers in ([], [0], [1, 2, 3], [0, 4, 6], list(range(len(positions)))):
        low, high = (np.array([edges[number + last] for number in numbers], np.int64) for last in (0, 1))
        wanted = [position for number in numbers for position in positions[number].tolist()]
        assert packed.all_of(low, high).tolist() == wanted
    with pytest.raises(LibraryDamaged):
        packed.all_of(np.array([0]), np.array([edges[-1] + 1]))


def test_ranges_of_lists(lists: tuple[PositionLists, list[int]], positions: list[NDArray]) -> None:
    """Oracle: the whole list between two limits, which may be positions, lie between them, or beyond the ends."""
    packed, edges = lists
    rng = np.random.default_rng(4)
    for number, whole in enumerate(positions):
        for begin, end in np.sort(rng.integers(0, int(whole[-1]) + 200, (30, 2)), axis=1).tolist():
            wanted = [position for position in whole.tolist() if begin <= position < end]
            assert packed.within(begin, end, edges[number], edges[number + 1]).tolist() == wanted


def test_positions_near_places(lists: tuple[PositionLists, list[int]], positions: list[NDArray]) -> None:
    """All positions of the list that are among the places are there; nothing else than positions of the list is."""
    packed, edges = lists
    rng = np.random.default_rng(5)
    for number, whole in enumerate(positions):
        for count in (0, 1, 9, 400):
            places = np.unique(rng.integers(0, int(whole[-1]) + 200, count))
            around = packed.around(places, edges[number], edges[number + 1]).tolist()
            assert set(places.tolist()) & set(whole.tolist()) <= set(around) <= set(whole.tolist())


def test_blocks_that_are_not_there_are_damage(lists: tuple[PositionLists, list[int]]) -> None:
    """A damaged number of a block is an error, and takes no memory."""
    packed, edges = lists
    for low, high in ((0, edges[-1] + 1), (3, 2)):
        with pytest.raises(LibraryDamaged):
            packed.all(low, high)


@pytest.mark.parametrize("at_once", [64, 128, 1 << 20])
def test_places_of_blocks_are_summed_up_in_pieces(
    positions: list[NDArray], monkeypatch: pytest.MonkeyPatch, at_once: int
) -> None:
    """However many blocks are summed up at once, each list is found."""
    monkeypatch.setattr(position_lists, "_BLOCKS_AT_ONCE", at_once)
    blocks, edges = pack(np.concatenate(positions), np.cumsum([0, *map(len, positions)]))
    packed = PositionLists(*map(checked, blocks))
    assert len(blocks.firsts) > 200
    for number, wanted in enumerate(positions):
        assert packed.all(int(edges[number]), int(edges[number + 1])).tolist() == wanted.tolist()
    assert packed.total == sum(map(len, positions))
