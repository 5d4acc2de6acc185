"""The production server."""

from __future__ import annotations

import socket
import threading
import time
import urllib.request
import weakref
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import pytest

from fabula.index import Work, add_works
from fabula.index.errors import OptionError
from fabula.web.library_handle import LibraryHandle
from fabula.web.server import PageServer, _repeat


def application(_environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [b"the page"]


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_pages_are_served_at_the_address(host: str) -> None:
    """Port 0 means any free port; the address has its number."""
    server = PageServer(host, 0)
    assert server.url == f"http://127.0.0.1:{server.port}/"
    threading.Thread(target=server.run, args=(application,), daemon=True).start()
    with urllib.request.urlopen(server.url, timeout=10) as answer:
        assert answer.read() == b"the page"


def test_an_idle_server_follows_commits(
    make_library: Callable[..., Path], make_work: Callable[..., Work], monkeypatch: pytest.MonkeyPatch
) -> None:
    """The thread for idle times follows a later commit without a request, and ends with the server."""
    monkeypatch.setattr("fabula.web.server._SECONDS_BETWEEN_CALLS", 0.01)
    path = make_library(make_work("The lamp was lit.", title="Lamp"))
    shelf = LibraryHandle(path)
    library = shelf.library()
    segment = weakref.ref(library._store.snapshot().segments[0].segment)
    served = library._latest._now.store.generation
    seen: list[int] = []

    def meanwhile() -> None:
        shelf.follow()
        seen.append(library._latest._now.store.generation)

    class Server:
        def run(self) -> None:
            add_works(path, [make_work("Another lamp.", title="Lamp")], speech=False)
            deadline = time.monotonic() + 20
            while (not seen or seen[-1] == served or segment() is not None) and time.monotonic() < deadline:
                time.sleep(0.01)
            raise KeyboardInterrupt

        def close(self) -> None:
            pass

    monkeypatch.setattr("fabula.web.server.create_server", lambda *_, **__: Server())
    with PageServer("127.0.0.1", 0) as server, pytest.raises(KeyboardInterrupt):
        server.run(application, meanwhile)
    assert seen[-1] > served and segment() is None
    assert "fabula-meanwhile" not in {thread.name for thread in threading.enumerate()}


def test_a_failure_between_requests(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call that fails is repeated."""
    monkeypatch.setattr("fabula.web.server._SECONDS_BETWEEN_CALLS", 0.001)
    tried = threading.Semaphore(0)

    def fails() -> None:
        tried.release()
        raise ValueError

    with _repeat(fails):
        assert all(tried.acquire(timeout=10) for _ in range(3))


def test_a_server_for_every_address() -> None:
    """A server on all interfaces gives an address that a browser on this machine can open."""
    with PageServer("0.0.0.0", 0) as server:
        assert server.everywhere
        assert server.url == f"http://127.0.0.1:{server.port}/"


@pytest.mark.skipif(not socket.has_ipv6, reason="the system has no IPv6")
def test_ipv6() -> None:
    """The address is in brackets."""
    try:
        server = PageServer("::1", 0)
    except OptionError:
        pytest.skip("this machine has no IPv6 address")
    with server:
        assert server.url == f"http://[::1]:{server.port}/"


def test_a_port_in_use() -> None:
    """The error is raised when the server is created."""
    with PageServer("127.0.0.1", 0) as first, pytest.raises(OptionError, match="Another program listens") as error:
        PageServer("127.0.0.1", first.port)
    assert "--port" in error.value.hint


@pytest.mark.parametrize("host", ["no.such.host.invalid", "x" * 70, ""])
def test_an_unknown_host(host: str) -> None:
    """The error says that the host has no address."""
    with pytest.raises(OptionError, match="no address"):
        PageServer(host, 0)
