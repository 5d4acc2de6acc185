"""Dispersions over HTTP: pages as JSON, the chapters of all works as tables."""

from __future__ import annotations

import csv
import io
import json

import pytest
from flask.testing import FlaskClient

from fabula.search import DispersionOptions, Library, WorkOrder
from fabula.search.dispersion.results import COLUMNS
from fabula.search.shapes.dispersion import DISPERSION


def test_the_answer_is_that_of_the_library(client: FlaskClient, shelf: Library) -> None:
    """With several queries, bins, places, order and filters of the address."""
    for address, options in (
        ("", DispersionOptions()),
        ("&limit=1&bins=7&positions=1&sort=rate", DispersionOptions(1, bins=7, positions=1, sort=WorkOrder.RATE)),
        ("&tag=slow+burn", DispersionOptions(filters={"tag": "slow burn"})),
        ("&not_tag=slow+burn", DispersionOptions(exclude={"tag": "slow burn"})),
    ):
        answer = client.get(f"/api/v1/dispersion?q=choice&q=the{address}").get_json()
        expected = DISPERSION.of(shelf.dispersion(["choice", "the"], options))
        for found in (answer, expected):
            found |= {"seconds": 0, "cursor": bool(found["cursor"])}
        assert answer == expected


def test_pages_are_linked(client: FlaskClient, shelf: Library) -> None:
    """Following the link of each page gives all works."""
    address: str | None = "/api/v1/dispersion?q=choice&limit=1"
    works: list[str] = []
    while address:
        response = client.get(address)
        works += [spread["work"]["id"] for spread in response.get_json()["works"]]
        link = response.headers.get("Link", "")
        address = link[1 : link.index(">")] if link else None
    assert works == [spread.work.id for spread in shelf.dispersion_works("choice")]


def test_all_chapters_as_tables(client: FlaskClient, shelf: Library) -> None:
    """CSV and JSON Lines have a row for each work, query and chapter."""
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/dispersion.csv?q=choice&q=the&sort=title").text)))
    expected = shelf.dispersion(["choice", "the"], DispersionOptions(sort=WorkOrder.TITLE)).to_dicts()
    assert tuple(rows[0]) == COLUMNS
    assert [(row["query"], row["work"], int(row["matches"])) for row in rows] == [
        (row["query"], row["work"], row["matches"]) for row in expected
    ]
    lines = client.get("/api/v1/dispersion.ndjson?q=choice&q=the&sort=title").text.splitlines()
    assert [json.loads(line)["per_10000"] for line in lines] == [row["per_10000"] for row in expected]


@pytest.mark.parametrize("kind", ["", ".csv", ".ndjson"])
@pytest.mark.parametrize(
    "address",
    ["", "?q=", "?q=…", "?q=a&q=b&q=c&q=d&q=e", "?q=the&sort=size", "?q=the&lang=&words=x", "?q=the&nonsense=1"],
)
def test_what_makes_no_sense_is_refused(client: FlaskClient, kind: str, address: str) -> None:
    """With what is possible instead, before a table begins."""
    response = client.get(f"/api/v1/dispersion{kind}{address}")
    assert response.status_code == 400
    assert response.get_json()["hint"]
