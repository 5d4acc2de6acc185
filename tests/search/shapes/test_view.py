"""Objects of JSON are made, checked and described by one declaration."""

from __future__ import annotations

import doctest
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from fabula.index import Work
from fabula.index.shapes import Each, Flag, Maybe, Misshapen, OneOf, Row, Table, Text, Whole
from fabula.search import ConcordanceOptions, Library, MatchKind, SearchOptions
from fabula.search.shapes import view
from fabula.search.shapes.answers import QUOTE_ANSWER, SEARCH_ANSWER
from fabula.search.shapes.concordance import CONCORDANCE
from fabula.search.shapes.dispersion import DISPERSION
from fabula.search.shapes.libraries import GROWTH, STATS
from fabula.search.shapes.speakers import CAST_ANSWER, LINES, SPEAKERS
from fabula.search.shapes.view import Key, View
from fabula.search.shapes.works import SCENE, WORK

POINT: View[Any] = View("Point", {"x": Whole(), "file": Key(Text(), local=True)})
PLACE: View[Any] = View(
    "Place",
    {
        "name": Text(),
        "points": Each(POINT),
        "first": Key(Maybe(POINT), lambda place: place.points[0] if place.points else None),
        "kinds": Key(Each(OneOf(tuple(MatchKind))), lambda place: (MatchKind.EXACT,)),
        "by_name": Key(Table(POINT), lambda place: {"a": place.points[0]} if place.points else {}),
        "span": Key(Row((Whole(), Whole())), lambda place: (1, 2)),
        "full": Key(Flag(), lambda place: bool(place.points)),
    },
)


def test_the_example() -> None:
    """It says what a view is."""
    results = doctest.testmod(view, extraglobs={"SimpleNamespace": SimpleNamespace, "Whole": Whole, "Flag": Flag})
    assert results.attempted and not results.failed


def test_parts_are_made_by_their_views() -> None:
    """Lists, tables, values that may be missing, and enumerations; paths only where they are asked for."""
    place = SimpleNamespace(name="harbour", points=[SimpleNamespace(x=3, file="/a")])
    point = {"x": 3}
    made = PLACE.of(place)
    assert made == {
        "name": "harbour", "points": [point], "first": point, "kinds": ["exact"], "by_name": {"a": point},
        "span": [1, 2], "full": True,
    }  # fmt: skip
    assert list(made) == list(PLACE.keys)
    PLACE.check(made)
    local = PLACE.of(place, files=True)
    assert local["first"] == local["by_name"]["a"] == {"x": 3, "file": "/a"}
    PLACE.check(local)
    assert PLACE.of(SimpleNamespace(name="", points=[]))["first"] is None


@pytest.mark.parametrize("change", [{"name": 1}, {"points": [{"x": -1}]}, {"more": 1}, {"first": {}}])
def test_what_departs_is_refused(change: dict[str, Any]) -> None:
    """A wrong type, a value out of bounds, a key too many, and one that is missing."""
    made = PLACE.of(SimpleNamespace(name="harbour", points=[]))
    with pytest.raises(Misshapen):
        PLACE.check({**made, **change})


def test_keys_of_a_part_are_taken_from_it() -> None:
    """A larger object may have the keys of one of its parts."""
    larger: View[Any] = View("Larger", {**POINT.keys_from(lambda record: record.point), "more": Whole()})
    assert larger.of(SimpleNamespace(point=SimpleNamespace(x=5, file=""), more=7)) == {"x": 5, "more": 7}


def test_real_answers_have_their_shapes(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> None:
    """Those of searches, quotes, works, scenes, casts, speakers, lines and numbers, with files and without."""
    text = "“You would have been my choice,” said Mary.\n\n“And you mine,” said Ben."
    works = [make_work(text, title="Ferry", tags=("AU",)), make_work("Nobody came.", "A note.", title="Tide")]
    with Library.open(make_library(*works)) as library:
        options = SearchOptions(facets=("author", "tag"), remembered=True)
        for files in (False, True):
            for query in ("my choice", "zebra", "you would been my choice"):
                SEARCH_ANSWER.check(SEARCH_ANSWER.of(library.search(query, options), files=files))
                QUOTE_ANSWER.check(QUOTE_ANSWER.of(library.quote(query), files=files))
            for work in library.works():
                WORK.check(WORK.of(work, files=files))
                CAST_ANSWER.check(CAST_ANSWER.of((work, library.cast(work.id)), files=files))
                for scene in library.scenes(work.id):
                    SCENE.check(SCENE.of((work, scene), files=files))
            SPEAKERS.check(SPEAKERS.of(library.speakers(), files=files))
            LINES.check(LINES.of(library.lines("Mary"), files=files))
            CONCORDANCE.check(CONCORDANCE.of(library.concordance("the"), files=files))
            grouped = library.concordance("the", ConcordanceOptions(group="left1"))
            CONCORDANCE.check(CONCORDANCE.of(grouped, files=files))
            DISPERSION.check(DISPERSION.of(library.dispersion(["the", "zeppelin"]), files=files))
        STATS.check(STATS.of((library.stats(), library.speech_due())))
        GROWTH.check(GROWTH.of(library.growth()))
