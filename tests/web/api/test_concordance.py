"""Concordances over HTTP: pages as JSON, all lines as tables."""

from __future__ import annotations

import csv
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient

from fabula.search import ConcordanceOptions, Library
from fabula.search.concordance.results import LINE_COLUMNS
from fabula.search.shapes.concordance import CONCORDANCE
from fabula.web.serving.stage import MAY_HAND_OVER
from fabula.web.serving.trial import HandOver


def test_the_answer_is_that_of_the_library(client: FlaskClient, shelf: Library) -> None:
    """With context, order, filters and groups of the address."""
    for address, options in (
        ("limit=2&context=3", ConcordanceOptions(2, context=3)),
        ("sort=-right1,left1,match", ConcordanceOptions(sort=("-right1", "left1", "match"))),
        ("group=left1&editions=all", ConcordanceOptions(group="left1", fold=False)),
        ("tag=slow+burn&not_author=Lind", ConcordanceOptions(filters={"tag": "slow burn"}, exclude={"author": "Lind"})),
    ):
        answer = client.get(f"/api/v1/concordance?q=the&{address}").get_json()
        expected = CONCORDANCE.of(shelf.concordance("the", options))
        for found in (answer, expected):
            found |= {"seconds": 0, "cursor": bool(found["cursor"])}
        assert answer == expected


def test_pages_are_linked(client: FlaskClient, shelf: Library) -> None:
    """Following the link of each page gives all lines."""
    address: str | None = "/api/v1/concordance?q=the&limit=3"
    starts: list[tuple[str, int]] = []
    while address:
        response = client.get(address)
        starts += [(line["scene"], line["start"]) for line in response.get_json()["lines"]]
        link = response.headers.get("Link", "")
        address = link[1 : link.index(">")] if link else None
    assert starts == [(line.scene_id, line.span.start) for line in shelf.concordance_lines("the")]


def test_all_lines_as_tables(client: FlaskClient, shelf: Library) -> None:
    """CSV and JSON Lines have every match in reading order, with the same columns."""
    response = client.get("/api/v1/concordance.csv?q=the&context=2")
    assert response.content_type.startswith("text/csv")
    assert "fabula-concordance.csv" in response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(response.text)))
    expected = list(shelf.concordance_lines("the", ConcordanceOptions(context=2)))
    assert tuple(rows[0]) == LINE_COLUMNS
    assert [(row["left"], row["scene"], int(row["start"])) for row in rows] == [
        (line.left, line.scene_id, line.span.start) for line in expected
    ]
    lines = client.get("/api/v1/concordance.ndjson?q=the&context=2").text.splitlines()
    assert [json.loads(line)["right"] for line in lines] == [line.right for line in expected]


@pytest.mark.parametrize(
    "address",
    [
        "",
        "?q=",
        "?q=…",
        "?q=the&context=51",
        "?q=the&sort=left9",
        "?q=the&sort=left1,left2,left3,left4",
        "?q=the&group=-left1",
        "?q=the&limit=1001",
        "?q=the&cursor=x",
        "?q=the&editions=some",
        "?q=the&words=many",
        "?q=the&colour=red",
        "?q=the&q=a",
    ],
)
def test_what_makes_no_sense_is_refused(client: FlaskClient, address: str) -> None:
    """With what is possible instead."""
    response = client.get(f"/api/v1/concordance{address}")
    assert response.status_code == 400
    assert response.get_json()["hint"]


@pytest.mark.parametrize("kind", ["csv", "ndjson"])
def test_tables_are_refused_before_they_begin(client: FlaskClient, kind: str) -> None:
    """An error has its status, and is no row of the table; a table has no order and no pages."""
    for address in ("", "?q=", "?q=…", "?q=the&context=99", "?q=the&sort=left1", "?q=the&limit=3"):
        assert client.get(f"/api/v1/concordance.{kind}{address}").status_code == 400


def test_long_tables_are_handed_over(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """A server with processes for dear requests sends them there before the first row."""
    monkeypatch.setattr("fabula.web.api.concordance._SECONDS_A_LINE", 10.0)
    with (
        app.test_request_context("/api/v1/concordance.csv?q=the", environ_base={MAY_HAND_OVER: True}),
        pytest.raises(HandOver),
    ):
        app.full_dispatch_request()
