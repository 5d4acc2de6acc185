"""The threads of a process, in pools of their own for what must not wait for each other."""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Lock
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from fabula.web.serving.known_costs import KnownCosts
from fabula.web.serving.stage import Stage
from fabula.web.serving.trial import DEAR_SECONDS, TRIAL_SECONDS
from .activity import Activity
from .channel import Channel
from .fair_pool import FairPool
from .fair_queue import FairQueue
from .prices import UNPROVEN_SECONDS, price
from .tasks import address_of

# Answered from memory, in milliseconds.
_QUICK_PATHS = ("/static/", "/healthz", "/readyz", "/openapi.json", "/favicon.ico")
_QUICK_THREADS = 2
# Searches hold the interpreter's lock, also while a page of the index is read: more threads only make all slower.
_ORDINARY_THREADS = 2


class Pools:
    """waitress's dispatcher: gives each request to a thread of the pool that it belongs to.

    activity   is shared with the other processes of this server.
    dear       threads that wait for the lane, or work for dear requests themselves.
    dear_room  dear requests, running and waiting, that this process takes at once.
    """

    def __init__(
        self,
        costs: KnownCosts,
        activity: Activity,
        *,
        quick: int = _QUICK_THREADS,
        ordinary: int = _ORDINARY_THREADS,
        dear: int,
        dear_room: int,
    ) -> None:
        self._costs = costs
        self._quick, self._dear = _pool(quick), _pool(dear)
        self._ordinary = FairPool(FairQueue(activity), ordinary)
        self._has_quick = quick > 0
        self._dear_room = self._most_dear = dear_room
        self._dear_lock = Lock()

    def add_task(self, channel: Channel) -> None:
        """Let a thread answer the first of the requests of `channel`."""
        request = channel.requests[0]
        if self._has_quick and _is_quick(request):
            self._quick.add_task(_Task(channel))
        else:
            self._ordinary.add_task(_OrdinaryTask(channel, self.known_cost))

    def known_cost(self, request: Any) -> float:
        """The processor seconds of the last answer to such a request; 0 if that is not known."""
        # One that breaks the rules of HTTP may have no address.
        return 0.0 if request.error else self._costs.of(address_of(request))

    def add_dear(self, channel: Channel) -> bool:
        """True if the dear request of `channel` has been taken; False if there is no room for it."""
        channel.costs.note(TRIAL_SECONDS)
        with self._dear_lock:
            if not self._dear_room:
                return False
            self._dear_room -= 1
        self._dear.add_task(_Task(channel, when_done=self._make_room))
        return True

    @property
    def dear_requests(self) -> int:
        """Those that run or wait now."""
        return self._most_dear - self._dear_room

    def shutdown(self, cancel_pending: bool = True, timeout: float = 0) -> bool:
        """Let threads end when they have nothing to do; nobody waits for them."""
        for pool in (self._quick, self._ordinary, self._dear):
            pool.set_thread_count(0)
        return True

    def _make_room(self) -> None:
        with self._dear_lock:
            self._dear_room += 1


class _Task:
    """A request, as a task of waitress's dispatcher."""

    def __init__(self, channel: Channel, when_done: Callable[[], None] | None = None) -> None:
        self._channel = channel
        self._when_done = when_done

    def service(self) -> None:
        try:
            self._channel.service()
        finally:
            if self._when_done is not None:
                self._when_done()

    def cancel(self) -> None:
        self._channel.cancel()


class _OrdinaryTask(_Task):
    """A request that has a price; its client remembers what it has cost. `known_cost` is that of a request."""

    def __init__(self, channel: Channel, known_cost: Callable[[Any], float]) -> None:
        super().__init__(channel)
        self._request = channel.requests[0]
        self._known_cost = known_cost

    @property
    def price(self) -> float:
        return price(self._known_cost(self._request), self._channel.costs)

    @property
    def is_wanted(self) -> bool:
        return bool(self._channel.connected)

    def service(self) -> None:
        if not self.is_wanted:
            self._channel.service()
            return
        # If nothing is known of it nor of its client, a high estimate makes it wait once more, with that as its price.
        self._request.hand_over_above = DEAR_SECONDS if self.price else UNPROVEN_SECONDS
        started = time.thread_time()
        self._channel.service()
        # One that was handed over is not answered yet.
        if self._request not in self._channel.requests:
            self._channel.costs.note(time.thread_time() - started)


def _is_quick(request: Any) -> bool:
    """Whether its answer is an error, or comes from memory."""
    is_refused = getattr(request, "stage", Stage.FIRST) is Stage.REFUSED
    return bool(request.error) or is_refused or str(request.path).startswith(_QUICK_PATHS)


def _pool(threads: int) -> ThreadedTaskDispatcher:
    pool = ThreadedTaskDispatcher()
    pool.set_thread_count(threads)
    return pool
