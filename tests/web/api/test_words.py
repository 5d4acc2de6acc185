"""Words and suggestions over HTTP: as the library answers, in JSON and as tables."""

from __future__ import annotations

import csv
import io
import json
import time

import pytest
from flask.testing import FlaskClient

from fabula.search import Library, WordsOptions
from fabula.search.shapes.suggestions import SUGGESTIONS
from fabula.search.shapes.words import WORDS

WORDS_ADDRESS = "/api/v1/words"


@pytest.mark.parametrize(
    ("address", "kind", "options"),
    [
        ("", "frequencies", WordsOptions()),
        ("?kind=ngrams&size=3&min_count=1", "ngrams", WordsOptions(size=3, min_count=1)),
        (
            "?kind=collocates&q=choice&left=2&right=0&min_count=1&measure=mi",
            "collocates",
            WordsOptions(query="choice", left=2, right=0, min_count=1, measure="mi"),  # type: ignore[arg-type]
        ),
        (
            "?kind=keyness&in=dialogue&against=in:narration&min_count=1&common=0",
            "keyness",
            WordsOptions(filters={"in": "dialogue"}, against={"in": ["narration"]}, min_count=1, common=False),
        ),
        (
            "?author=Merrow&not_tag=absent&editions=all&min_chars=4",
            "frequencies",
            WordsOptions(filters={"author": "Merrow"}, min_chars=4),
        ),
    ],
)
def test_words(client: FlaskClient, shelf: Library, address: str, kind: str, options: WordsOptions) -> None:
    """The parameters are the options of the Python API, and the shape is that of the command."""
    response = client.get(WORDS_ADDRESS + address.replace("", ""))
    assert response.status_code == 200
    assert response.json == WORDS.of(shelf.words(kind, options))
    assert response.json["words"]


def test_tables_have_all_rows(client: FlaskClient, shelf: Library) -> None:
    """CSV and NDJSON have the columns of the kind; cells cannot become formulas."""
    words = shelf.words(limit=10_000)
    rows = list(csv.DictReader(io.StringIO(client.get(f"{WORDS_ADDRESS}.csv").text)))
    assert [(row["word"], int(row["count"])) for row in rows] == [(row.word, row.count) for row in words]
    assert list(rows[0]) == ["word", "count", "per_10000"]
    lines = client.get(f"{WORDS_ADDRESS}.ndjson?limit=3").text.splitlines()
    assert [json.loads(line) for line in lines] == words.to_dicts()[:3]


def test_pages_of_words_are_linked(client: FlaskClient, shelf: Library) -> None:
    """A page has the cursor of the next one, and a link to it."""
    first = client.get(f"{WORDS_ADDRESS}?limit=4")
    assert first.json is not None and f"cursor={first.json['cursor']}" in first.headers["Link"]
    second = client.get(f"{WORDS_ADDRESS}?limit=4&cursor={first.json['cursor']}").json
    assert [row["word"] for row in first.json["words"] + second["words"]] == [row.word for row in shelf.words(limit=8)]


@pytest.mark.parametrize(
    "parameters",
    [
        "kind=letters", "kind=ngrams&size=6", "kind=collocates", "measure=x", "limit=x",
        "min_count=0", "against=Poe", "against=colour:blue&kind=keyness", "editions=some", "cursor=x", "common=2",
    ],
)  # fmt: skip
def test_senseless_parameters(client: FlaskClient, parameters: str) -> None:
    """They are refused, with what would be possible."""
    response = client.get(f"{WORDS_ADDRESS}?{parameters}")
    assert response.status_code == 400
    assert response.get_json()["hint"]


def suggestions(client: FlaskClient, prefix: str) -> dict[str, object]:
    for _ in range(500):
        answer: dict[str, object] = client.get("/api/v1/suggest", query_string={"q": prefix}).get_json()
        if answer["complete"]:
            return answer
        time.sleep(0.01)
    raise AssertionError("suggestions are never complete")


def test_suggestions(client: FlaskClient, shelf: Library) -> None:
    """They come as the library gives them once they are prepared in the background."""
    for prefix in ("lam", "would have be", "ilse", "\0", "zzz"):
        assert suggestions(client, prefix) == SUGGESTIONS.of(shelf.suggest(prefix))


def test_incomplete_suggestions_are_not_kept(client: FlaskClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """Until then an answer says that it is not complete, and has no validator by which a client would keep it."""
    monkeypatch.setattr("fabula.search.suggest.answer._prepared", lambda commit, *, wait: None)
    response = client.get("/api/v1/suggest?q=lam")
    assert response.get_json()["complete"] is False
    assert "ETag" not in response.headers


def test_nothing_typed(client: FlaskClient) -> None:
    """A request without q is refused."""
    assert client.get("/api/v1/suggest").status_code == 400
