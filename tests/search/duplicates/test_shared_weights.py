"""Pairs of works that share keys are those that a loop over all pairs finds."""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from fabula.search.duplicates.shared_weights import MAX_COMPARED_WORKS, shared_weights

occurrences = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 7), st.integers(0, 50)), max_size=60)


def found(rows: list[tuple[int, int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    keys, works, weights = (np.array([row[place] for row in rows], np.int64) for place in range(3))
    columns = [column.tolist() for column in shared_weights(keys, works, weights)]
    pairs = list(zip(columns[0], columns[1], strict=True))
    assert pairs == sorted(set(pairs))
    return dict(zip(pairs, zip(columns[2], columns[3], strict=True), strict=True))


def by_hand(rows: list[tuple[int, int, int]]) -> dict[tuple[int, int], tuple[int, int]]:
    held: dict[int, dict[int, int]] = defaultdict(lambda: defaultdict(int))
    for key, work, weight in rows:
        held[work][key] += weight
    pairs = {}
    for one, other in combinations(sorted(held), 2):
        if shared := held[one].keys() & held[other].keys():
            pairs[one, other] = (sum(held[one][key] for key in shared), sum(held[other][key] for key in shared))
    return pairs


@settings(max_examples=200, deadline=None)
@given(occurrences)
def test_pairs_are_those_of_a_loop(rows: list[tuple[int, int, int]]) -> None:
    """With the weights of the shared keys on both sides, whatever the order and however often a work has a key."""
    assert found(rows) == by_hand(rows)


def test_a_key_of_many_works_is_compared_with_the_first() -> None:
    """A banner of 500 works makes 499 pairs, not 124,750; what two of them share beside it is found."""
    rows = [(1, work, 10) for work in range(500)] + [(2, 7, 3), (2, 9, 4)]
    pairs = found(rows)
    assert len(pairs) == 499 + 1
    assert pairs[7, 9] == (3, 4)
    assert all(pairs[0, work] == (10, 10) for work in range(1, 500))
    assert len(found(rows[:MAX_COMPARED_WORKS])) == MAX_COMPARED_WORKS * (MAX_COMPARED_WORKS - 1) // 2
