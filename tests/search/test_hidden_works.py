"""A library that hides ratings answers as one without those works, until they are asked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from fabula.index import add_works
from fabula.index.errors import SettingsError
from fabula.search import FACETS, Library, Results, SearchOptions, Sort
from .labelled_stories import random_works

HIDDEN = ("Mark", "Mark Twain", "曹雪芹")
QUERIES = ("the lamp lit", "ferry", '"lamp was lit" OR twice', "lamp in:all", "l?mp -once", "lit nobdy")


class Pair(NamedTuple):
    """A library that hides some ratings, and one that never had those works."""

    hiding: Library
    without: Library


def _hide(folder: Path, *ratings: str) -> None:
    listed = ", ".join(f'"{rating}"' for rating in ratings)
    (folder / "library.toml").write_text(f"[hide]\nratings = [{listed}]\n", encoding="utf-8")


@pytest.fixture(scope="module")
def pair(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Pair]:
    folder = tmp_path_factory.mktemp("hidden")
    works = random_works(3)
    # Several segments, as after updates.
    for part in (works[:13], works[13:]):
        add_works(folder / "hiding", part)
    # Ratings are compared without case, so "mark twain" is hidden as well.
    hidden = {rating.casefold() for rating in HIDDEN}
    for part in (works[:13], works[13:]):
        add_works(folder / "without", [work for work in part if work.metadata.rating.casefold() not in hidden])
    _hide(folder / "hiding", *HIDDEN)
    with Library.open(folder / "hiding") as hiding, Library.open(folder / "without") as without:
        assert 0 < len(without.works()) < len(works)
        yield Pair(hiding, without)


def _found(results: Results) -> list[Any]:
    hits = [(hit.scene.id, hit.match, round(hit.score, 6), [copy.scene_id for copy in hit.also]) for hit in results]
    return [results.total, hits, results.facets]


@pytest.mark.parametrize("query", QUERIES)
@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.LENGTH])
def test_searches_are_those_of_a_library_without_the_works(pair: Pair, query: str, sort: Sort) -> None:
    """Totals, scores, copies and facets, with and without filters, and on later pages."""
    for options in (
        SearchOptions(limit=100, sort=sort, facets=FACETS),
        SearchOptions(limit=100, sort=sort, fold=False),
        SearchOptions(limit=100, sort=sort, filters={"tag": "Mark"}, facets=("tag", "rating")),
        SearchOptions(limit=3, sort=sort, exclude={"lang": "fr"}),
    ):
        hiding, without = pair.hiding.search(query, options), pair.without.search(query, options)
        assert _found(hiding) == _found(without)
        while hiding.cursor is not None:
            assert without.follow is not None and hiding.follow is not None and without.cursor is not None
            hiding, without = hiding.follow(hiding.cursor), without.follow(without.cursor)
            assert _found(hiding) == _found(without)


def test_lists_and_counts_are_those_of_a_library_without_the_works(pair: Pair) -> None:
    """Works, numbers, speakers, words and duplicates."""
    assert pair.hiding.works() == pair.without.works()
    hiding, without = pair.hiding.stats(), pair.without.stats()
    assert (hiding.works, hiding.scenes, hiding.words) == (without.works, without.scenes, without.words)
    assert list(pair.hiding.words()) == list(pair.without.words())
    assert list(pair.hiding.speakers()) == list(pair.without.speakers())
    assert len(pair.hiding.duplicates().groups) == len(pair.without.duplicates().groups)
    shown = pair.hiding.duplicates(show_hidden=True).groups
    assert sum(len(group.works) for group in shown) > sum(len(group.works) for group in pair.hiding.duplicates().groups)
    assert pair.hiding.stats(show_hidden=True).works == len(pair.hiding.works(show_hidden=True)) > hiding.works
    assert [hit.scene.id for hit in pair.hiding.hits("lamp")] == [hit.scene.id for hit in pair.without.hits("lamp")]
    lines = [[line.match for line in library.concordance("lamp")] for library in pair]
    assert lines[0] == lines[1]


def test_a_remembered_line_is_looked_for_in_what_is_shown(pair: Pair) -> None:
    """The passages of all works are found if they are asked for."""
    shown = {work.id for work in pair.hiding.works()}
    line = "the lamb was lit at last and nobody saw"
    found = {hit.work.id for hit in pair.hiding.search(f"? {line}", limit=100)}
    assert found and found <= shown
    more = {copy.work.id for hit in pair.hiding.quote(line, 100, show_hidden=True) for copy in (hit, *hit.also)}
    assert more - shown


@pytest.mark.parametrize(
    ("query", "options", "ratings"),
    [
        ("lamp", SearchOptions(show_hidden=True), set(HIDDEN) | {"mark twain"}),
        ("lamp", SearchOptions(filters={"rating": "=Mark Twain"}), {"Mark Twain"}),
        ("lamp", SearchOptions(filters={"rating": "twain"}), {"Mark Twain", "mark twain"}),
        ("lamp", SearchOptions(filters={"rating": ["twain", "曹雪芹"]}), {"Mark Twain", "mark twain", "曹雪芹"}),
        ("lamp rating:曹雪芹", SearchOptions(), {"曹雪芹"}),
        ("lamp (rating:曹雪芹 OR ferry)", SearchOptions(), {"曹雪芹"}),
        ("lamp NOT rating:曹雪芹", SearchOptions(), set()),
        ("lamp", SearchOptions(exclude={"rating": "twain"}), set()),
        ("lamp", SearchOptions(), set()),
    ],
)
def test_works_are_shown_where_they_are_asked_for(
    pair: Pair, query: str, options: SearchOptions, ratings: set[str]
) -> None:
    """All, or those with ratings that the query or a filter wants, and no others."""
    everything = SearchOptions(limit=1_000, fold=False, show_hidden=True)
    in_library = {hit.work.metadata.rating for hit in pair.hiding.search("lamp", everything)}
    found = {hit.work.metadata.rating for hit in pair.hiding.hits(query, replace(options, fold=False))}
    hidden = {rating for rating in in_library if rating.casefold() in {each.casefold() for each in HIDDEN}}
    assert found & hidden == ratings & in_library


def test_a_work_that_is_named_by_its_id_is_shown(pair: Pair) -> None:
    """Its record, its scenes, and what is found in it; the address of a page stays good."""
    (work, *_) = (hit.work for hit in pair.hiding.search("lamp", SearchOptions(filters={"rating": "=Mark"})))
    assert work not in pair.hiding.works()
    assert pair.hiding.work(work.id) == work
    scene = pair.hiding.scenes(work.id)[0]
    assert pair.hiding.scene(scene.id) == scene
    assert pair.hiding.search("lamp", SearchOptions(filters={"work": work.id})).total
    assert pair.hiding.search(f"lamp work:{work.id}").total
    assert {hit.work.id for hit in pair.hiding.hits(f"(lamp work:{work.id}) OR ferry")} - {work.id}
    assert work.id not in {hit.work.id for hit in pair.hiding.hits(f"(lamp work:{work.id}) OR ferry")}


def test_an_empty_answer_says_that_works_are_hidden(tmp_path: Path) -> None:
    """Without saying whether they would have been found."""
    works = random_works(3)
    add_works(tmp_path, works)
    _hide(tmp_path, *HIDDEN)
    with Library.open(tmp_path) as library:
        (note,) = library.search("qqqq").explanation.notes
        assert note == "works rated mark or mark twain or 曹雪芹 are hidden in this library unless they are asked for"
        assert not library.search("qqqq", SearchOptions(show_hidden=True)).explanation.notes


def test_a_changed_setting_counts_in_an_open_library(tmp_path: Path) -> None:
    """At once, in both directions, and on the pages of an answer that was begun before."""
    add_works(tmp_path, random_works(3))
    with Library.open(tmp_path) as library:
        every, first = len(library.works()), library.search("lamp", SearchOptions(limit=1))
        _hide(tmp_path, "Mark")
        assert len(library.works()) < every
        assert first.follow is not None and first.cursor is not None
        hidden = library.search("lamp", SearchOptions(limit=1)).total
        assert first.follow(first.cursor).total == hidden < first.total
        (tmp_path / "library.toml").write_text("")
        assert len(library.works()) == every
        assert library.search("lamp").total == first.total


def test_a_library_whose_settings_are_broken_shows_nothing(tmp_path: Path) -> None:
    """As nobody knows what it hides; the error names the line. Without [hide] a slip does not matter."""
    add_works(tmp_path, random_works(3))
    (tmp_path / "library.toml").write_text('[hide]\nratings = ["Explict"]\n')
    with Library.open(tmp_path) as library, pytest.raises(SettingsError, match="line 2"):
        library.search("lamp")
    (tmp_path / "library.toml").write_text("[keep\n")
    with Library.open(tmp_path) as library:
        assert library.search("lamp").total
