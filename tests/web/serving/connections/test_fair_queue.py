"""The queue of ordinary requests, on a clock of its own: what light and heavy clients get of the time."""

from __future__ import annotations

import heapq
import random
from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import count

import pytest

from fabula.web.serving.connections.activity import Activity
from fabula.web.serving.connections.fair_queue import FairQueue

THREADS = 2
# From an answer to the next request of a client that does not pause.
RETURN_SECONDS = 0.004


@dataclass(eq=False)
class Client:
    """Asks without pause for `price` seconds each; it is a task of the queue while it waits."""

    price: float
    costs: float
    is_wanted: bool = True
    waits: list[float] = field(default_factory=list)
    asked_at: float = 0.0

    def service(self) -> None:
        """The simulation does the work."""

    @property
    def used(self) -> float:
        return self.costs * len(self.waits)


def clients(number: int, price: float, costs: float | None = None) -> list[Client]:
    return [Client(price, price if costs is None else costs) for _ in range(number)]


def simulate(processes: Sequence[Sequence[Client]], seconds: float) -> None:
    """The clients of each process ask without pause for so long, as the threads of its pool would answer them."""
    now, numbers, rng = 0.0, count(), random.Random(1)
    activity = Activity()
    queues = [FairQueue(activity, lambda: now) for _ in processes]
    idle = [THREADS] * len(processes)
    # What happens when: a request comes, or a thread is done with a task; a look at the queue if neither.
    events: list[tuple[float, int, int, str, Client | None]] = []

    def later(after: float, process: int, what: str, client: Client | None = None) -> None:
        heapq.heappush(events, (now + after, next(numbers), process, what, client))

    for process, asking in enumerate(processes):
        for client in asking:
            later(rng.random() * RETURN_SECONDS, process, "asks", client)
    while now < seconds:
        now, _, process, what, client = heapq.heappop(events)
        queue = queues[process]
        if what == "asks" and client is not None:
            client.asked_at = now
            queue.append(client)
        if what == "done" and client is not None:
            queue.done(client, client.costs)
            idle[process] += 1
            later(RETURN_SECONDS, process, "asks", client)
        while idle[process] and (task := queue.take()) is not None:
            assert isinstance(task, Client)
            task.waits.append(now - task.asked_at)
            idle[process] -= 1
            later(task.costs, process, "done", task)
        if idle[process] and (pause := queue.pause_seconds()) is not None:
            later(pause, process, "looks")


@pytest.mark.parametrize("dear", [0.12, 0.3, 0.6])
@pytest.mark.parametrize("number", [8, 50])
def test_light_clients_hardly_notice_heavy_ones(dear: float, number: int) -> None:
    """Four of them have eight tenths of the rate that they have alone, and wait for one heavy request at most."""
    alone, beside, heavy = clients(4, 0.04), clients(4, 0.04), clients(number, dear)
    simulate([alone[:2], alone[2:]], 20)
    simulate([beside[:2] + heavy[::2], beside[2:] + heavy[1::2]], 20)
    assert sum(client.used for client in beside) > 0.8 * sum(client.used for client in alone)
    assert max(wait for client in beside for wait in client.waits[1:]) <= dear + 0.04


def test_light_clients_of_another_process_count_as_well() -> None:
    """A process that has heavy clients only leaves the machine to the light ones of the other."""
    light, heavy = clients(4, 0.04), clients(20, 0.2)
    simulate([light, heavy], 20)
    assert sum(client.used for client in heavy) < 0.15 * 20


@pytest.mark.parametrize("lights", [1, 4, 50])
def test_heavy_clients_have_a_tenth_of_the_time(lights: int) -> None:
    """However many light ones there are, each heavy one is answered again and again, the oldest first."""
    light, heavy = clients(lights, 0.04), clients(10, 0.2)
    simulate([light + heavy], 60)
    assert 0.08 < sum(client.used for client in heavy) / 60 < 0.12
    assert max(len(client.waits) for client in heavy) - min(len(client.waits) for client in heavy) <= 1


def test_heavy_clients_have_all_of_the_time_when_they_are_alone() -> None:
    """Nothing is left idle for somebody who is not there."""
    heavy = clients(10, 0.3)
    simulate([heavy], 20)
    assert sum(client.used for client in heavy) > 0.95 * THREADS * 20


def test_a_price_that_is_wrong_is_paid_for() -> None:
    """Requests that cost five times what was expected have no more than their share in the end."""
    light, heavy = clients(2, 0.04), clients(10, 0.1, costs=0.5)
    simulate([light + heavy], 60)
    assert sum(client.used for client in heavy) / 60 < 0.15


def test_equal_clients_are_served_in_turn() -> None:
    """Of fifty that ask the same nobody waits much longer than the others."""
    equal = clients(50, 0.05)
    simulate([equal], 20)
    waits = [wait for client in equal for wait in client.waits]
    assert max(waits) < 1.2 * 50 * 0.05 / THREADS


def test_nobody_waits_for_ever() -> None:
    """Whatever the prices, each client is answered in a time that follows from the share of the oldest."""
    rng = random.Random(1)
    for _ in range(5):
        anyone = [Client(price, price) for price in rng.choices((0.02, 0.05, 0.1, 0.4), k=10)]
        simulate([anyone], 20)
        assert all(len(client.waits) >= 1 for client in anyone)
        assert max(max(client.waits) for client in anyone) < sum(client.price for client in anyone) / 0.1 + 1


def test_what_nobody_waits_for_is_cleared_away_at_once() -> None:
    """It takes no time, so it needs no credit either."""
    now = 100.0
    queue = FairQueue(Activity(), lambda: now)
    light, gone = Client(0.04, 0.04), Client(0.5, 0.5)
    queue.append(light)
    assert queue.take() is light
    for _ in range(3):
        queue.append(Client(0.5, 0.5))
    queue.append(gone)
    assert len(queue) == 4
    assert queue.take() is None and queue.pause_seconds() is not None
    gone.is_wanted = False
    assert queue.take() is gone
    assert queue.take() is None


def test_what_nothing_is_known_of() -> None:
    """It comes after the light, and before the heavy; its price may become known while it waits."""
    queue = FairQueue(Activity(), lambda: 100.0)
    heavy, unknown, light = Client(0.5, 0.5), Client(0.0, 0.02), Client(0.04, 0.04)
    for task in (heavy, unknown, light):
        queue.append(task)
    assert [queue.take(), queue.take(), queue.take()] == [light, unknown, None]
    heavy.price = 0.05
    assert queue.take() is heavy
    assert queue.take() is None and queue.pause_seconds() is None


def test_a_lighter_client_that_goes_meanwhile() -> None:
    """Its presence may end between a look at the queue and the length of the pause, which is the shortest then."""
    now = 100.0
    queue = FairQueue(Activity(), lambda: now)
    light, heavy = Client(0.04, 0.04), Client(0.5, 0.5)
    queue.append(heavy)
    while now < 103:
        now += 0.2
        queue.append(light)
        assert queue.take() in (light, heavy)
        queue.append(heavy)
        queue.take()
    queue.append(heavy)
    assert queue.take() is None
    now += 10
    assert 0 < (queue.pause_seconds() or 0) < 0.01
    assert queue.take() is heavy
