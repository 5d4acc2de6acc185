"""The library of the server opens late, follows later commits, and is shared by threads."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from flask.testing import FlaskClient

from fabula.index import Work, add_works
from fabula.web.app import create_app


def test_a_library_made_later_is_found(tmp_path: Path, make_work: Callable[..., Work]) -> None:
    """A server that was started before the library needs no restart."""
    client = create_app(tmp_path / "library").test_client()
    assert client.get("/").status_code == 503
    add_works(tmp_path / "library", [make_work("A quiet scene.")])
    assert client.get("/").status_code == 200


def test_a_new_commit_is_seen(
    tmp_path: Path, make_work: Callable[..., Work], make_library: Callable[..., Path]
) -> None:
    """The next request sees the commit, and so do the examples."""
    path = make_library(make_work("A quiet scene.", title="First"))
    client = create_app(path).test_client()
    assert "Second" not in client.get("/works").text
    add_works(path, [make_work("A loud scene.", title="Second")])
    assert "Second" in client.get("/works").text


def test_threads_share_the_library(client: FlaskClient) -> None:
    """Concurrent requests get the same answers as consecutive ones."""
    addresses = ["/works", "/api/v1/stats", "/api/v1/works"] * 8
    application = client.application

    def get(address: str) -> str:
        return application.test_client().get(address).text

    alone = {address: get(address) for address in addresses}
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(get, addresses)) == [alone[address] for address in addresses]
