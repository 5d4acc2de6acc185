"""A client that a generator makes from the OpenAPI document works."""

from __future__ import annotations

import json
import sys
from importlib import import_module
from pathlib import Path
from subprocess import run
from typing import Any

import httpx
import pytest
from flask import Flask

from fabula.web.api.openapi import document


@pytest.fixture(scope="module")
def package(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The package of the client, which openapi-python-client makes; all of the document but tables is read."""
    folder = tmp_path_factory.mktemp("generated")
    (folder / "openapi.json").write_text(json.dumps(document()), encoding="utf-8")
    (folder / "settings.yml").write_text("post_hooks: []", encoding="utf-8")
    options = "--path openapi.json --meta none --config settings.yml --output-path fabula_client".split()
    made = run(
        [sys.executable, "-m", "openapi_python_client", "generate", *options],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert made.returncode == 0, made.stdout + made.stderr
    warned = made.stdout.count("Cannot parse")
    assert warned == made.stdout.count("Unsupported content_type application/x-ndjson"), made.stdout
    return folder


@pytest.fixture
def client(package: Path, app: Flask, monkeypatch: pytest.MonkeyPatch) -> Any:
    """A client of the application, without a network."""
    monkeypatch.syspath_prepend(package)
    found = import_module("fabula_client").Client(base_url="http://localhost")
    found.set_httpx_client(httpx.Client(transport=httpx.WSGITransport(app=app), base_url="http://localhost"))
    return found


def call(name: str, client: Any, *path: str, **parameters: Any) -> Any:
    """The answer of an endpoint (as folder.name), as an object of the client."""
    return import_module(f"fabula_client.api.{name}").sync(*path, client=client, **parameters)


@pytest.mark.slow
def test_a_generated_client_searches(client: Any) -> None:
    """Hits are objects with their keys as attributes; the next page goes on where the first ends."""
    first = call("search.search", client, q="choice", limit=2, facet=["author,fandom"], author=["Merrow", "Oduya"])
    assert (first.query, first.total, len(first.hits)) == ("choice", 3, 2)
    assert first.hits[0].snippet.html and first.hits[0].work.title
    assert [count.value for count in first.facets["author"]]
    second = call("search.search", client, q="choice", limit=2, author=["Merrow", "Oduya"], cursor=first.cursor)
    assert [hit.rank for hit in (*first.hits, *second.hits)] == [1, 2, 3]


@pytest.mark.slow
def test_it_reads_other_answers_and_errors(client: Any) -> None:
    """Works, a scene by its id, and problem details."""
    # The work itself is left out: in 0.29 a key named `cast` hides the generator's own function of that name.
    (work,) = call("works_and_scenes.works", client, q="salt").works
    hit = call("search.search", client, q="choice", author=["Oduya"]).hits[0]
    scene = call("works_and_scenes.scene", client, hit.scene.id)
    assert scene.work.id == work.id and scene.text
    problem = call("works_and_scenes.scene", client, "none")
    assert (problem.status, problem.code) == (404, "not-found")
