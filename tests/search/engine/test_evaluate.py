"""Occurrences are counted by scene."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.engine.evaluate import count_by_scene


@given(st.sets(st.integers(0, 79)).map(sorted), st.sampled_from([2, 8, 40]))
def test_count_by_scene(starts: list[int], length: int) -> None:
    """Each scene once, ascending, with its count; of few long scenes and of many short ones."""
    scene_starts = np.arange(0, 81, length, dtype=np.uint32)
    occurrences = count_by_scene(np.array(starts, np.int64), scene_starts)
    expected = sorted(Counter(start // length for start in starts).items())
    assert list(zip(*(column.tolist() for column in occurrences), strict=True)) == expected
