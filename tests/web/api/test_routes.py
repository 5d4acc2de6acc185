"""JSON over HTTP: the shapes of the command line, and errors with the right status."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient

from fabula.index import add_works
from fabula.index.store.commit_name import CommitName
from fabula.search import Library, SearchOptions, Sort, WorkResults
from fabula.search.cursors import Cursor, question_of
from fabula.search.shapes.answers import FACETS, SEARCH_ANSWER, WORKS_FOUND
from fabula.search.shapes.libraries import STATS
from fabula.search.shapes.works import SCENE, WORK
from fabula.web.app import create_app
from ...search.spoken_stories import assign_speakers, spoken_work

# The cursor of a commit that no library has.
GONE = Cursor(CommitName(1, b"notthere"), question_of("search", "choice", SearchOptions()), 10).encode()


def get(client: FlaskClient, address: str, status: int = 200) -> dict[str, Any]:
    response = client.get(address)
    assert response.status_code == status
    assert response.content_type == "application/json"
    assert isinstance(response.json, dict)
    return response.json


def error(client: FlaskClient, address: str, status: int) -> dict[str, str]:
    """The problem details of an answer."""
    response = client.get(address)
    assert (response.status_code, response.content_type) == (status, "application/problem+json")
    found: dict[str, str] = response.get_json()
    assert list(found) == ["type", "title", "status", "detail", "instance", "code", "hint"]
    assert (found["status"], found["instance"]) == (status, address.partition("?")[0])
    return found


def test_a_search_answers_as_the_library_does(client: FlaskClient, shelf: Library) -> None:
    """The same shape, with limit, order, facets and filter."""
    answer = get(client, "/api/v1/search?q=choice&limit=2&sort=title&facet=author,fandom&facet=lang&tag=slow+burn")
    options = SearchOptions(2, None, "title", {"tag": "slow burn"}, ("author", "fandom", "lang"))  # type: ignore[arg-type]
    expected = SEARCH_ANSWER.of(shelf.search("choice", options))
    assert {**answer, "seconds": 0} == {**expected, "seconds": 0}
    assert list(answer) == list(expected)


def test_a_cursor_continues(client: FlaskClient) -> None:
    """Pages of one hit add up to the whole answer, in its order."""
    whole = get(client, "/api/v1/search?q=choice")
    page = get(client, "/api/v1/search?q=choice&limit=1")
    found = page["hits"]
    while page["cursor"] is not None:
        page = get(client, f"/api/v1/search?q=choice&limit=1&cursor={page['cursor']}")
        found += page["hits"]
    assert [hit["scene"]["id"] for hit in found] == [hit["scene"]["id"] for hit in whole["hits"]]
    assert [hit["rank"] for hit in found] == [1, 2, 3, 4]


def test_works_come_in_pages(client: FlaskClient, shelf: Library) -> None:
    """All works as the library has them, a page at a time, filtered by words."""
    shapes = [WORK.of(work) for work in shelf.works()]
    head = {"total": 3, "cursor": None, "generation": shelf.generation}
    assert get(client, "/api/v1/works") == {**head, "works": shapes}
    first = get(client, "/api/v1/works?limit=2")
    assert first["works"] == shapes[:2]
    assert get(client, f"/api/v1/works?limit=2&cursor={first['cursor']}") == {**head, "works": shapes[2:]}
    error(client, f"/api/v1/works?q=merrow&cursor={first['cursor']}", 400)
    assert get(client, "/api/v1/works?q=merrow")["total"] == 1


def test_a_work_lists_its_scenes(client: FlaskClient, shelf: Library) -> None:
    """Its metadata and the beginning of each scene, notes included."""
    work = next(work for work in shelf.works() if work.scenes == 3)
    answer = get(client, f"/api/v1/works/{work.id}")
    contents = answer.pop("contents")
    assert [(one["name"], one["utterances"]) for one in answer.pop("cast")][:1] == [("Ilse", 2)]
    assert answer == WORK.of(work)
    assert [entry["id"] for entry in contents] == [scene.id for scene in shelf.scenes(work.id)]
    assert [entry["number"] for entry in contents] == [None, 1, 2, 3]
    assert contents[3]["chapter"] == {"number": 2, "title": "Chapter 2"}


def test_a_scene_has_its_text(client: FlaskClient, shelf: Library) -> None:
    """The scene and its paragraphs."""
    work = shelf.works()[0]
    scene = shelf.scenes(work.id)[0]
    assert get(client, f"/api/v1/scenes/{scene.id}") == SCENE.of((work, scene))


def test_statistics_and_health(client: FlaskClient, shelf: Library) -> None:
    """The library's numbers; and a status for load balancers, never cached."""
    assert get(client, "/api/v1/stats") == STATS.of((shelf.stats(), shelf.speech_due()))
    assert get(client, "/healthz") == {"status": "ok", "generation": shelf.generation}
    assert client.get("/healthz").headers["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        ("/api/v1/search", 400, "bad-query"),
        ("/api/v1/search?q=!!!", 400, "bad-query"),
        ("/api/v1/search?q=x&limit=1001", 400, "bad-option"),
        ("/api/v1/search?q=x&limit=-1", 400, "bad-option"),
        ("/api/v1/search?q=x&limit=ten", 400, "bad-option"),
        ("/api/v1/search?q=x&limit=%D9%A3", 400, "bad-option"),
        ("/api/v1/search?q=x&cursor=nonsense", 400, "bad-option"),
        (f"/api/v1/search?q=choice&cursor={GONE}", 410, "cursor-expired"),
        ("/api/v1/search?q=x&sort=colour", 400, "bad-option"),
        ("/api/v1/search?q=x&facet=colour", 400, "bad-option"),
        ("/api/v1/search?q=x&words=many", 400, "bad-option"),
        ("/api/v1/search?q=x&colour=red", 400, "bad-option"),
        ("/api/v1/works?limit=0", 400, "bad-option"),
        ("/api/v1/works/none", 404, "not-found"),
        ("/api/v1/scenes/none", 404, "not-found"),
        ("/api/v1/nothing", 404, "no-page"),
        ("/api/v2/search?q=x", 404, "no-page"),
    ],
)
def test_errors_say_what_is_wrong(client: FlaskClient, address: str, status: int, code: str) -> None:
    """Each error has a status, a stable code and a message."""
    found = error(client, address, status)
    assert found["code"] == code
    assert found["detail"] and found["type"] == f"/problems#{code}"


