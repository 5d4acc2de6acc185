"""Each request is told of once, when its answer is done, whatever became of it."""

from __future__ import annotations

import socket
import time
from collections.abc import Callable

import pytest

from ..conftest import Running


def wait_for(is_so: Callable[[], bool]) -> None:
    until = time.monotonic() + 20
    while not is_so():
        assert time.monotonic() < until
        time.sleep(0.02)


def test_an_answer_is_told_of(server: Running) -> None:
    """With what was asked, by whom, and what it took; from the whole request on."""
    server.ask("/caf%C3%A9/?work=0.05&size=5000")
    wait_for(lambda: bool(server.application.answered))
    (told,) = server.application.answered
    assert (told.client, told.method, told.status, told.size) == ("127.0.0.1", "GET", 200, 5_000)
    assert (told.path.encode("latin-1").decode(), told.query, told.version) == ("/café/", "work=0.05&size=5000", "1.1")
    assert 0.05 <= told.seconds < 20 and told.refusal == ""


@pytest.mark.parametrize("query", ["dear=1", "foreseen=0.2", "foreseen=5", "dear=1&work=0.05"])
def test_what_is_handed_over_is_told_of_once(server: Running, query: str) -> None:
    """By whoever answers it in the end."""
    assert server.ask(f"/?{query}")[0] == 200
    server.ask("/last")
    wait_for(lambda: any(told.path == "/last" for told in server.application.answered))
    assert [told.query for told in server.application.answered] == [query, ""]


def test_every_request_of_a_connection(server: Running) -> None:
    """Also those that came together."""
    connection = server.connect()
    connection.sendall(b"GET /1 HTTP/1.1\r\nHost: localhost\r\n\r\n" * 3)
    received = b""
    while received.count(b"HTTP/1.1 200") < 3:
        received += connection.recv(1 << 16)
    wait_for(lambda: len(server.application.answered) == 3)
    assert all(told.seconds < 10 for told in server.application.answered)


def test_a_client_that_goes(server: Running) -> None:
    """Has a status of its own."""
    connection = server.connect()
    connection.sendall(b"GET /gone?work=5 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    server.application.is_working.acquire(timeout=10)
    connection.shutdown(socket.SHUT_RDWR)
    wait_for(lambda: bool(server.application.answered))
    (told,) = server.application.answered
    assert (told.path, told.status) == ("/gone", 499)


def test_what_is_no_request(server: Running) -> None:
    """It has no path, and its client is known."""
    connection = server.connect()
    connection.sendall(b"GET / HTTP/1.1\r\nHost localhost\x00\r\n\r\n")
    wait_for(lambda: bool(server.application.answered))
    (told,) = server.application.answered
    assert (told.status, told.client, told.refusal) == (400, "127.0.0.1", "")


def test_what_is_no_request_from_a_client_that_goes(server: Running, caplog: pytest.LogCaptureFixture) -> None:
    """Nothing is logged as a fault of ours."""
    for _ in range(50):
        connection = server.connect()
        connection.sendall(b"GET / HTTP/1.1\r\nHost localhost\x00\r\n\r\n")
        connection.shutdown(socket.SHUT_RDWR)
        connection.close()
    assert server.ask("/")[0] == 200
    wait_for(lambda: any(told.status == 200 for told in server.application.answered))
    assert not [record for record in caplog.records if record.exc_info]


def test_a_fault_in_counting_is_no_fault_of_the_answer(server: Running, caplog: pytest.LogCaptureFixture) -> None:
    """The log has it."""

    def fail(_: object) -> None:
        raise ZeroDivisionError

    server.process._server.note = fail
    assert server.ask("/") == (200, b"xxxxxxxx")
    wait_for(lambda: "could not be counted" in caplog.text)
