"""The pages and the API as a client over a socket sees them."""

from __future__ import annotations

import http.client
import json
import time
from concurrent.futures import ThreadPoolExecutor
from typing import NamedTuple
from urllib.parse import quote, urlsplit

import pytest


class Answer(NamedTuple):
    status: int
    headers: http.client.HTTPMessage
    text: str


def get(server: str, address: str, *, method: str = "GET", host: str | None = None) -> Answer:
    where = urlsplit(server)
    connection = http.client.HTTPConnection(where.hostname or "", where.port, timeout=20)
    try:
        connection.putrequest(method, address, skip_host=host is not None)
        if host is not None:
            connection.putheader("Host", host)
        connection.endheaders()
        response = connection.getresponse()
        return Answer(response.status, response.headers, response.read().decode("utf-8"))
    finally:
        connection.close()


@pytest.mark.parametrize("address", ["/", "/search?q=choice", "/works", "/static/fabula.css", "/static/fabula.js"])
def test_pages_and_files_are_served(server: str, address: str) -> None:
    """Each with its type in UTF-8 and with the policy that keeps stories from running."""
    answer = get(server, address)
    assert answer.status == 200
    assert answer.headers["Content-Type"].endswith("charset=utf-8")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Set-Cookie"] is None


def test_the_api_finds_the_line(server: str) -> None:
    """The remembered line is the first hit, exactly matched, and its highlights are the line."""
    answer = json.loads(get(server, f"/api/v1/search?q={quote('you would have been my choice')}").text)
    hit = answer["hits"][0]
    assert (hit["work"]["title"], hit["match"], hit["work"]["path"]) == (
        "The Ferry House",
        "exact",
        "The Ferry House.txt",
    )
    text = hit["snippet"]["text"]
    assert {text[start:end].lower() for start, end in hit["snippet"]["highlights"]} == {"you would have been my choice"}


def test_text_outside_ascii_survives(server: str) -> None:
    """Percent-encoded UTF-8 in an address, typographic quotes in a page."""
    answer = get(server, f"/search?q={quote('“you would have been my choice”')}")
    assert "“<mark>You would have been my choice</mark>,” said Lexa" in answer.text


def test_a_foreign_host_is_refused(server: str) -> None:
    """Through the real server as well."""
    for address in ("/", "/static/fabula.css", "/api/v1/works"):
        assert get(server, address, host="evil.example").status == 400
    assert get(server, "/", host=f"localhost:{urlsplit(server).port}").status == 200


def test_only_reading_is_possible(server: str) -> None:
    """HEAD has no body; everything else is refused."""
    assert get(server, "/works", method="HEAD").text == ""
    for method in ("POST", "DELETE", "OPTIONS"):
        assert get(server, "/works", method=method).status == 405


def test_bytes_that_are_no_utf8_do_no_harm(server: str) -> None:
    """A broken address is a query like another, or one that makes no sense; never a fault."""
    for address in ("/search?q=%ff%fe", "/search?q=%00", "/search?q=%ed%a0%80", "/works/%ff", "/scenes/%00", "/%c0%ae"):
        assert get(server, address).status in (200, 400, 404), address


def test_many_clients_at_once(server: str) -> None:
    """Eight clients get what one gets, and in decent time."""
    addresses = ["/works", "/api/v1/works", "/api/v1/stats", "/works?q=salt"] * 6
    alone = {address: get(server, address).text for address in addresses}
    started = time.monotonic()
    with ThreadPoolExecutor(8) as clients:
        together = list(clients.map(lambda address: get(server, address).text, addresses))
    assert together == [alone[address] for address in addresses]
    assert time.monotonic() - started < 20
