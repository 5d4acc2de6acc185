"""The OpenAPI document matches the routes and real answers."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from jsonschema import Draft202012Validator
from openapi_spec_validator import OpenAPIV31SpecValidator

from fabula.index import Work
from fabula.search import Library
from fabula.web.api.statuses import ERRORS
from fabula.web.app import create_app
from fabula.web.http.problem_types import PROBLEM_TYPES


@pytest.fixture
def document(client: FlaskClient) -> dict[str, Any]:
    found = client.get("/openapi.json").json
    assert isinstance(found, dict)
    return found


def faults(value: Any, schema: dict[str, Any], document: dict[str, Any]) -> list[str]:
    """Where `value` departs from `schema`."""
    validator = Draft202012Validator({**schema, "components": document["components"]})
    return [f"{error.json_path}: {error.message}" for error in validator.iter_errors(value)]


def parameters_of(document: dict[str, Any], path: str) -> list[dict[str, Any]]:
    """The parameters of an endpoint, those that stand apart too."""
    shared = document["components"]["parameters"]
    given = document["paths"][path]["get"].get("parameters", ())
    return [shared[each["$ref"].rpartition("/")[2]] if "$ref" in each else each for each in given]


def test_every_route_is_described(app: Flask, document: dict[str, Any]) -> None:
    """The routes of the API and the paths of the document are the same, with the same path parameters."""
    rules = {
        re.sub(r"<(\w+)>", r"{\1}", rule.rule): set(rule.arguments)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("api.")
    }
    described = {
        path: {p["name"] for p in parameters_of(document, path) if p["in"] == "path"} for path in document["paths"]
    }
    assert rules == described


def test_every_reference_leads_somewhere(document: dict[str, Any]) -> None:
    """Every component that is named exists, and every component is named."""
    for kind in ("schemas", "parameters", "responses", "headers"):
        named = set(re.findall(rf"#/components/{kind}/([\w-]+)", str(document)))
        assert named == set(document["components"][kind])


def operation(document: dict[str, Any], address: str) -> dict[str, Any]:
    path = address.partition("?")[0]
    for template, operations in document["paths"].items():
        if re.fullmatch(re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(template)), path):
            found: dict[str, Any] = operations["get"]
            return found
    raise AssertionError(f"{address} is not described")


def check(client: FlaskClient, document: dict[str, Any], address: str, status: int = 200) -> None:
    response = client.get(address)
    assert response.status_code == status
    described = operation(document, address)["responses"][str(status)]
    if "$ref" in described:
        described = document["components"]["responses"][described["$ref"].rpartition("/")[2]]
    media = response.mimetype
    answer = response.json if response.is_json else response.text
    assert faults(answer, described["content"][media]["schema"], document) == []


def test_real_answers_are_as_described(client: FlaskClient, document: dict[str, Any], shelf: Library) -> None:
    """With and without results and facets, for every work and scene."""
    for query in (
        "choice",
        '"my choice"',
        "zebra",
        '"my chioce',
        "choice&limit=1",
        "choice&facet=author,tag,lang,work",
        "?+you+would+been+my+choice",
    ):
        check(client, document, f"/api/v1/search?q={query}")
    for query in (
        "you+would+been+my+choice",
        "zebra+crossing+on+the+boats",
        "zebra&limit=0",
        "letters+in+a+box&plot=1",
    ):
        check(client, document, f"/api/v1/quote?q={query}")
    for query in ("choice", '"my choice"', "zeppelin", "author:Merrow"):
        check(client, document, f"/api/v1/concordance?q={query}")
        check(client, document, f"/api/v1/concordance?q={query}&group=left1")
        check(client, document, f"/api/v1/dispersion?q={query}&q=the")
    for address in (
        "/api/v1/facets",
        "/api/v1/facets?q=choice&facet=author,tag&author=Merrow&not_tag=AU&hidden=1",
        "/api/v1/search?q=choice&group=work&limit=1",
        "/api/v1/works",
        "/api/v1/works?limit=1",
        "/api/v1/stats",
        "/healthz",
        "/openapi.json",
        "/api/v1/speakers",
        "/api/v1/speakers?limit=1",
        "/api/v1/speakers.csv",
        "/api/v1/speakers.ndjson",
        "/api/v1/lines?name=Mary",
        "/api/v1/lines.csv?name=Mary",
        "/api/v1/lines.ndjson?name=Mary",
    ):
        check(client, document, address)
    for words in (
        "",
        "?kind=ngrams",
        "?kind=collocates&q=choice&min_count=1",
        "?kind=keyness&author=Merrow",
        "?limit=0",
    ):
        check(client, document, f"/api/v1/words{words}")
    for prefix in ("lam", "would+have+be", "zzz"):
        check(client, document, f"/api/v1/suggest?q={prefix}")
    for name in (
        "words.csv",
        "words.ndjson",
        "works.csv",
        "works.ndjson",
        "duplicates",
        "duplicates.csv",
        "duplicates.ndjson",
        "growth",
        "growth.csv",
    ):
        check(client, document, f"/api/v1/{name}")
    for work in shelf.works():
        check(client, document, f"/api/v1/works/{work.id}")
        for scene in shelf.scenes(work.id):
            check(client, document, f"/api/v1/scenes/{scene.id}")


def test_groups_of_duplicates_are_as_described(
    make_work: Callable[..., Work], make_library: Callable[..., Path], document: dict[str, Any]
) -> None:
    """With works in them."""
    text = "The river was old. " * 60
    client = create_app(make_library(make_work(text), make_work(text, title="Other"))).test_client()
    assert client.get("/api/v1/duplicates").json["total"] == 1  # type: ignore[index]
    check(client, document, "/api/v1/duplicates")


def test_real_errors_are_as_described(client: FlaskClient, document: dict[str, Any], tmp_path: Path) -> None:
    """400, 404 and 503 where the document says so."""
    for address in (
        "/api/v1/search",
        "/api/v1/quote",
        "/api/v1/quote?q=…",
        "/api/v1/works?limit=x",
        "/api/v1/stats?x=1",
        "/api/v1/duplicates?min_share=7",
        "/api/v1/duplicates.csv?min_share=x",
        "/healthz?x=1",
    ):
        check(client, document, address, 400)
    for address in ("/api/v1/works/none", "/api/v1/scenes/none"):
        check(client, document, address, 404)
    missing = create_app(tmp_path / "none").test_client()
    for address in ("/api/v1/search?q=x", "/api/v1/works/x", "/api/v1/stats", "/healthz"):
        check(missing, document, address, 503)


def test_every_parameter_is_accepted(client: FlaskClient, document: dict[str, Any]) -> None:
    """Each parameter of the document is accepted with its example or default; all endpoints with a query have one."""
    for path in document["paths"]:
        given = parameters_of(document, path)
        required = {p["name"]: p["example"] for p in given if p["required"] and p["in"] == "query"}
        for parameter in given:
            name, default = parameter["name"], parameter["schema"].get("default")
            assert name != "q" or "example" in parameter or not parameter["required"]
            value = parameter.get("example", default)
            if parameter["in"] == "query" and value is not None:
                response = client.get(path, query_string={**required, name: value})
                assert response.status_code == 200, (path, name, response.text)


def test_every_kind_of_error_is_described() -> None:
    """The statuses of all codes, but for methods that no operation has."""
    assert {kind.status for kind in PROBLEM_TYPES} - {405} == set(ERRORS)


def test_the_document_is_valid(document: dict[str, Any]) -> None:
    """OpenAPI 3.1, as a validator of its own reads it, with the schemas in it."""
    OpenAPIV31SpecValidator(document).validate()


def test_the_checker_finds_faults(document: dict[str, Any]) -> None:
    """A wrong type, a missing and an extra property are reported."""
    schema = document["components"]["schemas"]["Chapter"]
    assert faults({"number": 1, "title": "x"}, schema, document) == []
    assert faults({"number": "1", "title": "x"}, schema, document)
    assert faults({"number": 1}, schema, document)
    assert faults({"number": 1, "title": "x", "more": 1}, schema, document)
