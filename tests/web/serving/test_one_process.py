"""The front and the numbers of a server that is one process."""

from __future__ import annotations

import http.client
import threading
from collections.abc import Callable, Iterable
from typing import Any

import pytest

from fabula.web.serving.application import Answered, Served
from fabula.web.serving.connections.listener import Listener
from fabula.web.serving.one_process import OneProcess
from fabula.web.serving.options import ServingOptions
from fabula.web.serving.shared.rate import Rate
from fabula.web.serving.stage import GAUGES, REFUSAL


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    body = repr(environ[GAUGES]()).encode()
    status = "429 Too Many Requests" if REFUSAL in environ else "200 OK"
    start_response(status, [("Content-Length", str(len(body)))])
    return [body]


@pytest.mark.parametrize("is_trusted", [True, False])
def test_a_proxy_names_clients_if_it_is_trusted(is_trusted: bool) -> None:
    """Each of them may ask once then; else all are the proxy."""
    told: list[Answered] = []
    options = ServingOptions(rate=Rate(1, 3_600), trust_proxy=is_trusted)
    with Listener("127.0.0.1", 0) as listener:
        process = OneProcess(Served(application, note=told.append), listener.socket, options)
        thread = threading.Thread(target=process.run, daemon=True)
        thread.start()
        statuses = []
        for client in ("192.0.2.1", "192.0.2.2", "192.0.2.2"):
            connection = http.client.HTTPConnection("127.0.0.1", listener.port, timeout=20)
            connection.request("GET", "/", headers={"X-Forwarded-For": f"198.51.100.1, {client}"})
            answer = connection.getresponse()
            assert answer.read() == b"{'connections': 1, 'dear_requests': 0}"
            statuses.append(answer.status)
            connection.close()
        process.stop()
        thread.join(20)
    assert statuses == ([200, 200, 429] if is_trusted else [200, 429, 429])
    clients = ["192.0.2.1", "192.0.2.2", "192.0.2.2"] if is_trusted else ["127.0.0.1"] * 3
    assert [one.client for one in told] == clients
