"""Serving from this process alone: where the system cannot fork (Windows), and in tests."""

from __future__ import annotations

import signal
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from fabula.web.serving.connections.activity import Activity
from fabula.web.serving.connections.pools import Pools
from fabula.web.serving.connections.server import make_server
from .answering import Answering
from .application import Served
from .front import behind_front, make_buckets
from .known_costs import KnownCosts
from .meanwhile import repeated
from .options import ServingOptions

# Dear requests that run or wait; one at a time runs, in a thread that shares the interpreter with the others.
_DEAR_ROOM = 8


class OneProcess:
    """`run` answers requests until `stop`, which any thread and any handler of a signal may call."""

    def __init__(self, served: Served, listening: socket.socket, options: ServingOptions) -> None:
        self._served = served
        self._options = options
        self._is_over = False
        costs = KnownCosts()
        answering = Answering(served.application, options.query_seconds, costs)
        front = behind_front(answering, options, make_buckets(options))
        pools = Pools(costs, Activity(), dear=1, dear_room=_DEAR_ROOM)
        self._server = make_server(front, listening, pools, served.note, trust_proxy=options.trust_proxy)

    def run(self) -> None:
        with repeated(self._served.meanwhile):
            self._server.serve_until(lambda: self._is_over)
            self._server.drain(self._options.grace_seconds)

    def stop(self) -> None:
        self._is_over = True
        with suppress(OSError):  # it is over already
            self._server.pull_trigger()


def serve_alone(served: Served, listening: socket.socket, options: ServingOptions) -> int:
    """Answer requests until Ctrl-C or SIGTERM, and return the number of that signal."""
    process = OneProcess(served, listening, options)
    with _stopped_by_signals(process) as received:
        process.run()
    return received[0] if received else signal.SIGTERM


@contextmanager
def _stopped_by_signals(process: OneProcess) -> Iterator[list[int]]:
    received: list[int] = []

    def stop(number: int, _frame: object) -> None:
        received.append(number)
        process.stop()

    if threading.current_thread() is not threading.main_thread():
        yield received
        return
    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield received
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
