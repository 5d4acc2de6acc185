"""Clients that have an answer learn that it is still right, before a search is made; and never wrongly."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fabula.index import Work, add_works
from fabula.index.errors import QueryTooDear
from fabula.search import Library
from fabula.web.app import create_app
from fabula.web.http import freshness
from fabula.web.http.freshness import is_lasting

LASTING = ("/api/v1/search?q=choice", "/api/v1/works", "/search?q=choice", "/works", "/problems", "/openapi.json")


def tag_of(client: FlaskClient, address: str) -> str:
    return client.get(address).headers["ETag"]


def is_unchanged(client: FlaskClient, address: str, tag: str) -> bool:
    response = client.get(address, headers={"If-None-Match": tag})
    assert response.status_code in (200, 304)
    return response.status_code == 304


@pytest.fixture
def library(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> Path:
    return make_library(make_work("A quiet choice.", title="First"))


def test_the_examples_run() -> None:
    """Those of the docstrings."""
    assert doctest.testmod(freshness).failed == 0


@pytest.mark.parametrize("address", LASTING)
def test_an_unchanged_answer_is_not_sent_again(client: FlaskClient, address: str) -> None:
    """Neither for GET nor for HEAD; the tag is weak, and stands on the 304 with what caches need."""
    first = client.get(address)
    tag = first.headers["ETag"]
    assert tag.startswith('W/"')
    for method in ("GET", "HEAD"):
        again = client.open(address, method=method, headers={"If-None-Match": f'W/"x", {tag}'})
        assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
        assert again.headers["Cache-Control"] == first.headers["Cache-Control"] == "no-cache"
        assert "Content-Type" not in again.headers


def test_it_is_decided_before_the_search(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """No search, no works and no scene are asked for."""
    client = app.test_client()
    tags = {address: tag_of(client, address) for address in LASTING}

    def fail(*_: object, **__: object) -> None:
        raise AssertionError("asked for")

    for name in ("search", "works", "work", "scene", "scenes", "stats", "cost"):
        monkeypatch.setattr(Library, name, fail)
    for address, tag in tags.items():
        assert is_unchanged(client, address, tag)


def test_each_address_has_its_own_tag(client: FlaskClient) -> None:
    """Path and query count, to the letter."""
    addresses = (*LASTING, "/api/v1/search?q=Choice", "/api/v1/search?q=choice&limit=1", "/api/v1/quote?q=choice")
    assert len({tag_of(client, address) for address in addresses}) == len(addresses)


@pytest.mark.parametrize("header", ["*", "", 'W/"', "nonsense", '"x"', "W/x", "\xff"])
def test_other_tags_get_the_answer(client: FlaskClient, header: str) -> None:
    """Also malformed ones, and the star, which asks for something else."""
    assert not is_unchanged(client, "/api/v1/works", header)


def test_a_commit_changes_the_tag(library: Path, make_work: Callable[..., Work]) -> None:
    """The next request gets what the commit brought."""
    client = create_app(library).test_client()
    tags = {address: tag_of(client, address) for address in LASTING}
    add_works(library, [make_work("A loud choice.", title="Second")])
    assert not any(is_unchanged(client, address, tag) for address, tag in tags.items())


def test_another_library_of_the_same_generation_has_other_tags(
    library: Path, tmp_path: Path, make_work: Callable[..., Work]
) -> None:
    """A server that is started over another one at the same address says nothing wrong."""
    add_works(tmp_path / "other", [make_work("Another choice.", title="First")])
    with Library.open(library) as one, Library.open(tmp_path / "other") as other:
        assert one.generation == other.generation
    tag = tag_of(create_app(library).test_client(), "/works")
    assert is_unchanged(create_app(library).test_client(), "/works", tag)
    assert not is_unchanged(create_app(tmp_path / "other").test_client(), "/works", tag)


def test_settings_and_paths_change_the_tag(library: Path) -> None:
    """The names of sources and hidden ratings stand in library.toml; --show-paths adds files."""
    client = create_app(library).test_client()
    tag = tag_of(client, "/api/v1/works")
    assert not is_unchanged(create_app(library, show_paths=True).test_client(), "/api/v1/works", tag)
    (library / "library.toml").write_text("# other settings\n", "utf-8")
    assert not is_unchanged(client, "/api/v1/works", tag)
    # What was opened before the change is told apart from what was opened after it, too.
    assert tag_of(client, "/api/v1/works") != tag_of(create_app(library).test_client(), "/api/v1/works")


@pytest.mark.parametrize(
    "address", ["/api/v1/search", "/api/v1/works?limit=x", "/works/none", "/search?q=!!!&cursor=x"]
)
def test_errors_have_no_tag(client: FlaskClient, address: str) -> None:
    """They may be gone the next time."""
    response = client.get(address)
    assert "ETag" not in response.headers or response.status_code == 200


def test_what_changes_otherwise_has_no_tag(client: FlaskClient) -> None:
    """Receipts, copies and health depend on more than the commit."""
    for address in (
        "/api/v1/stats",
        "/api/v1/growth",
        "/api/v1/works.csv",
        "/api/v1/duplicates",
        "/healthz",
        "/library",
    ):
        assert "ETag" not in client.get(address, buffered=True).headers


def test_every_name_is_an_endpoint(app: Flask) -> None:
    """None of the names in the table is misspelt."""
    endpoints = {rule.endpoint for rule in app.url_map.iter_rules()}
    assert endpoints >= freshness._OF_MORE | freshness._PAGES
    assert {name for name in endpoints if is_lasting(name)} >= {"api.scene", "api.work", "pages.scene"}


def test_a_scene_without_its_marks_is_not_kept(app: Flask, shelf: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """There was no time to find them; the next time there may be."""
    scene = shelf.search("choice").hits[0].scene.id

    def dear(*_: Any, **__: Any) -> None:
        raise QueryTooDear("The answer takes longer than 2 s.")

    assert "ETag" in app.test_client().get(f"/scenes/{scene}?q=choice").headers
    monkeypatch.setattr(Library, "locate", dear)
    response = app.test_client().get(f"/scenes/{scene}?q=choice")
    assert response.status_code == 200 and "ETag" not in response.headers
