"""Requests are counted over all processes, under labels that are known before."""

from __future__ import annotations

import os
from bisect import bisect_left
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.web.serving.shared.traffic import BOUNDS, CLASSES, OTHER, Traffic

NAMES = ("api.search", "pages.work", "static")
requests = st.tuples(
    st.sampled_from([*NAMES, "unknown", OTHER]),
    st.sampled_from(["GET", "HEAD", "BREW", ""]),
    st.integers(0, 999),
    st.floats(0, 100),
    st.sampled_from(["", "rate-limited", "server-full", "library-busy"]),
)


@given(st.lists(requests, max_size=40))
def test_counts_are_those_of_an_oracle(asked: list[tuple[str, str, int, float, str]]) -> None:
    """By endpoint, method and class; by time; by refusal. What is not known has one label."""
    traffic = Traffic(NAMES)
    kinds: Counter[tuple[str, str, str]] = Counter()
    buckets: Counter[tuple[str, int]] = Counter()
    seconds: dict[str, float] = {}
    refused: Counter[str] = Counter()
    for endpoint, method, status, took, refusal in asked:
        traffic.note(endpoint, method, status, took, refusal)
        name = endpoint if endpoint in NAMES else OTHER
        kind = CLASSES[min(max(status // 100, 1), 5) - 1]
        kinds[name, method if method in ("GET", "HEAD") else "other", kind] += 1
        buckets[name, bisect_left(BOUNDS, took)] += 1
        seconds[name] = seconds.get(name, 0.0) + took
        if refusal:
            refused[refusal if refusal != "library-busy" else "other"] += 1
    found = {one.endpoint: one for one in traffic.by_endpoint()}
    assert {(name, *kind): n for name, one in found.items() for kind, n in one.requests.items()} == dict(kinds)
    for name, one in found.items():
        assert {(name, at): n for at, n in enumerate(one.buckets) if n} == {
            k: n for k, n in buckets.items() if k[0] == name
        }
        assert sum(one.buckets) == sum(one.requests.values()) and one.seconds == pytest.approx(seconds[name])
    assert {name: n for name, n in traffic.refusals().items() if n} == dict(refused)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes need a system that forks")
def test_processes_count_together() -> None:
    """None is lost, also of a process that has died."""
    traffic = Traffic(NAMES)
    children = []
    for _ in range(4):
        children.append(os.fork())
        if not children[-1]:
            for _ in range(500):
                traffic.note("static", "GET", 200, 0.01)
            os._exit(9)
    for pid in children:
        os.waitpid(pid, 0)
    (found,) = traffic.by_endpoint()
    assert found.requests == {("GET", "2xx"): 2_000} and found.buckets[bisect_left(BOUNDS, 0.01)] == 2_000
