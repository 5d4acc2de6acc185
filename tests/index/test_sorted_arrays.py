"""Numbers in ascending order, and each once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.sorted_arrays import in_order, sorted_unique


@pytest.mark.parametrize("dtype", [np.uint32, np.int64, np.uint64])
@given(numbers=st.lists(st.integers(0, 40) | st.integers(0, 2**32 - 1)))
def test_each_once_in_order(numbers: list[int], dtype: type) -> None:
    """Oracle: a set. What was given is not changed, and its type is kept."""
    given_numbers = np.array(numbers, dtype)
    found = sorted_unique(given_numbers)
    assert found.tolist() == sorted(set(numbers))
    assert found.dtype == dtype
    assert given_numbers.tolist() == numbers


@given(
    st.lists(st.lists(st.integers(0, 40) | st.integers(0, 2**32 - 1)).map(sorted), max_size=5),
    st.integers(1, 9),
    st.integers(1, 3),
)
def test_in_order(runs: list[list[int]], at_once: int, one_in: int) -> None:
    """Oracle: sorted. In one piece or in many, and whatever is taken as a sample."""
    numbers = [number for run in runs for number in run]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("fabula.index.sorted_arrays._SORTED_AT_ONCE", at_once)
        patch.setattr("fabula.index.sorted_arrays._SAMPLED_ONE_IN", min(one_in, at_once))
        found = in_order(np.array(numbers, np.uint32))
    assert found.tolist() == sorted(numbers) and found.dtype == np.uint32
