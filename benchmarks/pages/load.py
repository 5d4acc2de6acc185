"""Clients that ask for pages without pause, in a process of their own."""

from __future__ import annotations

import http.client
import multiprocessing
import time
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass

from benchmarks.stress.asking import at_once, status_of

__all__ = ["Load", "Page", "ask_each", "ask_for"]

_TIMEOUT_SECONDS = 60


@dataclass(frozen=True, slots=True)
class Load:
    """latencies  seconds of each answer with status 200.
    failed     answers with another status, and requests without an answer.
    seconds    from the first request to the last answer.
    """

    latencies: tuple[float, ...]
    failed: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Page:
    """How many results and marked words a page has, and its bytes."""

    results: int
    marks: int
    size: int


def ask_for(ports: Sequence[int], paths: Sequence[str], connections: int, seconds: float) -> Load:
    """Ask for `paths` in turn on connections that are kept, each to one of `ports`.

    The clients have a process of their own, as they would otherwise share an interpreter with the caller.
    """
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_ask_for, ports, paths, connections, seconds).result()


def _ask_for(ports: Sequence[int], paths: Sequence[str], connections: int, seconds: float) -> Load:
    latencies: list[float] = []
    # 0 for a request without an answer.
    failed: list[int] = []
    started = time.perf_counter()

    def client(number: int) -> None:
        connection = _connect(ports[number % len(ports)])
        step = number * len(paths) // connections
        while time.perf_counter() - started < seconds:
            asked = time.perf_counter()
            status = status_of(connection, paths[step % len(paths)])
            step += 1
            if status == 200:
                latencies.append(time.perf_counter() - asked)
            else:
                failed.append(status)
        connection.close()

    at_once(client, connections)
    return Load(tuple(latencies), len(failed), time.perf_counter() - started)


def ask_each(port: int, paths: Sequence[str], result: bytes, mark: bytes) -> list[Page]:
    """Each page once, one after the other. Raises RuntimeError if one has another status than 200."""
    pages = []
    connection = _connect(port)
    for path in paths:
        connection.request("GET", path)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status != 200:
            raise RuntimeError(f"{path} was answered with status {answer.status}")
        pages.append(Page(body.count(result), body.count(mark), len(body)))
    connection.close()
    return pages


def _connect(port: int) -> http.client.HTTPConnection:
    return http.client.HTTPConnection("127.0.0.1", port, timeout=_TIMEOUT_SECONDS)
