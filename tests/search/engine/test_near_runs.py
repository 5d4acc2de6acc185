"""Runs of words near each other are those that a walk over all words finds."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.codec.layout import GAP
from fabula.search.engine import near_runs as module
from fabula.search.engine.near_runs import NextAfter, near_runs
from fabula.search.postings.sorted_positions import next_positions

SCENE_LENGTHS = st.lists(st.integers(1, 12), min_size=1, max_size=6)


@pytest.fixture(autouse=True)
def few_starts_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_STARTS_AT_ONCE", 3)


def follow(words: list[list[int]], first: int, reach: int, end: int) -> bool:
    """True if the nearest next words after `first`, one after the other, all lie within `reach` and before `end`."""
    last = first
    for positions in words:
        last = min((position for position in positions if last < position < end), default=end + reach)
    return last - first <= reach


@given(SCENE_LENGTHS, st.data())
def test_near_runs(lengths: list[int], data: st.DataObject) -> None:
    """Every first word from which all others follow, in any number of words, equal ones included."""
    starts = np.concatenate([[0], np.cumsum(np.array(lengths) + GAP)]).astype(np.uint32)
    places = [int(start) + at for start, length in zip(starts, lengths, strict=False) for at in range(length)]
    some = st.sets(st.sampled_from(places)).map(sorted)
    first, *others = data.draw(st.lists(some, min_size=2, max_size=4))
    reach = data.draw(st.one_of(st.integers(len(others), 14), st.integers(GAP - 2, 4 * GAP)))
    ends = [int(starts[np.searchsorted(starts, position, side="right")]) for position in first]
    expected = [position for position, end in zip(first, ends, strict=True) if follow(others, position, reach, end)]

    def following(positions: list[int]) -> NextAfter:
        return lambda queries, reach, _: next_positions(np.array(positions, np.uint32), queries, reach, int(starts[-1]))

    words = [following(other) for other in others]
    assert near_runs(np.array(first, np.uint32), words, reach, starts).tolist() == expected
