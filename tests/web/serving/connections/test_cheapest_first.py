"""The queue of requests."""

from __future__ import annotations

from typing import NamedTuple

import pytest

from fabula.web.serving.connections.cheapest_first import CheapestFirst


class Task(NamedTuple):
    name: str
    price: float


def test_the_cheapest_is_next_and_every_fourth_is_the_oldest() -> None:
    """The oldest of equals is next."""
    queue = CheapestFirst()
    for task in (Task("a", 0.2), Task("b", 0.01), Task("c", 0.0), Task("d", 0.01), Task("e", 0.02), Task("f", 0.3)):
        queue.append(task)
    assert len(queue) == 6
    assert [queue.popleft() for _ in range(6)] == [
        ("c", 0.0), ("b", 0.01), ("d", 0.01), ("a", 0.2), ("e", 0.02), ("f", 0.3),
    ]  # fmt: skip
    assert not queue
    with pytest.raises(IndexError):
        queue.popleft()
