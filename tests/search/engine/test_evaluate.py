"""Occurrences are counted by scene."""

from __future__ import annotations

from collections import Counter

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.engine.evaluate import count_by_scene


@given(st.lists(st.integers(0, 9), min_size=1).map(sorted))
def test_count_by_scene(scenes: list[int]) -> None:
    """Each scene once, ascending, with its count."""
    occurrences = count_by_scene(np.array(scenes, np.int64))
    assert list(zip(*(column.tolist() for column in occurrences), strict=True)) == sorted(Counter(scenes).items())
