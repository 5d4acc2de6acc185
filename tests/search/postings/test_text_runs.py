"""Runs of text are sets of positions, and are added and taken away as such."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.postings.text_runs import TextRuns

POSITIONS = st.sets(st.integers(0, 40))


def runs_with(positions: set[int]) -> TextRuns:
    begins = [at for at in sorted(positions) if at - 1 not in positions]
    ends = [at + 1 for at in sorted(positions) if at + 1 not in positions]
    return TextRuns(np.array(begins, np.int64), np.array(ends, np.int64), np.zeros(len(begins), bool))


def positions_in(runs: TextRuns) -> set[int]:
    return {at for begin, end in zip(runs.begins.tolist(), runs.ends.tolist(), strict=True) for at in range(begin, end)}


@given(POSITIONS, POSITIONS)
def test_minus(own: set[int], other: set[int]) -> None:
    """What is left are the positions of the first that the second lacks."""
    left = runs_with(own).minus(runs_with(other))
    assert positions_in(left) == own - other
    assert left.words == len(own - other)


@given(POSITIONS)
def test_contains(positions: set[int]) -> None:
    """Each position is told from its neighbours."""
    assert set(np.flatnonzero(runs_with(positions).contains(np.arange(45))).tolist()) == positions


@given(POSITIONS, st.integers(0, 45), st.integers(0, 45))
def test_between(positions: set[int], low: int, high: int) -> None:
    """Runs are cut at both ends of a range."""
    low, high = sorted((low, high))
    assert positions_in(runs_with(positions).between(low, high)) == {at for at in positions if low <= at < high}
