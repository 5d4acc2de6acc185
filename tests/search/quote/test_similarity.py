"""How similar two words are, against one comparison at a time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Indel

from fabula.search.quote.similarity import FORM_SIMILARITY, similarity

WORDS = st.lists(
    st.sampled_from("choose chose chosen choice now know of have d would harbour harbor".split()), min_size=1
)
SPOKEN = {frozenset(pair) for pair in (("of", "have"), ("d", "would"))}


@given(WORDS, WORDS.map(lambda words: sorted(set(words))))
def test_similarity_against_one_pair_at_a_time(query: list[str], text: list[str]) -> None:
    """1 for the same word, less for a form, less again for a like spelling, 0 for another word."""
    forms = {("choose", "chose"), ("choose", "choose")}
    grid = similarity(query, text, forms)
    for row, remembered in enumerate(query):
        for column, actual in enumerate(text):
            spelling = Indel.normalized_similarity(remembered, actual)
            expected = 0.9 * spelling**2 if spelling >= 0.7 else 0.0
            if remembered == actual:
                expected = 1.0
            elif (remembered, actual) in forms or frozenset((remembered, actual)) in SPOKEN:
                expected = FORM_SIMILARITY
            assert grid[row, column] == pytest.approx(expected, abs=1e-6)
