"""Every error has a kind, and the kind a place on the page of errors."""

from __future__ import annotations

import doctest

import pytest
from flask import Flask
from flask.testing import FlaskClient
from selectolax.lexbor import LexborHTMLParser

from fabula.index.errors import FabulaError, SettingsError, SourceError
from fabula.web.http import problem_types
from fabula.web.http.problem_types import PROBLEM_TYPES, problem_type
from fabula.web.problems import status_of
from fabula.web.serving.stage import REFUSAL


def kinds_of(error: type[FabulaError]) -> list[type[FabulaError]]:
    return [error, *(found for kind in error.__subclasses__() for found in kinds_of(kind))]


# Requests read no files, and change nothing.
ANSWERED = [
    kind for kind in kinds_of(FabulaError) if not issubclass(kind, SourceError) and kind.code != "removals-refused"
]


def test_the_examples_run() -> None:
    """Those of the docstrings."""
    assert doctest.testmod(problem_types).failed == 0


@pytest.mark.parametrize("kind", ANSWERED)
def test_every_error_has_a_kind_of_its_own(kind: type[FabulaError]) -> None:
    """The table has its code, with the status that it is answered with."""
    status = status_of(kind("x"))
    assert problem_type(kind.code, status)[:2] == (kind.code, status)


def test_each_code_is_one_kind() -> None:
    """No code is there twice."""
    codes = [kind.code for kind in PROBLEM_TYPES]
    assert len(set(codes)) == len(codes)


def test_a_type_leads_to_what_it_means(client: FlaskClient) -> None:
    """The address in problem details is that of a page, and its fragment a part of it that explains the code."""
    found = client.get("/api/v1/works/none").get_json()
    address, _, fragment = found["type"].partition("#")
    page = LexborHTMLParser(client.get(address).text)
    term = page.css_first(f'[id="{fragment}"]')
    assert found["code"] in term.text() and found["title"] in term.text()
    assert {str(term.attributes["id"]) for term in page.css("dt")} == {kind.code for kind in PROBLEM_TYPES}


@pytest.mark.parametrize("address", ["/api/v1/sc\u00e9nes/\u201cx\u201d", "/api/v1/a%2Fb%20c", "/api/v1/%FF"])
def test_an_instance_is_an_address(client: FlaskClient, address: str) -> None:
    """Percent-encoded, so in ASCII and without blanks, whatever was asked for."""
    instance = client.get(address).get_json()["instance"]
    assert instance.isascii() and " " not in instance and instance.startswith("/api/v1/")


@pytest.mark.parametrize("path", ["/openapi.json", "/healthz", "/readyz", "/metrics", "/api/v1/stats"])
def test_programs_get_problem_details(app: Flask, path: str) -> None:
    """At every address for programs, and never a page."""
    response = app.test_client().get(path, environ_overrides={REFUSAL: SettingsError("/secret")})
    assert response.mimetype == "application/problem+json"
    assert "secret" not in response.text
