"""Rows of words are counted as a loop counts them, in however many parts, and where numbers become too large."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.words import ngrams
from fabula.search.words.ngrams import count_ngrams

VOCABULARY = 6
# Numbers of three words or more are larger than this.
LARGEST = 300
WORD = st.sampled_from([0, 1, 2, 3, VOCABULARY - 1, VOCABULARY])


@given(st.lists(WORD, max_size=60), st.integers(2, 5), st.integers(1, 3), st.integers(0, 8), st.integers(1, 40))
def test_rows(column: list[int], size: int, min_count: int, most: int, at_once: int) -> None:
    """The commonest rows come first, of equals those with the lower numbers; 0 is no word."""
    counts = Counter(
        tuple(number - 1 for number in column[at : at + size])
        for at in range(len(column) - size + 1)
        if 0 not in column[at : at + size]
    )
    kept = [(row, count) for row, count in counts.items() if count >= min_count]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ngrams, "_ROWS_AT_ONCE", at_once)
        patch.setattr(ngrams, "_MAX_NUMBER", LARGEST)
        found = count_ngrams(np.array(column, np.int32), size, np.ones(VOCABULARY, bool), min_count, most)
    expected = sorted(kept, key=lambda item: (-item[1], item[0]))[:most]
    assert [tuple(row) for row in found.words.tolist()] == [row for row, _ in expected]
    assert found.counts.tolist() == [count for _, count in expected]
    assert found.total == len(kept)


@given(st.lists(st.integers(0, 5), max_size=40), st.integers(2, 4), st.sets(st.integers(0, 4)))
def test_ends(column: list[int], size: int, wanted: set[int]) -> None:
    """A row begins and ends with words that are wanted; others may stand between them."""
    rows = [tuple(column[at : at + size]) for at in range(len(column) - size + 1)]
    expected = {row for row in rows if 0 not in row and {row[0] - 1, row[-1] - 1} <= wanted}
    mask = np.array([number in wanted for number in range(5)])
    found = count_ngrams(np.array(column, np.int32), size, mask, 1, 1_000)
    assert {tuple(number + 1 for number in row) for row in found.words.tolist()} == expected
