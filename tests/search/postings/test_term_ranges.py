"""Term numbers become ranges, and numbers again."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fabula.search.postings.term_ranges import ranges_of, terms_in


@given(st.lists(st.integers(0, 40), unique=True).map(sorted))
def test_neighbours_are_one_range(terms: list[int]) -> None:
    """No range touches the next one, and together they have the same terms."""
    ranges = ranges_of(terms)
    assert terms_in(ranges) == terms
    assert all(high < low for (_, high), (low, _) in pairwise(ranges))
