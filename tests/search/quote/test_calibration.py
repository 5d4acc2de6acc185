"""More of a line is never less likely, and a little of a long one says little."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.search.quote.calibration import THRESHOLD, score_of


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0.1, 3_000), st.integers(1, 10**10))
def test_more_is_likelier(share: float, other_share: float, weight: float, size: int) -> None:
    """For any line in any library; no score reaches that of an exact match."""
    smaller, larger = sorted((share, other_share))
    assert 0 <= score_of(smaller, weight, size) <= score_of(larger, weight, size) < 1


def test_a_fifth_of_a_page_is_chance() -> None:
    """In a small library and a large one; nine tenths of it are not."""
    for size in (4_000, 15_000_000):
        for weight in (100.0, 1_000.0):
            assert score_of(0.22, weight, size) < THRESHOLD / 2
            assert score_of(0.9, weight, size) > THRESHOLD
