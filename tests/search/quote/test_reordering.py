"""The best place to exchange two parts, held against trying all of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.engine.alignment import align_windows
from fabula.search.quote.reordering import reordered

WORDS = st.lists(st.sampled_from("abcde"), min_size=1, max_size=9)


def grid_of(query: list[str], text: list[str]) -> np.ndarray:
    return np.array([[[float(one == other) for other in text] for one in query]], np.float32)


@given(WORDS, WORDS)
def test_the_best_place_is_found(query: list[str], text: list[str]) -> None:
    """Short quotes are tried at every place, less what that costs; the path numbers words as they were given."""
    weights = np.arange(1.0, len(query) + 1)
    found = reordered(grid_of(query, text), weights)
    tried = [
        align_windows(grid_of(query[at:] + query[:at], text), np.roll(weights, -at))[0][0]
        for at in range(1, len(query))
    ]
    assert bool(found) == bool(tried)
    for own in found:
        assert abs(own.mass + 0.06 * weights.sum() - max(tried)) < 1e-6
        order = [pair.query for pair in own.path if pair.query >= 0]
        assert sorted(order) == list(range(len(query)))
        assert [(at + 1) % len(query) for at in order[:-1]] == order[1:]


def test_a_turned_line_is_laid_whole() -> None:
    """Both parts, where they stand."""
    (own,) = reordered(grid_of(list("cdab"), list("xabcdx")), np.ones(4))
    assert [pair for pair in own.path if min(pair) >= 0] == [(2, 1), (3, 2), (0, 3), (1, 4)]
