"""Answers in pages link to the next page in their headers."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from werkzeug.http import parse_options_header


def next_address(client: FlaskClient, address: str) -> str | None:
    link = client.get(address).headers.get("Link")
    if link is None:
        return None
    target, _, parameters = link.partition(">")
    assert target.startswith("<") and parse_options_header(f"x{parameters}")[1] == {"rel": "next"}
    return urljoin(address, target[1:])


@pytest.mark.parametrize(
    "address",
    [
        "/api/v1/search?limit=1&q=choice",
        "/api/v1/search?q=%22my+choice%22+%3E+%C3%A9&limit=1&author=%C3%A9",
        "/api/v1/works?limit=1",
        "/api/v1/works?limit=2",
        "/api/v1/duplicates?limit=1",
    ],
)
def test_following_links_is_following_cursors(client: FlaskClient, address: str) -> None:
    """Page after page, with the same other parameters; the last page has no link."""
    page: str | None = address
    for _ in range(9):
        assert page is not None
        shape = client.get(page).get_json()
        page = next_address(client, page)
        assert (page is None) == (shape["cursor"] is None)
        if page is None:
            return
        separator = "&" if "?" in address else "?"
        assert client.get(page).get_json().get("hits") == client.get(
            f"{address}{separator}cursor={shape['cursor']}"
        ).get_json().get("hits")
    raise AssertionError("no end")


def test_a_link_is_ascii(client: FlaskClient) -> None:
    """Whatever the query holds, nothing in it ends the link or the line."""
    found = client.get("/api/v1/works", query_string={"limit": "1", "q": "a"})
    assert found.headers["Link"] == f'</api/v1/works?limit=1&q=a&cursor={found.get_json()["cursor"]}>; rel="next"'
    query = 'choice OR "x>; rel=y\r\n\u00e9"'
    found = client.get("/api/v1/search", query_string={"limit": "1", "q": query})
    assert found.status_code == 200 and found.headers["Link"].isascii() and found.headers["Link"].count(">") == 1
