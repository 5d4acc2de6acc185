"""Breaks within turns are found by the two words on either side of them."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.postings.break_pairs import BreakPairs, bloom_bits

PAIR = st.tuples(st.integers(0, 9), st.integers(0, 9))


@given(st.lists(PAIR, max_size=20), st.lists(st.lists(st.integers(0, 9), max_size=3), min_size=1, max_size=5))
def test_breaks_by_their_words(breaks: list[tuple[int, int]], words: list[list[int]]) -> None:
    """Oracle: every break is compared with every two neighbouring words of the phrase."""
    befores, afters = (np.array([pair[side] for pair in breaks], np.uint32) for side in (0, 1))
    pairs = BreakPairs(befores, afters, np.arange(len(breaks)) + 100)
    expected = sorted(
        (100 + number, index)
        for number, (before, after) in enumerate(breaks)
        for index in range(1, len(words))
        for _ in range(words[index - 1].count(before) * words[index].count(after))
    )
    found = [(number, index) for utterances, index in pairs.find(words) for number in utterances.tolist()]
    assert sorted(found) == expected


def test_the_filter_rejects_most_others() -> None:
    """Every pair at a break passes; of 10,000 others about ten do."""
    rng = np.random.default_rng(1)
    befores, afters = rng.integers(0, 100_000, (2, 2_000))
    pairs = BreakPairs(befores, afters, np.arange(2_000))
    assert all(pairs.candidates([[before], [after]]) for before, after in zip(befores[:200], afters, strict=False))
    others = rng.integers(100_000, 200_000, (10_000, 2)).tolist()
    assert sum(bool(pairs.candidates([[before], [after]])) for before, after in others) < 60


def test_the_size_is_a_power_of_two() -> None:
    """So that a mask picks the bit."""
    for count in (0, 1, 3, 100):
        size = 8 * len(bloom_bits(np.arange(count, dtype=np.uint64)))
        assert size & (size - 1) == 0 and size >= 64 * count
