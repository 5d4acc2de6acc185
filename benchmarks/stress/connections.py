"""Connections that do nothing, or little: python -m benchmarks.stress.connections LIBRARY

Beside 120 and 1,000 idle ones, 50 that send their request a byte at a time, and 50 that do not take their answer, four
connections ask ordinary queries. Then it waits until all slow ones were ended (a minute), and prints when that was.
"""

from __future__ import annotations

import argparse
import socket
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from .asking import ask_without_pause
from .questions import natural_queries, search_path
from .serving import serving

_LONGEST_WAIT_SECONDS = 60.0
_HEAD = b"GET /search?q=the HTTP/1.1\r\nHost: localhost\r\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--seconds", type=float, default=4.0)
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has another Fabula")
    arguments = parser.parse_args()
    ordinary = [search_path(query) for query in natural_queries(arguments.library)]
    with serving(arguments.library, python=arguments.python) as server:
        port = server.port
        ask_without_pause(port, ordinary, 4, arguments.seconds)
        for name, count, begun in (
            ("alone", 0, b""),
            ("120 idle", 120, b""),
            ("1,000 idle", 1_000, b""),
            ("50 requests, a byte at a time", 50, _HEAD),
            ("50 answers that are not taken", 50, b"GET /api/v1/works.csv HTTP/1.1\r\nHost: localhost\r\n\r\n" * 2),
        ):
            with _slow_connections(port, count, begun) as slow:
                answers = ask_without_pause(port, ordinary, 4, arguments.seconds)
                print(f"{name}\n  ordinary  {len(answers.seconds) / arguments.seconds:.0f}/s, {answers}", flush=True)
                if begun:
                    print(f"  the last of them was ended after {_seconds_until_closed(slow):.0f} s", flush=True)


@contextmanager
def _slow_connections(port: int, count: int, begun: bytes) -> Iterator[list[socket.socket]]:
    slow = [socket.create_connection(("127.0.0.1", port), timeout=5) for _ in range(count)]
    is_over = threading.Event()

    def drip() -> None:
        while not is_over.wait(0.2):
            for connection in slow:
                with suppress(OSError):
                    connection.send(b"x")

    for connection in slow:
        connection.sendall(begun)
    thread = threading.Thread(target=drip, daemon=True)
    if begun and not begun.endswith(b"\r\n\r\n"):
        thread.start()
    try:
        yield slow
    finally:
        is_over.set()
        for connection in slow:
            connection.close()


def _seconds_until_closed(slow: list[socket.socket]) -> float:
    """Until none of them is open at the other end; infinite if that takes longer than a minute."""
    started = time.monotonic()
    while time.monotonic() - started < _LONGEST_WAIT_SECONDS:
        if not any(_is_open(connection) for connection in slow):
            return time.monotonic() - started
        time.sleep(0.5)
    return float("inf")


def _is_open(connection: socket.socket) -> bool:
    # A client that takes nothing learns of the end only by sending.
    try:
        connection.send(b"x")
    except TimeoutError:
        return True
    except OSError:
        return False
    return True


if __name__ == "__main__":
    main()
