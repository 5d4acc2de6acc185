"""Kernels over sorted positions give what plain Python gives."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.budget import Budget, spending
from fabula.index.errors import QueryTooDear
from fabula.search.postings import sorted_positions
from fabula.search.postings.sorted_positions import (
    counts_by_merging,
    counts_by_searching,
    gather_ranges,
    in_pieces,
    isin_sorted,
    next_positions,
    positions_between,
    union_sorted,
)

END = 60
POSITIONS = st.lists(st.integers(0, END - 1), unique=True, max_size=30).map(sorted)


def u4(numbers: list[int]) -> np.ndarray:
    return np.array(numbers, np.uint32)


def i8(numbers: list[int]) -> np.ndarray:
    return np.array(numbers, np.int64)


@given(st.lists(POSITIONS, max_size=4))
def test_union_sorted(pieces: list[list[int]]) -> None:
    """Each number once, ascending."""
    assert union_sorted([i8(piece) for piece in pieces]).tolist() == sorted(set().union(*pieces))


# All at once, as is usual, or in pieces.
AT_ONCE = st.sampled_from((sorted_positions.POSITIONS_AT_ONCE, 1, 3))


@given(POSITIONS, st.lists(st.tuples(st.integers(0, 30), st.integers(0, 30)), max_size=5), AT_ONCE)
def test_gather_ranges(positions: list[int], bounds: list[tuple[int, int]], at_once: int) -> None:
    """One range after the other, empty and repeated ranges included."""
    ranges = [(min(pair[0], len(positions)), min(sum(pair), len(positions))) for pair in bounds]
    begin, end = i8([low for low, _ in ranges]), i8([high for _, high in ranges])
    expected = [position for low, high in ranges for position in positions[low:high]]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorted_positions, "POSITIONS_AT_ONCE", at_once)
        assert gather_ranges(u4(positions), begin, end).tolist() == expected


@given(POSITIONS, POSITIONS, AT_ONCE)
def test_isin_sorted(positions: list[int], queries: list[int], at_once: int) -> None:
    """For queries of both types, more or fewer than the positions."""
    expected = [query in positions for query in queries]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sorted_positions, "POSITIONS_AT_ONCE", at_once)
        assert isin_sorted(u4(positions), u4(queries)).tolist() == expected
        assert isin_sorted(u4(positions), i8(queries)).tolist() == expected


def test_the_time_is_checked_before_each_piece(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever a segment has, a call of numpy is short."""
    monkeypatch.setattr(sorted_positions, "POSITIONS_AT_ONCE", 2)
    assert [piece.tolist() for piece in in_pieces(u4([1, 2, 3]))] == [[1, 2], [3]]
    with spending(Budget(1e-9)):
        for kernel in (
            lambda: isin_sorted(u4([1]), u4([1])),
            lambda: gather_ranges(u4([1, 2, 3]), i8([0, 1]), i8([1, 3])),
        ):
            with pytest.raises(QueryTooDear):
                kernel()


@given(POSITIONS, st.lists(st.integers(0, END), max_size=60).map(sorted), st.integers(1, 2 * END))
def test_next_positions(positions: list[int], queries: list[int], reach: int) -> None:
    """The first after each query and within reach, or the number beyond all; with many queries, and with few."""
    expected = [min((p for p in positions if query < p <= query + reach), default=END) for query in queries]
    assert next_positions(u4(positions), i8(queries), reach, END).tolist() == expected


@given(POSITIONS, st.lists(st.integers(0, END), min_size=1, max_size=60).map(sorted))
def test_both_ways_to_count(positions: list[int], queries: list[int]) -> None:
    """A merge counts what binary searches count, at the top of its range, too."""
    top = (1 << 31) - 1 - END
    for shift in (0, top):
        numbers, wanted = u4(positions) + np.uint32(shift), u4(queries) + np.uint32(shift)
        expected = [sum(position <= query for position in positions) for query in queries]
        assert counts_by_merging(numbers, wanted).tolist() == expected
        assert counts_by_searching(numbers, wanted).tolist() == expected


@given(POSITIONS, st.lists(st.integers(-20, END), max_size=8).map(sorted), st.integers(0, 30))
def test_positions_between(positions: list[int], low: list[int], width: int) -> None:
    """Overlapping ranges count once, and ranges may begin below zero."""
    expected = [p for p in positions if any(begin <= p <= begin + width for begin in low)]
    assert positions_between(u4(positions), i8(low), i8(low) + width).tolist() == expected
