"""The page of the API: every endpoint, with a form that asks it."""

from __future__ import annotations

from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from fabula.web.api.endpoints import ENDPOINTS
from ..pages.html import links, page


def test_every_endpoint_has_a_form(client: FlaskClient) -> None:
    """With a field for each of its parameters, named and described."""
    tree = page(client, "/api")
    for endpoint in ENDPOINTS:
        (form,) = tree.css(f'details[id="{endpoint.name}"] > form')
        named = [field.attributes["name"] for field in form.css("input, select")]
        assert sorted(map(str, named)) == sorted(parameter.name for parameter in endpoint.parameters)
        for field in form.css("input, select"):
            assert form.css_first(f'label[for="{field.id}"]') is not None
            assert form.css_first(f'[id="{field.attributes["aria-describedby"]}"]') is not None


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=lambda endpoint: endpoint.name)
def test_a_form_asks_as_it_is(client: FlaskClient, endpoint: object) -> None:
    """Sent untouched it leads to an answer; only ids of works and scenes have to be filled in."""
    name = endpoint.name  # type: ignore[attr-defined]
    form = page(client, "/api").css_first(f'details[id="{name}"] > form')
    fields = [(str(field.attributes["name"]), field.attributes.get("value") or "") for field in form.css("input")]
    for field in form.css("select"):
        chosen = field.css_first("option[selected]")
        fields.append((str(field.attributes["name"]), chosen.text() if chosen is not None else ""))
    response = client.get(f"{form.attributes['action']}?{urlencode(fields)}", follow_redirects=True)
    assert response.status_code == (404 if "<" in endpoint.rule else 200)  # type: ignore[attr-defined]


def test_an_address_has_what_was_typed(client: FlaskClient) -> None:
    """Not what is empty, nor what is so by default; what it may not have is left to the endpoint to refuse."""
    asked = client.get("/api/ask/search?q=a+b&limit=10&sort=title&cursor=&author=Poe&author=Lee&colour=red")
    assert asked.status_code == 302
    assert asked.headers["Location"] == "/api/v1/search?q=a+b&sort=title&author=Poe&author=Lee"
    assert client.get("/api/ask/work?work_id=..%2F..").headers["Location"].startswith("/api/v1/works/")
    assert client.get("/api/ask/search?q=a&limit=-1", follow_redirects=True).status_code == 400
    assert client.get("/api/ask/none").status_code == 404


def test_it_is_found_from_the_library(client: FlaskClient) -> None:
    """Among the ways on."""
    assert "/api" in links(page(client, "/library"), "main a")
