"""The pages and the API over a socket."""

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
    parts = urlsplit(server)
    connection = http.client.HTTPConnection(parts.hostname or "", parts.port, timeout=20)
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
    """Each has its type, UTF-8, and the policy that prevents scripts in stories."""
    answer = get(server, address)
    assert answer.status == 200
    assert answer.headers["Content-Type"].endswith("charset=utf-8")
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Set-Cookie"] is None


def test_the_api_finds_the_line(server: str) -> None:
    """The line is the first hit and an exact match, and its highlights are the line."""
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
    """An address has percent-encoded UTF-8; the page has typographic quotes."""
    answer = get(server, f"/search?q={quote('“you would have been my choice”')}")
    assert "“<mark>You would have been my choice</mark>,” said Lexa" in answer.text


def test_a_foreign_host_is_refused(server: str) -> None:
    """The real server refuses it, too."""
    for address in ("/", "/static/fabula.css", "/api/v1/works"):
        assert get(server, address, host="evil.example").status == 400
    assert get(server, "/", host=f"localhost:{urlsplit(server).port}").status == 200


def test_only_reading_is_possible(server: str) -> None:
    """HEAD has no body; all methods that write are refused."""
    assert get(server, "/works", method="HEAD").text == ""
    for method in ("POST", "DELETE", "OPTIONS"):
        assert get(server, "/works", method=method).status == 405


def test_bytes_that_are_not_utf8_are_handled(server: str) -> None:
    """A broken address gives an ordinary answer or a client error, never a server error."""
    for address in ("/search?q=%ff%fe", "/search?q=%00", "/search?q=%ed%a0%80", "/works/%ff", "/scenes/%00", "/%c0%ae"):
        assert get(server, address).status in (200, 400, 404), address


def test_many_clients_at_once(server: str) -> None:
    """Eight clients at once get the same answers as one, within 20 s."""
    addresses = ["/works", "/api/v1/works", "/api/v1/stats", "/works?q=salt"] * 6
    alone = {address: get(server, address).text for address in addresses}
    started = time.monotonic()
    with ThreadPoolExecutor(8) as clients:
        together = list(clients.map(lambda address: get(server, address).text, addresses))
    assert together == [alone[address] for address in addresses]
    assert time.monotonic() - started < 20
