"""`fabula serve`; the running server is tested end to end."""

from __future__ import annotations

import socket
from pathlib import Path

from ...conftest import Command


def test_a_missing_library(fabula_command: Command, tmp_path: Path) -> None:
    """Reported at once, not on the first page."""
    assert fabula_command("serve", "--port", "0", "--library", tmp_path / "nowhere").exit_code == 3


def test_a_port_in_use(fabula_command: Command, library: Path) -> None:
    """The message names the port and the option for another."""
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        result = fabula_command("serve", "--port", port, "--library", library)
    assert result.exit_code == 2
    assert f"port {port}" in result.stderr
    assert "--port" in result.stderr


def test_an_address_is_not_a_host_name(fabula_command: Command, library: Path) -> None:
    """With an address instead of a name, nobody could reach the server."""
    result = fabula_command("serve", "--port", "0", "--allow-host", "http://stories.example/", "--library", library)
    assert result.exit_code == 2
    assert "not a host name" in result.stderr


def test_a_port_out_of_range(fabula_command: Command, library: Path) -> None:
    """Out of range is bad usage."""
    assert fabula_command("serve", "--port", "65536", "--library", library).exit_code == 2


def test_an_origin_is_no_star(fabula_command: Command, library: Path) -> None:
    """Origins are named one by one."""
    result = fabula_command("serve", "--port", "0", "--cors", "*", "--library", library)
    assert result.exit_code == 2
    assert "not an origin" in result.stderr


def test_a_token_file_that_others_may_read(fabula_command: Command, library: Path, tmp_path: Path) -> None:
    """The server does not start."""
    (tmp_path / "token").write_text("0123456789abcdef")
    (tmp_path / "token").chmod(0o644)
    result = fabula_command("serve", "--port", "0", "--token-file", tmp_path / "token", "--library", library)
    assert result.exit_code == 2
    assert "chmod 600" in result.stderr
