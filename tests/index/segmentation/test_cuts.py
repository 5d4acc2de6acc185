"""Long runs are cut evenly at paragraph ends."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.segmentation.cuts import cut


@given(st.lists(st.integers(0, 400), max_size=80), st.integers(1, 1_500))
def test_pieces_are_within_bounds(lengths: list[int], longest: int) -> None:
    """No piece is longer than allowed unless it is one paragraph; all paragraphs are in one piece, in order."""
    starts = cut(lengths, longest)
    assert starts == sorted(set(starts))
    assert bool(starts) == bool(lengths)
    for start, end in pairwise([*starts, len(lengths)]):
        assert end > start
        assert end - start == 1 or sum(lengths[start:end]) <= longest


@given(st.lists(st.integers(1, 60), min_size=1, max_size=200))
def test_pieces_are_even(lengths: list[int]) -> None:
    """Where paragraphs are short, no piece is less than a third of the longest allowed."""
    total, longest = sum(lengths), 600
    starts = cut(lengths, longest)
    pieces = [sum(lengths[s:e]) for s, e in pairwise([*starts, len(lengths)])]
    if total > longest:
        assert min(pieces) >= longest / 5
    else:
        assert len(pieces) == 1
