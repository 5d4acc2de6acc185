"""A phrase begins where its rarest word allows it to."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.engine.phrase_search import phrase_starts


@given(st.lists(st.integers(0, 30), unique=True).map(sorted), st.integers(0, 5), st.integers(-3, 30))
def test_phrase_starts(positions: list[int], index: int, last: int) -> None:
    """The word's positions less its index, from 0 to the last start that leaves room for the phrase."""
    expected = [position - index for position in positions if 0 <= position - index <= last]
    assert phrase_starts(np.array(positions, np.uint32), index, last).tolist() == expected
