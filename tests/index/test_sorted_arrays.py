"""Numbers in ascending order, each once."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.sorted_arrays import sorted_unique


@pytest.mark.parametrize("dtype", [np.uint32, np.int64, np.uint64])
@given(numbers=st.lists(st.integers(0, 40) | st.integers(0, 2**32 - 1)))
def test_each_once_in_order(numbers: list[int], dtype: type) -> None:
    """Oracle: a set. What was given is not changed, and its type is kept."""
    given_numbers = np.array(numbers, dtype)
    found = sorted_unique(given_numbers)
    assert found.tolist() == sorted(set(numbers))
    assert found.dtype == dtype
    assert given_numbers.tolist() == numbers
