"""Postings are the tokens, sorted by term and place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.writer.inversion import invert


@given(st.lists(st.integers(0, 30), max_size=300))
def test_it_is_a_stable_sort(tokens: list[int]) -> None:
    """Oracle: a dictionary of lists."""
    terms = np.array(tokens, np.int32)
    positions = (np.arange(len(tokens)) * 3 + 7).astype(np.uint32)
    grouped, starts = invert([terms[:7], terms[7:]], positions, 31)
    for term in range(31):
        expected = [place * 3 + 7 for place, token in enumerate(tokens) if token == term]
        assert grouped[starts[term] : starts[term + 1]].tolist() == expected


@pytest.mark.parametrize("vocabulary", [1, 70_000, 300_000])
def test_large_vocabularies(vocabulary: int) -> None:
    """Few terms and many, some that never occur."""
    terms = np.random.default_rng(3).integers(0, vocabulary, 100_000).astype(np.int32)
    positions = np.arange(100_000, dtype=np.uint32) * 2
    grouped, starts = invert([terms], positions.copy(), vocabulary)
    assert (grouped == positions[np.argsort(terms, kind="stable")]).all()
    assert starts[-1] == 100_000
