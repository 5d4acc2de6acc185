"""Speakers and lines over HTTP are those of the library: pages, tables, filters."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from fabula.index import add_works
from fabula.search import Library, SearchOptions
from fabula.search.shapes.speakers import LINES, SPEAKERS
from fabula.web.api import speakers
from fabula.web.app import create_app
from ...search.spoken_stories import assign_speakers, spoken_work


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("speakers") / "library"
    add_works(folder, [spoken_work(seed) for seed in range(4)])
    assign_speakers(folder)
    return folder


@pytest.fixture
def client(spoken: Path) -> FlaskClient:
    return create_app(spoken).test_client()


@pytest.fixture
def library(spoken: Path) -> Iterator[Library]:
    with Library.open(spoken) as library:
        yield library


def test_a_page_is_that_of_the_library(client: FlaskClient, library: Library) -> None:
    """With filters, what is left out, and all editions; the link leads to the next page."""
    options = SearchOptions(1, filters={"title": ("Tale 1", "Tale 2")}, exclude={"author": ("Author 2",)}, fold=False)
    asked = "title=Tale+1&title=Tale+2&not_author=Author+2&editions=all&limit=1"
    assert client.get(f"/api/v1/speakers?{asked}").json == SPEAKERS.of(library.speakers(options))
    first = client.get(f"/api/v1/lines?name=lexa&{asked}")
    assert first.json == LINES.of(library.lines("lexa", options))
    following = client.get(first.headers["Link"].partition(">")[0].removeprefix("<")).json
    assert following is not None and first.json is not None
    assert following["lines"][0] not in first.json["lines"] and following["total"] == first.json["total"]


@pytest.mark.parametrize("name", ["speakers", "lines"])
def test_tables_have_all_pages(
    name: str, client: FlaskClient, library: Library, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whatever a page holds, CSV and JSON Lines have every row in order."""
    monkeypatch.setattr(speakers, "MAX_LIMIT", 2)
    asked = "?editions=all" + ("&name=lexa" if name == "lines" else "")
    options = SearchOptions(1_000, fold=False)
    rows = (library.lines("lexa", options) if name == "lines" else library.speakers(options)).to_dicts()
    assert len(rows) > 2
    lines = client.get(f"/api/v1/{name}.ndjson{asked}").text.splitlines()
    assert [json.loads(line) for line in lines] == json.loads(json.dumps(rows))
    table = list(csv.DictReader(io.StringIO(client.get(f"/api/v1/{name}.csv{asked}").text)))
    assert [row["words" if name == "speakers" else "scene"] for row in table] == [
        str(row["words" if name == "speakers" else "scene"]) for row in rows
    ]


@pytest.mark.parametrize("asked", ["", "?name=", "?name=%E2%80%A6", "?name=a&name=b", "?name=a&limit=0", "?name=a&x=1"])
def test_a_senseless_request_is_refused(asked: str, client: FlaskClient) -> None:
    """A name without words, none, two of them, and unknown parameters."""
    for ending in ("", ".csv", ".ndjson"):
        answer = client.get(f"/api/v1/lines{ending}{asked}")
        assert answer.status_code == 400 and answer.mimetype == "application/problem+json"
