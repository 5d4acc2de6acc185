"""The best scores are found without sorting."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.search.engine.ranking.top_k import at_least


@settings(max_examples=300, deadline=None)
@given(
    st.lists(st.one_of(st.sampled_from([0.0, 1.0, 1.5]), st.floats(0, 50)), min_size=1, max_size=40),
    st.integers(1, 300),
    st.integers(1, 40),
)
def test_the_best_are_among_those_kept(pattern: list[float], times: int, count: int) -> None:
    """Oracle: a sort. All that equal the last one wanted are kept with it."""
    scores = np.array(pattern * times)
    np.random.default_rng(times).shuffle(scores)
    kept = at_least(scores, count)
    assert np.all(np.diff(kept) > 0)
    bound = np.sort(scores)[::-1][min(count, len(scores)) - 1]
    assert set(np.flatnonzero(scores >= bound)) <= set(kept.tolist())
