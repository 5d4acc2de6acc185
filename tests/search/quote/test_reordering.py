"""The best place to divide a quote and exchange its parts, against trying all of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.engine.alignment import align_windows
from fabula.search.quote.reordering import reordered

WORDS = st.lists(st.sampled_from("abcde"), min_size=1, max_size=9)


def grid_of(query: list[str], text: list[str]) -> np.ndarray:
    return np.array([[[float(remembered == actual) for actual in text] for remembered in query]], np.float32)


@given(WORDS, WORDS)
def test_the_best_division_is_found(query: list[str], text: list[str]) -> None:
    """Short quotes are divided at every word, less the cost; the path numbers words as they were given."""
    weights = np.arange(1.0, len(query) + 1)
    result = reordered(grid_of(query, text), weights)
    masses = [
        align_windows(grid_of(query[division:] + query[:division], text), np.roll(weights, -division))[0][0]
        for division in range(1, len(query))
    ]
    assert bool(result) == bool(masses)
    for alignment in result:
        assert abs(alignment.mass + 0.06 * weights.sum() - max(masses)) < 1e-6
        order = [pair.query for pair in alignment.path if pair.query >= 0]
        assert sorted(order) == list(range(len(query)))
        assert [(division + 1) % len(query) for division in order[:-1]] == order[1:]


def test_a_reordered_line_is_aligned_whole() -> None:
    """Both parts align with the text where they stand."""
    (alignment,) = reordered(grid_of(list("cdab"), list("xabcdx")), np.ones(4))
    assert [pair for pair in alignment.path if min(pair) >= 0] == [(2, 1), (3, 2), (0, 3), (1, 4)]
