"""Where each token stands among all, with a gap behind every scene."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.codec.layout import GAP
from fabula.index.writer.segment_writer import positions_of


@given(st.lists(st.integers(0, 4), max_size=12))
def test_scenes_without_words_leave_a_gap_too(lengths: list[int]) -> None:
    """Oracle: counting on, scene by scene."""
    expected, at = list[int](), 0
    for length in lengths:
        expected += range(at, at + length)
        at += length + GAP
    found = positions_of(np.array(lengths, np.int64))
    assert found.tolist() == expected and found.dtype == np.uint32
