"""The growth of the library, over HTTP."""

from __future__ import annotations

import csv
import io

from flask.testing import FlaskClient

from fabula.search import Library
from fabula.search.shapes.libraries import GROWTH


def test_a_row_for_each_run(client: FlaskClient, shelf: Library) -> None:
    """As the library says, as JSON and as a table."""
    assert client.get("/api/v1/growth").json == GROWTH.of(shelf.growth())
    rows = list(csv.DictReader(io.StringIO(client.get("/api/v1/growth.csv").text)))
    assert [(row["run"], row["works"]) for row in rows] == [("add", "3")]
