"""The socket that the pages are served on."""

from __future__ import annotations

import socket

import pytest

from fabula.index.errors import OptionError
from fabula.web.serving.connections.listener import Listener


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_the_address(host: str) -> None:
    """Port 0 means any free port; the address has its number."""
    with Listener(host, 0) as server:
        assert server.url == f"http://127.0.0.1:{server.port}/"
        socket.create_connection(("127.0.0.1", server.port)).close()


def test_a_server_for_every_address() -> None:
    """A server on all interfaces gives an address that a browser on this machine can open."""
    with Listener("0.0.0.0", 0) as server:
        assert server.everywhere
        assert server.url == f"http://127.0.0.1:{server.port}/"


@pytest.mark.skipif(not socket.has_ipv6, reason="the system has no IPv6")
def test_ipv6() -> None:
    """The address is in brackets."""
    try:
        server = Listener("::1", 0)
    except OptionError:
        pytest.skip("this machine has no IPv6 address")
    with server:
        assert server.url == f"http://[::1]:{server.port}/"


def test_a_port_in_use() -> None:
    """The error is raised when the server is created."""
    with Listener("127.0.0.1", 0) as first, pytest.raises(OptionError, match="Another program listens") as error:
        Listener("127.0.0.1", first.port)
    assert "--port" in error.value.hint


@pytest.mark.parametrize("host", ["no.such.host.invalid", "x" * 70, ""])
def test_an_unknown_host(host: str) -> None:
    """The error says that the host has no address."""
    with pytest.raises(OptionError, match="no address"):
        Listener(host, 0)
