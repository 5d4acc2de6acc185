"""Whose request is next, end to end."""

from __future__ import annotations

import http.client
import time

import pytest

from ..conftest import Running


@pytest.mark.parametrize(("foreseen", "estimates"), [(0.05, 1), (0.12, 2), (0.5, 1)])
def test_a_new_client(server: Running, foreseen: float, estimates: int) -> None:
    """A request of which nothing is known waits once more if it is foreseen to be heavy, and is answered then."""
    assert server.ask(f"/?foreseen={foreseen}")[0] == 200
    assert (server.application.ends, server.application.estimates) == (["done"], estimates)


def test_a_client_that_is_known(server: Running) -> None:
    """Its requests wait by what it has asked so far, and no more after their estimate."""
    connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=20)
    for number in range(3):
        connection.request("GET", f"/?foreseen=0.2&number={number}")
        answer = connection.getresponse()
        assert (answer.status, answer.read()) == (200, b"x" * 8)
        # The cost of an answer is noted when it has been sent.
        until = time.monotonic() + 20
        while not all(channel.costs for channel in list(server.process._server.active_channels.values())):
            assert time.monotonic() < until
            time.sleep(0.002)
    connection.close()
    assert server.application.estimates == 2 + 1 + 1
