"""Clients of a server under stress."""

from __future__ import annotations

import http.client
import socket
import threading

from benchmarks.stress.asking import status_of


def test_a_request_without_an_answer() -> None:
    """It has status 0, so that it counts as failed; the next one connects anew."""
    with socket.create_server(("127.0.0.1", 0)) as server:

        def hang_up_once() -> None:
            server.accept()[0].close()
            client, _ = server.accept()
            with client:
                client.recv(1 << 16)
                client.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")

        thread = threading.Thread(target=hang_up_once, daemon=True)
        thread.start()
        connection = http.client.HTTPConnection("127.0.0.1", server.getsockname()[1], timeout=20)
        assert [status_of(connection, "/") for _ in range(2)] == [0, 200]
        connection.close()
        thread.join(20)
