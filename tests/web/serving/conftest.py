"""A server in a thread, with an application that does as it is told."""

from __future__ import annotations

import http.client
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import Any
from urllib.parse import parse_qs

import pytest

from fabula.index.budget import check
from fabula.index.errors import QueryAbandoned, QueryTooDear
from fabula.web.serving.application import Answered, Served
from fabula.web.serving.connections.listener import Listener
from fabula.web.serving.one_process import OneProcess
from fabula.web.serving.options import ServingOptions
from fabula.web.serving.stage import HAND_OVER_ABOVE, MAY_HAND_OVER, REFUSAL
from fabula.web.serving.trial import HandOver


class Application:
    """Answers `/?work=SECONDS`, checks its budget meanwhile, and keeps what happened to each request.

    &dear=1 makes it foresee that the work is dear, &foreseen=SECONDS that it takes so long; &size=BYTES is the length
    of the answer.
    """

    def __init__(self) -> None:
        self.ends: list[str] = []
        self.estimates = 0
        self.answered: list[Answered] = []
        self.is_working = threading.Semaphore(0)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        asked = {name: values[0] for name, values in parse_qs(environ["QUERY_STRING"]).items()}
        if environ.get(REFUSAL) is not None:
            start_response("503 Service Unavailable", [("Retry-After", "5"), ("Content-Length", "4")])
            return [b"full"]
        if "dear" in asked and environ[MAY_HAND_OVER]:
            raise HandOver
        if "foreseen" in asked and environ[MAY_HAND_OVER]:
            self.estimates += 1
            if (seconds := float(asked["foreseen"])) > environ[HAND_OVER_ABOVE]:
                raise HandOver(seconds)
        self.is_working.release()
        try:
            until = time.monotonic() + float(asked.get("work", 0))
            while time.monotonic() < until:
                check("the work")
                time.sleep(0.005)
        except (QueryAbandoned, QueryTooDear) as error:
            self.ends.append(error.code)
            start_response("503 Service Unavailable", [("Content-Length", "4")])
            return [b"dear"]
        self.ends.append("done")
        body = b"x" * int(asked.get("size", 8))
        start_response("200 OK", [("Content-Type", "text/plain"), ("Content-Length", str(len(body)))])
        return [body]


class Running:
    """A server at `port` of this machine."""

    def __init__(self, port: int, application: Application, process: OneProcess, thread: threading.Thread) -> None:
        self.port = port
        self.application = application
        self.process = process
        self.thread = thread
        self.connections: list[socket.socket] = []

    def connect(self) -> socket.socket:
        """A connection that is closed with the server."""
        self.connections.append(socket.create_connection(("127.0.0.1", self.port), timeout=20))
        return self.connections[-1]

    def ask(self, path: str) -> tuple[int, bytes]:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        try:
            connection.request("GET", path)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


@contextmanager
def running(query_seconds: float = 20, grace_seconds: float = 20) -> Iterator[Running]:
    application = Application()
    with Listener("127.0.0.1", 0) as listener:
        options = ServingOptions(1, query_seconds, grace_seconds)
        process = OneProcess(Served(application, note=application.answered.append), listener.socket, options)
        thread = threading.Thread(target=process.run, daemon=True)
        thread.start()
        try:
            server = Running(listener.port, application, process, thread)
            yield server
        finally:
            for connection in server.connections:
                connection.close()
            process.stop()
            thread.join(20)


@pytest.fixture
def server() -> Iterator[Running]:
    with running() as server:
        yield server


def next_answer(connection: socket.socket) -> bytes:
    """The next answer of 8 bytes, and its header."""
    received = b""
    while not received.endswith(b"xxxxxxxx") and (piece := connection.recv(1 << 16)):
        received += piece
    return received


def is_closed_within(connection: socket.socket, seconds: float) -> bool:
    """True if the server closes the connection, whatever it sends before that."""
    connection.settimeout(seconds)
    try:
        while connection.recv(1 << 20):
            pass
    except TimeoutError:
        return False
    except ConnectionError:
        pass
    return True
