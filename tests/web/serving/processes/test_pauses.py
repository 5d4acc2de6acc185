"""Processes that die at once do not keep the machine busy."""

from __future__ import annotations

from itertools import pairwise

from fabula.web.serving.processes.pauses import Pauses


def test_the_first_end_needs_no_pause() -> None:
    """Neither after a long life nor after a short one."""
    now = 100.0
    pauses = Pauses(lambda: now)
    pauses.note_end(0.0)
    assert pauses.is_over
    pauses.note_end(99.9)
    assert pauses.is_over


def test_processes_that_die_at_once() -> None:
    """Three that start whenever they may, and die a hundredth of a second later, are hardly started in an hour."""
    now = 0.0
    pauses = Pauses(lambda: now)
    starts: list[float] = []
    while now < 3_600:
        if pauses.is_over:
            starts += [now] * 3
            now += 0.01
            for _ in range(3):
                pauses.note_end(now - 0.01)
        now += 0.05
    assert sum(start < 10 for start in starts) <= 12
    assert len(starts) <= 3 * (3_600 / 5 + 3)
    assert max(later - earlier for earlier, later in pairwise(starts)) < 5.2


def test_a_long_life_ends_the_series() -> None:
    """What dies after that is the first again."""
    now = 0.0
    pauses = Pauses(lambda: now)
    for _ in range(2_000):
        pauses.note_end(now)
    assert not pauses.is_over
    now = 5.0
    assert pauses.is_over
    now = 20.0
    pauses.note_end(5.0)
    pauses.note_end(19.9)
    assert pauses.is_over