@pytest.mark.parametrize(
    ("given", "detail"),
    [
        ("q=a&q=b", "q is given 2 times."),
        ("q=a&limit=1&limit=1", "limit is given 2 times."),
        ("q=a&limit=", "limit= is not possible."),
        ("q=a&limit=1.0", "limit=1.0 is not possible."),
        ("q=a&limit=%201", "limit= 1 is not possible."),
        ("q=a&limit=" + "9" * 5000, f"limit={'9' * 40} is not possible."),
        ("q=a&author=", "author is empty."),
        ("q=a&author=+", "author=  is not possible."),
        ("q=a&words=5000%0a", "words=5000\n is not possible."),
        ("q=a&facet=author,,tag", "facet=author,,tag is not possible."),
        ("q=a&hidden=yes", "hidden=yes is not possible."),
        ("q=", "q is empty."),
        ("q=+", "q=  is not possible."),
        ("q=a&" + "tag=b&" * 101, "tag is given 101 times."),
        ("q=a&colour=red", "/api/v1/search has no parameter “colour”."),
    ],
)
def test_what_the_table_does_not_allow_is_refused(client: FlaskClient, given: str, detail: str) -> None:
    """Repeated, empty, unknown and impossible parameters are named."""
    assert error(client, f"/api/v1/search?{given}", 400)["detail"] == detail


def test_any_bytes_are_a_query(client: FlaskClient) -> None:
    """NUL, bytes that are no UTF-8 and halves of surrogate pairs are answered, or refused without a fault."""
    for value in ("a%00b", "%00", "%FF", "%ED%A0%80a", "a%ED%B0%80", "%F0%9F%98%80", "%C0%AF"):
        for address in (f"/api/v1/search?q={value}", f"/api/v1/search?q=a&author={value}", f"/api/v1/works?q={value}"):
            assert client.get(address).status_code in (200, 400)
        assert client.get(f"/api/v1/works/{value}").status_code == 404
        assert error(client, f"/api/v1/stats?{value}=1", 400)["code"] == "bad-option"


