"""All works as a table, over HTTP."""

from __future__ import annotations

import csv
import io
import json

from flask.testing import FlaskClient

from fabula.web.tables.csv_rows import read_list
from fabula.web.tables.work_rows import WORK_COLUMNS


def test_every_work_is_a_row(client: FlaskClient) -> None:
    """With all columns, in the library's order, filtered by words as the list is."""
    response = client.get("/api/v1/works.csv")
    rows = list(csv.DictReader(io.StringIO(response.text)))
    assert tuple(rows[0]) == WORK_COLUMNS
    assert [row["title"] for row in rows] == ["Salt and Paper", "The Lamp at Orrin Point", "Untitled"]
    assert read_list(rows[1]["tags"]) == ("slow burn", "lighthouses")
    assert [row["source"] for row in rows] == ["stories"] * 3
    lines = client.get("/api/v1/works.ndjson?q=oduya").text.splitlines()
    assert [json.loads(line)["title"] for line in lines] == ["Salt and Paper"]
