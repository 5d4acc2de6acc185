"""Answers are compressed for clients that accept it, streams while they come, and small ones not at all."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from hashlib import blake2b
from itertools import islice
from pathlib import Path

import brotli
import pytest
from flask import Flask, Response
from flask.testing import FlaskClient
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import add_works
from fabula.search import Library
from fabula.web.app import create_app
from fabula.web.http.compression import MIN_BYTES
from fabula.web.tables.downloads import csv_answer
from ...conftest import make_work

try:
    from compression import zstd
except ImportError:
    from backports import zstd

DECOMPRESS: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": zstd.decompress,
}


@pytest.fixture(scope="module")
def app(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    folder = tmp_path_factory.mktemp("compressed") / "library"
    add_works(folder, [make_work(f"A quiet choice, number {n}.", title=f"Story {n}") for n in range(60)])
    return create_app(folder)


@pytest.mark.parametrize("encoding", DECOMPRESS)
@pytest.mark.parametrize(
    "address",
    ["/works", "/api/v1/works", "/api/v1/works.csv", "/api/v1/works.ndjson", "/static/fabula.css", "/openapi.json"],
)
def test_the_same_comes_out(app: Flask, address: str, encoding: str) -> None:
    """Pages, JSON, tables and files; caches learn on what the answer depends."""
    client = app.test_client()
    plain = client.get(address, buffered=True)
    packed = client.get(address, headers={"Accept-Encoding": encoding}, buffered=True)
    assert packed.headers["Content-Encoding"] == encoding and "Content-Encoding" not in plain.headers
    assert DECOMPRESS[encoding](packed.data) == plain.data
    assert len(packed.data) < 0.6 * len(plain.data)
    assert "Accept-Encoding" in packed.headers["Vary"] and "Accept-Encoding" in plain.headers["Vary"]


@pytest.mark.parametrize("address", ["/works", "/api/v1/works", "/static/fabula.css"])
def test_tags_of_compressed_answers_match(app: Flask, address: str) -> None:
    """Who has an answer, compressed, is told that it is unchanged."""
    client, headers = app.test_client(), {"Accept-Encoding": "gzip, br"}
    tag = client.get(address, headers=headers, buffered=True).headers["ETag"]
    again = client.get(address, headers={**headers, "If-None-Match": tag}, buffered=True)
    assert (again.status_code, again.data) == (304, b"")


def test_files_have_a_length(app: Flask) -> None:
    """So the connection of a browser stays open for the next."""
    for headers in ({}, {"Accept-Encoding": "gzip"}):
        response = app.test_client().get("/static/fabula.css", headers=headers, buffered=True)
        assert int(response.headers["Content-Length"]) == len(response.data)


def test_what_fits_into_a_packet_stays_as_it_is(app: Flask) -> None:
    """It would come no sooner."""
    response = app.test_client().get("/api/v1/works/none", headers={"Accept-Encoding": "gzip"})
    assert len(response.data) < MIN_BYTES and "Content-Encoding" not in response.headers


@pytest.mark.parametrize("encoding", DECOMPRESS)
def test_a_stream_is_compressed_while_it_comes(shelf: Library, encoding: str) -> None:
    """A table without end is sent without being gathered."""
    app = create_app(shelf)
    made = 0

    def rows() -> Iterator[dict[str, str]]:
        nonlocal made
        while True:
            made += 1
            yield {"title": blake2b(made.to_bytes(8)).hexdigest()}

    @app.route("/endless")
    def endless() -> Response:
        return csv_answer("endless", ["title"], rows())

    response = app.test_client().get("/endless", headers={"Accept-Encoding": encoding})
    pieces = list(islice(response.iter_encoded(), 3))
    assert response.headers["Content-Encoding"] == encoding and len(pieces) == 3
    assert made < 200_000
    response.close()


@given(st.text(alphabet="gzipbrstdq=;,.*019 na-identity", max_size=60))
def test_no_header_is_a_fault(header: str) -> None:
    """Whatever a client says that it accepts, it gets the answer."""
    response = CLIENT().get("/openapi.json", headers={"Accept-Encoding": header})
    assert response.status_code == 200
    encoding = response.headers.get("Content-Encoding")
    assert (DECOMPRESS[encoding](response.data) if encoding else response.data).startswith(b'{"openapi"')


def CLIENT(clients: list[FlaskClient] = []) -> FlaskClient:  # noqa: B006 - one application for all examples
    if not clients:
        clients.append(create_app(Path("nowhere")).test_client())
    return clients[0]


def test_an_endless_header_is_not_kept(app: Flask) -> None:
    """It counts as none."""
    response = app.test_client().get("/works", headers={"Accept-Encoding": "gzip, " + "x, " * 5_000})
    assert response.status_code == 200 and "Content-Encoding" not in response.headers