def test_a_missing_library_is_503(tmp_path: Path) -> None:
    """The client has made no mistake."""
    client = create_app(tmp_path / "none").test_client()
    for address in ("/api/v1/search?q=x", "/api/v1/works", "/api/v1/stats", "/healthz"):
        assert error(client, address, 503)["code"] == "library-missing"
    assert get(client, "/openapi.json")["openapi"] == "3.1.0"


def test_a_work_names_its_speakers(tmp_path: Path) -> None:
    """With other names and numbers of words; hits name the speaker, and a filter selects one."""
    add_works(tmp_path / "lib", [spoken_work(3)])
    assign_speakers(tmp_path / "lib")
    client = create_app(tmp_path / "lib").test_client()
    (work,) = get(client, "/api/v1/works")["works"]
    cast = get(client, f"/api/v1/works/{work['id']}")["cast"]
    assert cast[0] == {
        "name": "Lexa",
        "aliases": ["Commander Lexa", "Léxa kom Trikru"],
        "gender": "f",
        "utterances": 1,
        "words": 1,
    }
    assert [member["name"] for member in cast] == ["Lexa", "Clarke", "Abby Griffin"]
    hits = get(client, "/api/v1/search?q=you+would&speaker=lexa")["hits"]
    assert hits and {hit["speaker"] for hit in hits} == {"Lexa"}


def test_works_take_the_filters_and_orders_of_a_search(client: FlaskClient, shelf: Library) -> None:
    """The list and the tables; each page of a list says how long all of it is."""
    for parameters, works in (
        (
            "author=merrow&author=oduya&sort=length",
            shelf.works(filters={"author": ["merrow", "oduya"]}, sort=Sort.LENGTH),
        ),
        ("q=lamp&not_author=oduya", shelf.works("lamp", exclude={"author": "oduya"})),
        ("sort=added&hidden=1", shelf.works(sort=Sort.ADDED)),
        ("tag=qqq", ()),
    ):
        ids = [work.id for work in works]
        answer = get(client, f"/api/v1/works?{parameters}&limit=1")
        assert (answer["total"], [work["id"] for work in answer["works"]]) == (len(ids), ids[:1])
        lines = client.get(f"/api/v1/works.ndjson?{parameters}").text.splitlines()
        assert [json.loads(line)["id"] for line in lines] == ids
    assert error(client, "/api/v1/works?sort=colour", 400)["code"] == "bad-option"


def test_a_search_takes_excluded_values(client: FlaskClient, shelf: Library) -> None:
    """And several of one field."""
    answer = get(client, "/api/v1/search?q=choice&author=merrow&author=oduya&not_lang=fr&limit=1000")
    options = SearchOptions(1000, filters={"author": ["merrow", "oduya"]}, exclude={"lang": "fr"})
    assert answer["total"] == shelf.search("choice", options).total


def test_works_instead_of_scenes(client: FlaskClient, shelf: Library) -> None:
    """Pages of works, each with its best scenes."""
    found: list[dict[str, Any]] = []
    cursor: str | None = ""
    while cursor is not None:
        answer = get(client, f"/api/v1/search?q=choice&group=work&limit=1&facet=lang{cursor and f'&cursor={cursor}'}")
        WORKS_FOUND.check(answer)
        found += answer["works"]
        cursor = answer["cursor"]
    whole = shelf.search("choice", SearchOptions(1000, group="work", facets=("lang",)))
    assert isinstance(whole, WorkResults)
    assert found == WORKS_FOUND.of(whole)["works"]
    assert (answer["total"], answer["total_works"]) == (whole.total, len(found))
    assert error(client, "/api/v1/search?q=choice&group=author", 400)["code"] == "bad-option"


def test_values_are_counted_without_scenes(client: FlaskClient, shelf: Library) -> None:
    """Of a query, or of all scenes; under filters, as the library counts them."""
    for parameters, found in (
        ("q=choice&facet=author,lang", shelf.facets("choice", ("author", "lang"))),
        (
            "facet=tag&author=merrow&not_lang=fr",
            shelf.facets("", ("tag",), filters={"author": "merrow"}, exclude={"lang": "fr"}),
        ),
        ("q=zebra", shelf.facets("zebra")),
    ):
        assert get(client, f"/api/v1/facets?{parameters}") == FACETS.of(found)
    assert error(client, "/api/v1/facets?facet=colour", 400)["code"] == "bad-option"
