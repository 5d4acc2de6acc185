"""Requests are counted by client, over all processes, in a fixed memory, whatever happens to a process."""

from __future__ import annotations

import doctest
import os
import signal
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.web.serving.shared import rate
from fabula.web.serving.shared.rate import Rate
from fabula.web.serving.shared.shared_lock import SharedLock
from fabula.web.serving.shared.token_buckets import SLOTS, TokenBuckets

needs_fork = pytest.mark.skipif(not hasattr(os, "fork"), reason="processes need a system that forks")


def test_the_examples_run() -> None:
    """Those of the docstrings."""
    assert doctest.testmod(rate).failed == 0


@pytest.mark.parametrize(
    "text", ["", "0/minute", "-1/minute", "1/day", "x/minute", "1", "1/", "9999999/second", "１/minute"]
)
def test_what_is_no_rate(text: str) -> None:
    """Nothing, none, other times."""
    with pytest.raises(ValueError, match="is not a rate"):
        Rate.parse(text)


@given(st.integers(1, 10**6), st.sampled_from(["second", "minute", "hour"]))
def test_a_rate_is_what_it_says(requests: int, name: str) -> None:
    """Written and read again."""
    assert str(Rate.parse(f"{requests}/{name}")) == f"{requests}/{name}"


@given(st.integers(1, 5), st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 40)), max_size=60))
def test_buckets_do_as_an_oracle(requests: int, asked: list[tuple[str, int]]) -> None:
    """Each client by itself: a full bucket, less one for each answer, more by the rate; the wait is the time to one."""
    now = 0.0
    buckets = TokenBuckets(Rate(requests, 60), lambda: now)
    # In sixtieths of a token, so that sums are exact.
    tokens: dict[str, int] = {}
    before: dict[str, float] = {}
    for client, seconds in asked:
        now += seconds
        full = 60 * requests
        had = min(full, tokens.get(client, full) + int(now - before.get(client, now)) * requests)
        before[client] = now
        wait = buckets.take(client)
        if had >= 60:
            assert wait == 0
        else:
            assert wait == pytest.approx((60 - had) / requests)
        tokens[client] = had - 60 if had >= 60 else had


def test_memory_is_fixed() -> None:
    """A hundred thousand clients take nobody's right to ask; those that have most tokens left are forgotten first."""
    now = 0.0
    buckets = TokenBuckets(Rate(2, 3_600), lambda: now)
    for _ in range(3):
        buckets.take("greedy")
    assert buckets.take("greedy") > 0
    known = sum(buckets.take(f"client {number}") == 0 for number in range(SLOTS // 4))
    assert known == SLOTS // 4 and buckets.take("greedy") > 0
    assert all(buckets.take(f"other {number}") == 0 for number in range(100_000))


def test_what_a_dead_process_left_is_mended() -> None:
    """A slot with nonsense in it counts as full, never as empty for ever."""
    for nonsense in (float("nan"), float("inf"), -5.0, 1e300):
        buckets = TokenBuckets(Rate(1, 60), lambda: 5.0)
        assert buckets.take("a") == 0
        slot = next(slot for slot in range(SLOTS) if buckets._names[slot])
        buckets._tokens[slot] = nonsense
        assert buckets.take("a") == 0 and 0 < buckets.take("a") <= 60


def in_process(act: object) -> int:
    """Fork a process that calls `act`, and return its number."""
    pid = os.fork()
    if not pid:
        try:
            act()  # type: ignore[operator]
        finally:
            os._exit(0)
    return pid


@needs_fork
def test_processes_count_together() -> None:
    """Four processes answer as many requests as one would."""
    buckets = TokenBuckets(Rate(500, 3_600))
    reading, writing = os.pipe()

    def ask() -> None:
        os.write(writing, b"".join(b"x" if buckets.take("a") else b"." for _ in range(250)))

    for pid in [in_process(ask) for _ in range(4)]:
        os.waitpid(pid, 0)
    answers = Counter(os.read(reading, 2_000))
    os.close(reading), os.close(writing)
    # The rate gives a token back every 7 s.
    assert answers[ord(".")] in (500, 501) and sum(answers.values()) == 1_000


@needs_fork
def test_a_killed_process_leaves_no_lock() -> None:
    """The next one has it at once."""
    lock = SharedLock()
    reading, writing = os.pipe()

    def die() -> None:
        with lock.held():
            os.write(writing, b"x")
            signal.pause()

    pid = in_process(die)
    os.read(reading, 1)
    # Meanwhile others go on without it.
    with lock.held():
        pass
    os.kill(pid, signal.SIGKILL)
    os.waitpid(pid, 0)
    assert lock._close()
    os.close(reading), os.close(writing)
