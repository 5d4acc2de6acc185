"""Works that tell the same text, over HTTP."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from fabula.index import Work
from fabula.search import Library
from fabula.search.shapes.duplicates import DUPLICATES, ROW_COLUMNS
from fabula.web.app import create_app

TEXTS = [f"The {word} was old. " * 40 for word in ("river", "orchard", "lamp")]


@pytest.fixture
def shelf(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> Path:
    """Three stories, each twice."""
    authors = (("Ann Lee",), ("ann",))
    return make_library(
        *(make_work(text, title=f"Tale {n}", authors=author) for n, text in enumerate(TEXTS) for author in authors)
    )


@pytest.fixture
def client(shelf: Path) -> FlaskClient:
    return create_app(shelf).test_client()


def test_as_the_library_says(client: FlaskClient, shelf: Path) -> None:
    """The same groups in the same order, in pages that add up."""
    with Library.open(shelf) as library:
        expected = DUPLICATES.of(library.duplicates())
    answer = client.get("/api/v1/duplicates").json
    assert answer == {**expected, "total": 3, "cursor": None}
    groups, cursor = [], "0"
    while cursor is not None:
        page = client.get(f"/api/v1/duplicates?limit=2&cursor={cursor}").json
        groups += page["groups"]  # type: ignore[index]
        cursor = page["cursor"]  # type: ignore[index]
    assert groups == expected["groups"]


def test_tables(client: FlaskClient) -> None:
    """As a file of CSV, and a JSON object a line, with the same columns."""
    response = client.get("/api/v1/duplicates.csv")
    assert response.content_type == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="fabula-duplicates.csv"'
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert len(rows) == 6 and tuple(rows[0]) == ROW_COLUMNS
    lines = client.get("/api/v1/duplicates.ndjson")
    assert lines.content_type.startswith("application/x-ndjson")
    objects = [json.loads(line) for line in lines.text.splitlines()]
    assert [each["id"] for each in objects] == [row["id"] for row in rows]
    assert set(objects[0]) == set(ROW_COLUMNS)


def test_filters(client: FlaskClient) -> None:
    """By words of any work of a group, and by the least share; what makes no sense is 400."""
    assert client.get("/api/v1/duplicates?q=tale+1").json["total"] == 1  # type: ignore[index]
    assert client.get("/api/v1/duplicates?min_share=1").json["min_share"] == 1  # type: ignore[index]
    for wrong in ("min_share=2", "min_share=nan", "min_share=x", "limit=0", "share=1"):
        assert client.get(f"/api/v1/duplicates?{wrong}").status_code == 400


def test_nothing_found(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """An empty list, and the head of the table."""
    client = create_app(make_library(make_work("Once."))).test_client()
    assert client.get("/api/v1/duplicates").json["groups"] == []  # type: ignore[index]
    assert client.get("/api/v1/duplicates.csv").text == ",".join(ROW_COLUMNS) + "\n"
    assert client.get("/api/v1/duplicates.ndjson").text == ""
