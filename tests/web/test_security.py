"""Security of all answers: headers, hosts, methods, bounds, no cookies."""

from __future__ import annotations

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jinja2 import UndefinedError

from fabula.search import Library
from fabula.web.app import create_app
from fabula.web.security import host_name

EVERYWHERE = (
    "/",
    "/search?q=choice",
    "/works",
    "/nowhere",
    "/static/fabula.css",
    "/api/v1/search?q=choice",
    "/api/v1/nowhere",
    "/openapi.json",
    "/healthz",
)


@pytest.mark.parametrize("address", EVERYWHERE)
def test_every_answer_carries_the_policy(client: FlaskClient, address: str) -> None:
    """Pages, files, JSON and errors carry it, and none sets a cookie."""
    headers = client.get(address, buffered=True).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";"))
    assert policy == {
        "default-src": "'none'",
        "style-src": "'self'",
        "script-src": "'self'",
        "img-src": "'self'",
        "form-action": "'self'",
        "base-uri": "'none'",
        "frame-ancestors": "'none'",
    }
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "Cache-Control" in headers
    assert "Set-Cookie" not in headers
    assert "Access-Control-Allow-Origin" not in headers


@pytest.mark.parametrize("address", EVERYWHERE)
@pytest.mark.parametrize(
    "host", ["evil.example", "localhost.evil.example", "evil.example:8000", "", "localhost@evil.example", "[::2]"]
)
def test_a_foreign_host_is_refused(client: FlaskClient, address: str, host: str) -> None:
    """At any address, a host that is not allowed gets status 400 and no data."""
    response = client.get(address, headers={"Host": host}, buffered=True)
    assert response.status_code == 400
    assert "Orrin" not in response.text
    if address.startswith("/api/"):
        assert response.json is not None
        assert response.json["code"] == "foreign-host"


@pytest.mark.parametrize("host", ["localhost", "LOCALHOST:8000", "127.0.0.1:80", "[::1]", "[::1]:8000", "localhost."])
def test_local_names_are_answered(client: FlaskClient, host: str) -> None:
    """All local names work, with or without a port."""
    assert client.get("/", headers={"Host": host}).status_code == 200


def test_other_names_can_be_allowed(shelf: Library) -> None:
    """The application answers only the names that it was created with."""
    client = create_app(shelf, allowed_hosts=["Stories.Example"]).test_client()
    assert client.get("/", headers={"Host": "stories.example:443"}).status_code == 200
    assert client.get("/", headers={"Host": "localhost"}).status_code == 400


@pytest.mark.parametrize("header", ["", ":80", "a b", "a/b", "a:b", "a:80:80", "[::1", "é", "a\x00"])
def test_malformed_hosts_have_no_name(header: str) -> None:
    """A malformed host matches no allowed name."""
    assert host_name(header) == ""


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"])
@pytest.mark.parametrize("address", ["/", "/search?q=x", "/static/fabula.js", "/api/v1/works", "/nowhere"])
def test_nothing_can_be_sent(client: FlaskClient, method: str, address: str) -> None:
    """All addresses are read-only."""
    response = client.open(address, method=method)
    assert response.status_code == 405
    assert response.headers["Allow"] == "GET, HEAD"


@pytest.mark.parametrize("address", EVERYWHERE)
def test_head_is_get_without_a_body(client: FlaskClient, address: str) -> None:
    """HEAD has the same status and no content."""
    response = client.head(address, buffered=True)
    assert response.status_code == client.get(address, buffered=True).status_code
    assert response.data == b""


def test_addresses_are_bounded(client: FlaskClient) -> None:
    """Long paths and query strings are refused before they are parsed."""
    assert client.get("/scenes/" + "a" * 2000).status_code == 414
    assert client.get("/search?q=" + "%41" * 30_000).status_code == 414
    assert client.get("/api/v1/scenes/" + "a" * 2000).json["code"] == "too-long"  # type: ignore[index]


@pytest.mark.parametrize(
    "address", ["/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static//etc/passwd"]
)
def test_only_static_files_are_served(client: FlaskClient, address: str) -> None:
    """No path leads out of the folder of static files."""
    assert client.get(address, follow_redirects=True).status_code == 404


def test_static_files_are_kept_by_browsers(app: Flask, client: FlaskClient) -> None:
    """Browsers cache static files for long: their addresses have a hash of the content. Pages are not cached."""
    assert "max-age" in client.get("/static/fabula.css", buffered=True).headers["Cache-Control"]
    assert client.get("/").headers["Cache-Control"] == "no-cache"
    assert "/static/fabula.css?v=" in client.get("/").text


def test_a_template_that_lacks_a_value_fails(app: Flask) -> None:
    """An undefined name in a template is an error, not an empty string."""
    with pytest.raises(UndefinedError):
        app.jinja_env.from_string("{{ nothing_by_this_name }}").render()
