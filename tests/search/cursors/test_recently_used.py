"""What was used lately is kept: for a time, up to a number, and up to a size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.cursors.recently_used import Limits, RecentlyUsed


class Clock:
    """A clock that a test sets."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def test_time_runs_from_the_last_use(clock: Clock) -> None:
    """Who comes back in time has the whole time again."""
    kept: RecentlyUsed[str, int] = RecentlyUsed(Limits(600, 9, 9), len, clock)
    kept.put("a", 1)
    clock.now += 599
    assert kept.use("a") == 1
    clock.now += 599
    assert not kept.let_go()
    assert kept.use("a") == 1
    clock.now += 601
    assert kept.let_go()
    assert kept.use("a") is None


def test_what_is_too_old_is_not_used_even_if_nobody_has_looked(clock: Clock) -> None:
    """Nor is it there afterwards."""
    kept: RecentlyUsed[str, int] = RecentlyUsed(Limits(600, 9, 9), len, clock)
    kept.put("a", 1)
    clock.now += 601
    assert kept.use("a") is None
    assert len(kept) == 0


@given(st.lists(st.sampled_from("abcdef")), st.integers(1, 4), st.integers(1, 8))
def test_those_used_longest_ago_go_first(uses: list[str], most: int, most_bytes: int) -> None:
    """As a list of the latest uses says; the one used last stays, however large it is."""
    kept: RecentlyUsed[str, str] = RecentlyUsed(Limits(600, most, most_bytes), lambda values: 3 * len(values), Clock())
    for key in uses:
        if kept.use(key) is None:
            kept.put(key, key)
        kept.let_go()
    latest = list(dict.fromkeys(reversed(uses)))
    assert kept.values()[::-1] == latest[: max(1, min(most, most_bytes // 3))]
