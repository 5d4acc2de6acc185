"""Slow clients cost a server nothing but a connection, and that for a bounded time."""

from __future__ import annotations

import time

import pytest

from ..conftest import Running, is_closed_within, next_answer, running

CHANNEL = "fabula.web.serving.connections.channel"
HEAD = b"GET / HTTP/1.1\r\nHost: localhost\r\n"


def test_hundreds_of_idle_connections(server: Running) -> None:
    """Others are answered beside them."""
    for _ in range(150):
        server.connect()
    assert server.ask("/")[0] == 200


def test_more_connections_than_there_is_room_for(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """The one that is idle longest makes room for the next."""
    monkeypatch.setattr(server.process._server, "max_connections", 10)
    idle = [server.connect() for _ in range(30)]
    assert server.ask("/")[0] == 200
    assert is_closed_within(idle[0], 5)
    assert not is_closed_within(idle[-1], 0.1)


@pytest.mark.parametrize(
    "request_head", [b"GARBAGE\r\n\r\n", b"GET http://[ HTTP/1.1\r\n\r\n", HEAD + b"no header\r\n\r\n"]
)
def test_a_request_that_breaks_the_rules(server: Running, request_head: bytes) -> None:
    """It is told so, though it may have no address."""
    connection = server.connect()
    connection.sendall(request_head)
    assert connection.recv(1 << 16).split()[1] == b"400"


@pytest.mark.parametrize("begun", [b"", b"GET", HEAD, HEAD + b"Content-Length: 9999\r\n\r\nx"])
def test_a_request_that_never_ends(server: Running, monkeypatch: pytest.MonkeyPatch, begun: bytes) -> None:
    """Its connection is closed, whether nothing comes or a header now and then."""
    monkeypatch.setattr(f"{CHANNEL}.REQUEST_SECONDS", 0.3)
    monkeypatch.setattr("fabula.web.serving.connections.server._TURN_SECONDS", 0.05)
    connection = server.connect()
    connection.sendall(begun)
    until = time.monotonic() + 10
    try:
        while time.monotonic() < until and begun:
            connection.sendall(b"x")
            time.sleep(0.05)
    except ConnectionError:
        pass
    assert time.monotonic() < until
    assert is_closed_within(connection, 5)
    assert server.ask("/")[0] == 200


def test_an_answer_that_is_not_taken(server: Running, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its connection is closed; meanwhile it takes no thread."""
    monkeypatch.setattr(f"{CHANNEL}.ANSWER_SECONDS", 0.3)
    monkeypatch.setattr(f"{CHANNEL}.BYTES_PER_SECOND", 1e9)
    monkeypatch.setattr("fabula.web.serving.connections.server._TURN_SECONDS", 0.05)
    for _ in range(12):
        server.connect().sendall(b"GET /?size=8000000 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert server.ask("/")[0] == 200
    until = time.monotonic() + 10
    while server.process._server.active_channels and time.monotonic() < until:
        time.sleep(0.02)
    assert not server.process._server.active_channels


def test_a_client_that_goes_ends_its_query(server: Running) -> None:
    """The work ends at the next check, and what waits for a thread is not begun."""
    clients = [server.connect() for _ in range(12)]
    for client in clients:
        client.sendall(b"GET /?work=15 HTTP/1.1\r\nHost: localhost\r\n\r\n")
    assert server.application.is_working.acquire(timeout=10)
    for client in clients:
        client.close()
    started = time.monotonic()
    assert server.ask("/")[0] == 200
    while "query-abandoned" not in server.application.ends and time.monotonic() - started < 5:
        time.sleep(0.01)
    assert time.monotonic() - started < 5
    assert set(server.application.ends) == {"query-abandoned", "done"}


def test_two_requests_at_once_on_one_connection(server: Running) -> None:
    """Both are answered, in their order, and the end of the first abandons nothing of the second."""
    connection = server.connect()
    connection.sendall((HEAD + b"\r\n") + HEAD + b"Connection: close\r\n\r\n")
    assert is_closed_within(connection, 10)
    assert server.application.ends == ["done", "done"]


def test_a_query_out_of_time() -> None:
    """The budget of a dear request is what the options say."""
    with running(query_seconds=0.1) as server:
        assert server.ask("/?work=5&dear=1") == (503, b"dear")
        assert server.application.ends == ["query-too-dear"]


def test_stopping_finishes_what_runs(monkeypatch: pytest.MonkeyPatch) -> None:
    """A running request is answered, a kept connection gets one more answer, and a new one is refused."""
    monkeypatch.setattr("fabula.web.serving.connections.server._LINGER_SECONDS", 5.0)
    with running() as server:
        kept = server.connect()
        kept.sendall(HEAD + b"\r\n")
        next_answer(kept)
        slow = server.connect()
        slow.sendall(b"GET /?work=0.3 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        server.application.is_working.acquire()
        assert server.application.is_working.acquire(timeout=10)
        server.process.stop()
        time.sleep(0.05)
        kept.sendall(HEAD + b"\r\n")
        assert b"Connection: close" in next_answer(kept)
        assert b"200 OK" in next_answer(slow)
        server.thread.join(10)
        assert not server.thread.is_alive()
        with pytest.raises(ConnectionError):
            server.connect()


def test_stopping_abandons_what_takes_longer_than_the_grace() -> None:
    """The work ends at the next check, and the server with it."""
    with running(grace_seconds=0.2) as server:
        slow = server.connect()
        slow.sendall(b"GET /?work=15 HTTP/1.1\r\nHost: localhost\r\n\r\n")
        assert server.application.is_working.acquire(timeout=10)
        server.process.stop()
        server.thread.join(5)
        assert not server.thread.is_alive()
        assert server.application.ends == ["query-abandoned"]
