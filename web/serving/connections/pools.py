"""The threads of a process, in pools of their own for what must not wait for each other."""

from __future__ import annotations

from collections.abc import Callable
from threading import Lock
from typing import Any

from waitress.task import ThreadedTaskDispatcher

from fabula.web.serving.known_costs import KnownCosts
from .channel import Channel, address_of
from .cheapest_first import CheapestFirst

# Answered from memory, in milliseconds.
_QUICK_PATHS = ("/static/", "/healthz", "/openapi.json", "/favicon.ico")
_QUICK_THREADS = 2
# Searches hold the interpreter's lock, also while a page of the index is read: more threads only make all slower.
_ORDINARY_THREADS = 2


class Pools:
    """waitress's dispatcher: gives each request to a thread of the pool that it belongs to.

    dear_threads  wait for the lane, or work for dear requests themselves.
    dear_room     dear requests, running and waiting, that this process takes at once.
    """

    def __init__(
        self,
        costs: KnownCosts,
        *,
        quick: int = _QUICK_THREADS,
        ordinary: int = _ORDINARY_THREADS,
        dear: int,
        dear_room: int,
    ) -> None:
        self._costs = costs
        self._quick, self._ordinary, self._dear = _pool(quick), _pool(ordinary), _pool(dear)
        self._has_quick = quick > 0
        self._dear_room = dear_room
        self._dear_lock = Lock()

    def add_task(self, channel: Channel) -> None:
        """Let a thread answer the first of the requests of `channel`."""
        request = channel.requests[0]
        if self._has_quick and not request.error and str(request.path).startswith(_QUICK_PATHS):
            self._quick.add_task(_Task(channel))
        else:
            self._ordinary.add_task(_Task(channel, self.known_cost(request)))

    def known_cost(self, request: Any) -> float:
        """The processor seconds of the last answer to such a request; 0 if that is not known."""
        # One that breaks the rules of HTTP may have no address.
        return 0.0 if request.error else self._costs.of(address_of(request))

    def add_dear(self, channel: Channel) -> bool:
        """True if the dear request of `channel` has been taken; False if there is no room for it."""
        with self._dear_lock:
            if not self._dear_room:
                return False
            self._dear_room -= 1
        self._dear.add_task(_Task(channel, when_done=self._make_room))
        return True

    def shutdown(self, cancel_pending: bool = True, timeout: float = 0) -> bool:
        """Let threads end when they have nothing to do; nobody waits for them."""
        for pool in (self._quick, self._ordinary, self._dear):
            pool.set_thread_count(0)
        return True

    def _make_room(self) -> None:
        with self._dear_lock:
            self._dear_room += 1


class _Task:
    """A request, as a task of waitress's dispatcher.

    price  processor seconds, as far as known.
    """

    def __init__(self, channel: Channel, price: float = 0.0, when_done: Callable[[], None] | None = None) -> None:
        self.price = price
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


def _pool(threads: int) -> ThreadedTaskDispatcher:
    pool = ThreadedTaskDispatcher()
    pool.queue = CheapestFirst()
    pool.set_thread_count(threads)
    return pool
