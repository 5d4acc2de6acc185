"""Pages of named origins may read the API, and no others."""

from __future__ import annotations

import doctest

import pytest
from flask.testing import FlaskClient

from fabula.search import Library
from fabula.web.app import create_app
from fabula.web.http import cors, programs
from fabula.web.http.cors import origin_of

NOTES = "https://notes.example"
ASK = {"Origin": NOTES, "Access-Control-Request-Method": "GET", "Access-Control-Request-Headers": "authorization"}


@pytest.fixture
def client(shelf: Library) -> FlaskClient:
    return create_app(shelf, cors=[NOTES, "http://localhost:3000"], token="0123456789abcdef").test_client()


@pytest.mark.parametrize("module", [cors, programs])
def test_the_examples_run(module: object) -> None:
    """Those of the docstrings."""
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


@pytest.mark.parametrize(
    "text", ["*", "null", "", "notes.example", "https://notes.example/path", "https://a b", "https://a@b", "https://é"]
)
def test_what_is_no_origin(text: str) -> None:
    """The star least of all."""
    with pytest.raises(ValueError, match="is not an origin"):
        origin_of(text)


@pytest.mark.parametrize("address", ["/api/v1/works", "/api/v1/works/none", "/openapi.json", "/healthz", "/api/v1/no"])
def test_a_named_origin_may_read(client: FlaskClient, address: str) -> None:
    """Answers and errors; the answer is for this origin only, and without credentials."""
    headers = {"Origin": NOTES, "Authorization": "Bearer 0123456789abcdef"}
    response = client.get(address, headers=headers)
    assert response.headers["Access-Control-Allow-Origin"] == NOTES
    assert "ETag" in response.headers["Access-Control-Expose-Headers"]
    assert {"Origin", "Accept-Encoding"} <= set(response.headers["Vary"].split(", "))
    assert "Access-Control-Allow-Credentials" not in response.headers


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "https://notes.example.evil.example", NOTES + ":444", ""]
)
def test_others_may_not(client: FlaskClient, origin: str) -> None:
    """No header allows it; caches learn that it depends on the origin."""
    response = client.get("/api/v1/works", headers={"Origin": origin})
    assert "Access-Control-Allow-Origin" not in response.headers and "Origin" in response.headers["Vary"]
    assert client.options("/api/v1/works", headers={**ASK, "Origin": origin}).status_code == 405


def test_a_browser_may_ask_first(client: FlaskClient) -> None:
    """The preflight comes without the token, and says which headers may be sent."""
    response = client.options("/api/v1/search?q=x", headers=ASK)
    assert (response.status_code, response.data) == (204, b"")
    assert response.headers["Access-Control-Allow-Origin"] == NOTES
    assert response.headers["Access-Control-Allow-Methods"] == "GET, HEAD"
    assert "Authorization" in response.headers["Access-Control-Allow-Headers"]


def test_pages_are_not_for_other_origins(client: FlaskClient) -> None:
    """Only the API is."""
    assert "Access-Control-Allow-Origin" not in client.get("/works", headers={"Origin": NOTES}).headers
    assert client.options("/works", headers=ASK).status_code == 405


def test_a_foreign_host_is_refused_first(client: FlaskClient) -> None:
    """Also in the preflight."""
    assert client.options("/api/v1/works", headers={**ASK, "Host": "evil.example"}).status_code == 400


def test_without_origins_nothing_changes(shelf: Library) -> None:
    """No header, no preflight."""
    client = create_app(shelf).test_client()
    response = client.get("/api/v1/works", headers={"Origin": NOTES})
    assert "Access-Control-Allow-Origin" not in response.headers and "Origin" not in response.headers["Vary"]
    assert client.options("/api/v1/works", headers=ASK).status_code == 405
