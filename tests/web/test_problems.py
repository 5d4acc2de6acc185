"""Error pages have the usual design, the right status, a helpful message, and no internals."""

from __future__ import annotations

import logging
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from fabula.index.errors import ExtraNeeded, LibraryBusy, LibraryDamaged, NotFound, QueryError, QueryTooDear, ServerFull
from fabula.search import Library
from fabula.web.app import create_app
from fabula.web.problems import status_of
from fabula.web.serving.stage import REFUSAL


@pytest.mark.parametrize("address", ["/nowhere", "/works/none", "/scenes/none", "/scenes/", "/static/none.css"])
def test_an_unknown_address_is_404(client: FlaskClient, address: str) -> None:
    """The page has the search box and a link to the works."""
    response = client.get(address)
    assert response.status_code == 404
    tree = LexborHTMLParser(response.text)
    assert tree.css("form[role=search]")
    assert tree.css("h1")[0].text() == "There is nothing here"
    assert len(tree.css("main p")[0].text()) > 10


def test_a_missing_library_says_what_to_do(tmp_path: Path) -> None:
    """The answer has status 503 and the command that creates a library, and no path of this machine."""
    response = create_app(tmp_path / "none").test_client().get("/")
    assert response.status_code == 503
    assert str(tmp_path) not in response.text
    assert "fabula index" in response.text


def test_an_internal_error_hides_its_cause(
    shelf: Library, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """The page with status 500 does not mention the cause; the log has all of it."""
    app = create_app(shelf)

    def fail(*_: object) -> None:
        raise ZeroDivisionError("the secret of the inside")

    for name in ("works", "stats"):
        monkeypatch.setattr(Library, name, fail)
    client = app.test_client()
    with caplog.at_level(logging.ERROR):
        page = client.get("/works")
        answer = client.get("/api/v1/stats")
    assert (page.status_code, answer.status_code) == (500, 500)
    assert "secret" not in page.text + answer.text
    assert answer.json is not None
    assert answer.json["code"] == "internal"
    assert "the secret of the inside" in caplog.text


def test_a_busy_library_says_when_to_retry(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer has status 503 and Retry-After."""

    def busy(*_: object) -> None:
        raise LibraryBusy("Another process is writing.", hint="Wait.")

    monkeypatch.setattr(Library, "works", busy)
    response = app.test_client().get("/works")
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")


def test_a_query_that_takes_too_long_offers_a_cheaper_one(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """The answer has status 503 with the hint and without Retry-After: the same query would take as long again."""

    def dear(*_: object) -> None:
        raise QueryTooDear('The answer takes longer than 2 s. The time was over at "a b"~9.', hint='Ask for "a b".')

    monkeypatch.setattr(Library, "search", dear)
    page, answer = (app.test_client().get(f"{path}search?q=a") for path in ("/", "/api/v1/"))
    assert (page.status_code, answer.status_code) == (503, 503)
    assert "Retry-After" not in page.headers and "Retry-After" not in answer.headers
    tree = LexborHTMLParser(page.text)
    assert tree.css("h1")[0].text() == "That takes too long to find"
    assert [line.text() for line in tree.css("main p")[:2]] == [
        'The answer takes longer than 2 s. The time was over at "a b"~9.',
        'Ask for "a b".',
    ]
    assert answer.json is not None
    assert (answer.json["code"], answer.json["hint"]) == ("query-too-dear", 'Ask for "a b".')


@pytest.mark.parametrize("path", ["/search?q=a", "/api/v1/search?q=a", "/works"])
def test_a_full_server_says_when_to_retry(app: Flask, path: str, caplog: pytest.LogCaptureFixture) -> None:
    """What the server refuses is answered as a page or JSON, with Retry-After, and not logged as a fault."""
    refusal = ServerFull("Others are being answered.", hint="Ask again.")
    response = app.test_client().get(path, environ_overrides={REFUSAL: refusal})
    assert (response.status_code, response.headers["Retry-After"]) == (503, "5")
    assert "Others are being answered." in response.text and not caplog.records


def test_statuses_follow_the_tree_of_errors() -> None:
    """Mistakes of the client are 4xx, errors of the library 503, all others 500."""
    assert [
        status_of(error)
        for error in (QueryError("x"), NotFound("x"), LibraryDamaged("x"), LibraryBusy("x"), ExtraNeeded("x"))
    ] == [400, 404, 503, 503, 500]
