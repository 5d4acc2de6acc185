"""Clients: they ask without pause, hang up, or ask now and then, and note how long each answer took."""

from __future__ import annotations

import http.client
import multiprocessing
import socket
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from multiprocessing.synchronize import Event

from benchmarks.timing import quantile

_TIMEOUT_SECONDS = 120


@dataclass(slots=True)
class Answers:
    """seconds   of each answer, in the order in which they came.
    statuses  how many answers of each status; 0 for requests that were dropped.
    """

    seconds: list[float] = field(default_factory=list)
    statuses: Counter[int] = field(default_factory=Counter)

    def percentile(self, percent: float) -> float:
        """Milliseconds."""
        return quantile(self.seconds, percent / 100) * 1000 if self.seconds else float("nan")

    def __str__(self) -> str:
        statuses = ", ".join(f"{count} x {status or 'dropped'}" for status, count in sorted(self.statuses.items()))
        times = ", ".join(f"p{percent} {self.percentile(percent):.0f}" for percent in (50, 99))
        longest = max(self.seconds, default=0) * 1000
        return f"{times}, longest {longest:.0f} ms; {statuses}"


def ask(port: int, path: str) -> int:
    """The status of the answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_SECONDS)
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
        return answer.status
    finally:
        connection.close()


def ask_without_pause(port: int, paths: Sequence[str], connections: int, seconds: float, pause: float = 0.0) -> Answers:
    """Ask for `paths` in turn on each of `connections`, which are kept as long as the server keeps them.

    A request is dropped if its connection ends without an answer; on a kept one it is first asked once more, as by
    browsers.
    """
    answers = Answers()
    lock = threading.Lock()
    until = time.monotonic() + seconds

    def client(number: int) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_SECONDS)
        step = number * len(paths) // connections
        while time.monotonic() < until:
            path = paths[step % len(paths)]
            step += 1
            started = time.perf_counter()
            status = _ask_kept(connection, path)
            with lock:
                answers.seconds.append(time.perf_counter() - started)
                answers.statuses[status] += 1
            if pause:
                time.sleep(pause)
        connection.close()

    at_once(client, connections)
    return answers


def at_once(client: Callable[[int], object], count: int) -> None:
    """Run `client` with each number below `count`, in a thread of its own, until all are done."""
    threads = [threading.Thread(target=client, args=(number,)) for number in range(count)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _ask_kept(connection: http.client.HTTPConnection, path: str) -> int:
    was_kept = connection.sock is not None
    return status_of(connection, path) or (status_of(connection, path) if was_kept else 0)


def status_of(connection: http.client.HTTPConnection, path: str) -> int:
    """Ask for `path`, read the answer, and return its status; 0 if none came. The next request connects anew then."""
    try:
        connection.request("GET", path)
        answer = connection.getresponse()
        answer.read()
    except (OSError, http.client.HTTPException):
        connection.close()
        return 0
    return answer.status


def hang_up_again_and_again(port: int, paths: Sequence[str], connections: int, seconds: float) -> None:
    """Ask on `connections` at once, go without waiting, and begin anew ten times a second."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        clients = []
        for number in range(connections):
            with suppress(OSError):
                client = socket.create_connection(("127.0.0.1", port), timeout=5)
                client.sendall(f"GET {paths[number % len(paths)]} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
                clients.append(client)
        time.sleep(0.1)
        for client in clients:
            client.close()


@contextmanager
def beside(act: Callable[..., object], *arguments: object) -> Iterator[None]:
    """Run `act(*arguments)` in a process of its own, so that it takes no time of this one's interpreter."""
    context = multiprocessing.get_context("spawn")
    has_begun = context.Event()
    process = context.Process(target=_begin, args=(has_begun, act, arguments), daemon=True)
    process.start()
    has_begun.wait(60)
    try:
        yield
    finally:
        process.terminate()
        process.join()


def _begin(has_begun: Event, act: Callable[..., object], arguments: tuple[object, ...]) -> None:
    has_begun.set()
    act(*arguments)
