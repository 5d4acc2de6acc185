"""A scene that several works have is shown once, and names the others."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index import Work, add_works, build
from fabula.index.codec.segment import Segment
from fabula.search import Library, SearchOptions
from fabula.search.engine.ranking.bm25 import Scoring
from fabula.search.engine.ranking.collapse import collapse, preferences
from fabula.search.postings.segment_view import SegmentView
from fabula.search.results import Sort
from fabula.search.shapes.answers import SEARCH_ANSWER

MakeWork = Callable[..., Work]


def prose(seed: int, line: str = "") -> str:
    draw = random.Random(seed)
    words = [f"{draw.choice('bdfgklmnprst')}{draw.choice('aeiou')}{draw.choice('bdgklmnr')}" for _ in range(300)]
    return f"{' '.join(words)}. {line} {' '.join(reversed(words))}."


LINE = "You would have been my choice."
SHARED = prose(1, LINE)


@pytest.fixture
def library(make_work: MakeWork, tmp_path: Path) -> Library:
    """An edition, another in capitals with a word replaced, an anthology, and another story with the line."""
    folder = tmp_path / "library"
    edition = SHARED.upper().replace("YOU WOULD", "And you would")
    add_works(folder, [make_work(SHARED, prose(2), title="First", authors=("Ann",))])
    add_works(
        folder,
        [
            make_work(edition, title="Second", authors=("Ann",)),
            make_work(prose(3), SHARED, prose(4), title="Anthology", authors=("Various",)),
            make_work(prose(5, LINE), title="First", authors=("Bea",)),
        ],
    )
    return Library.open(folder)


def test_one_is_shown_and_names_the_others(library: Library) -> None:
    """The total counts all; the shown copy names those that are not, and the other story stands by itself."""
    results = library.search(f'"{LINE}"')
    assert (results.total, len(results.hits), results.cursor) == (4, 2, None)
    by_titles = {frozenset([hit.work.title, *(copy.work.title for copy in hit.also)]): hit for hit in results}
    assert set(by_titles) == {frozenset({"First", "Second", "Anthology"}), frozenset({"First"})}
    hit = by_titles[frozenset({"First", "Second", "Anthology"})]
    assert hit.copies == 2
    for copy in hit.also:
        assert library.scene(copy.scene.id).text == copy.scene.text
        assert "been my choice" in copy.scene.text.lower()


def test_each_by_itself_on_request(library: Library) -> None:
    """Without collapsing every scene is a hit, and names none."""
    results = library.search(f'"{LINE}"', SearchOptions(fold=False))
    assert (results.total, len(results.hits)) == (4, 4)
    assert not any(hit.also for hit in results)


def test_copies_that_do_not_match_are_not_named(library: Library) -> None:
    """The query that one edition alone matches finds that edition."""
    results = library.search('"and you would have been"')
    assert [hit.work.title for hit in results] == ["Second"]
    assert results.hits[0].copies == 0
    (only,) = library.search(f'"{LINE}" author:Various').hits
    assert (only.work.title, only.also) == ("Anthology", ())


@pytest.mark.parametrize("sort", list(Sort))
@pytest.mark.parametrize("query", [f'"{LINE}"', "you would have been my choice", "choice OR dag OR bab"])
def test_pages_add_up(library: Library, sort: Sort, query: str) -> None:
    """Pages of one hit are the whole answer: nothing is shown twice, and nothing of all is lost."""
    whole = library.search(query, SearchOptions(limit=100, sort=sort))
    found, cursor = [], None
    while True:
        page = library.search(query, SearchOptions(limit=1, sort=sort, cursor=cursor))
        found += page.hits
        cursor = page.cursor
        if cursor is None:
            break
    assert [hit.scene.id for hit in found] == [hit.scene.id for hit in whole]
    assert [hit.rank for hit in found] == list(range(1, len(found) + 1))
    every = library.search(query, SearchOptions(limit=100, sort=sort, fold=False))
    ids = [hit.scene.id for hit in every]
    named = [scene_id for hit in whole for scene_id in [hit.scene.id, *(copy.scene.id for copy in hit.also)]]
    assert sorted(named) == sorted(ids) and whole.total == every.total == len(ids)
    # The hits shown are in the order that they have among all, and each is the best of its copies.
    assert [ids.index(hit.scene.id) for hit in whole] == sorted(ids.index(hit.scene.id) for hit in whole)
    for hit in whole:
        assert all(ids.index(hit.scene.id) < ids.index(copy.scene.id) for copy in hit.also)


def test_a_banner_is_shown_once(make_work: MakeWork, make_library: Callable[..., Path]) -> None:
    """A banner that an archive puts into every work makes one result, which counts the others and names 100."""
    works = [
        make_work("Visit the archive of choice.", f"A story of {number}.", title=f"T{number}") for number in range(130)
    ]
    with Library.open(make_library(*works)) as library:
        results = library.search("archive of choice")
        assert (results.total, len(results.hits)) == (130, 1)
        assert (results.hits[0].copies, len(results.hits[0].also)) == (129, 100)


def test_texts_of_copies_are_read_when_asked_for(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """A hit names the works of its copies, and where they are, without reading them."""
    read: list[int] = []
    stored = Segment.scene_bytes
    monkeypatch.setattr(Segment, "scene_bytes", lambda own, number: read.append(number) or stored(own, number))
    hit = next(hit for hit in library.search(f'"{LINE}"') if hit.copies)
    before = len(read)
    assert before == 2 and all(copy.work.title and copy.scene_id for copy in hit.also)
    assert len(read) == before
    assert [copy.scene.id for copy in hit.also] == [copy.scene_id for copy in hit.also]
    assert len(read) == before + 2


@pytest.mark.parametrize("sort", [Sort.RELEVANCE, Sort.TITLE])
def test_a_scene_is_scored_once(library: Library, monkeypatch: pytest.MonkeyPatch, sort: Sort) -> None:
    """Scores from collapsing are not computed again for the page."""
    scored: Counter[tuple[int, int]] = Counter()
    score = Scoring.of

    def record(scoring: Scoring, view: SegmentView, scenes: np.ndarray) -> np.ndarray:
        scored.update((view.number, scene) for scene in scenes.tolist())
        return score(scoring, view, scenes)

    monkeypatch.setattr(Scoring, "of", record)
    results = library.search(f'"{LINE}"', SearchOptions(sort=sort))
    assert results.total == 4 and len(results) == 2
    assert len(scored) == 4 and set(scored.values()) == {1}


def test_a_refrain_of_one_work_stays(make_work: MakeWork, make_library: Callable[..., Path]) -> None:
    """Scenes that one work has twice are shown twice, also where another work has them."""
    library = make_library(
        make_work("The bell rang.", "More.", "The bell rang.", title="A"), make_work("The bell rang.", title="B")
    )
    with Library.open(library) as opened:
        results = opened.search('"the bell rang"')
        assert (results.total, [hit.copies for hit in results]) in ((3, [1, 0]), (3, [2]))


def test_the_shape(library: Library) -> None:
    """In JSON each copy has its work, chapter and scene."""
    hits = SEARCH_ANSWER.of(library.search(f'"{LINE}"'))["hits"]
    (hit,) = [hit for hit in hits if hit["copies"]]
    assert hit["copies"] == len(hit["also"]) == 2
    for copy in hit["also"]:
        assert list(copy) == ["work", "chapter", "scene"]
        assert list(copy["work"]) == ["id", "title", "authors", "path", "source"]
        assert list(copy["scene"]) == ["id", "number"]


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 3)), max_size=12), st.randoms())
def test_collapsing_is_walking_down_the_ranks(scenes: list[tuple[int, int]], chance: random.Random) -> None:
    """The first of a group is shown, and then only others of its work."""
    order = list(range(len(scenes)))
    chance.shuffle(order)
    first: dict[int, int] = {}
    behind: dict[int, list[int]] = {}
    for scene in order:
        group, work = scenes[scene]
        if scenes[first.setdefault(group, scene)][1] != work:
            behind.setdefault(group, []).append(scene)
    groups = np.array([group for group, _ in scenes], np.uint32)
    collapsed = collapse(groups, np.array([work for _, work in scenes], np.int64), np.array(order, np.intp))
    for scene, (group, _) in enumerate(scenes):
        expected = behind.get(group, []) if first[group] == scene else []
        assert collapsed.behind(group, scene).tolist() == expected
    assert collapsed.behind(9, 0).tolist() == []


@pytest.mark.slow
def test_one_story_in_many_formats(corpus: Path, tmp_path: Path) -> None:
    """The same story as Word, FictionBook, Markdown, OpenDocument, org and rich text is one result a scene."""
    build(tmp_path / "library", sorted((corpus / "formats" / "made").glob("a-scandal-in-bohemia.*")))
    with Library.open(tmp_path / "library") as library:
        files = len(library.works())
        assert files >= 6
        for line in ("to Sherlock Holmes she is always", "one Sarasate", "photograph", "your Majesty"):
            results = library.search(f'"{line}"')
            if results.total:
                assert sum(1 + hit.copies for hit in results) == results.total
        results = library.search('"to Sherlock Holmes she is always the woman"')
        assert (results.total, len(results.hits), results.hits[0].copies) == (files, 1, files - 1)
        assert {copy.work.path for copy in results.hits[0].also} | {results.hits[0].work.path} == {
            work.path for work in library.works()
        }


def test_a_copy_with_less_of_the_query_is_not_preferred() -> None:
    """However well it is described; among those that score alike within a tenth its standing decides."""
    groups = np.array([1, 1, 1, 2, 2], np.uint32)
    tiers = np.array([0, 0, 1, 0, 0])
    scores = np.array([10.0, 9.5, 20.0, 10.0, 5.0])
    standings = np.array([5, 3, 0, 5, 0])
    order = np.array([0, 1, 3, 4, 2])
    ranks = preferences(groups, tiers, scores, standings)
    collapsed = collapse(groups, np.arange(5), order, ranks)
    assert collapsed.firsts.tolist() == [1, 3]
    assert collapsed.hidden.tolist() == [0, 2, 4]


@given(st.lists(st.tuples(st.integers(1, 4), st.integers(0, 2), st.integers(0, 9), st.integers(0, 3)), max_size=30))
def test_preferences_are_those_of_a_loop(scenes: list[tuple[int, int, int, int]]) -> None:
    """The chosen scene of each group is in its best tier, scores alike, and has the best standing of those."""
    groups, tiers, scores, standings = (np.array([row[at] for row in scenes], np.int64) for at in range(4))
    ranks = preferences(groups.astype(np.uint32), tiers, scores.astype(float), standings)
    for group in {*groups.tolist()}:
        members = [at for at in range(len(scenes)) if groups[at] == group]
        tier = min(tiers[at] for at in members)
        best = max(scores[at] for at in members if tiers[at] == tier)
        alike = [at for at in members if tiers[at] == tier and scores[at] >= 0.9 * best]
        chosen = min(members, key=lambda at: ranks[at])
        assert chosen in alike
        assert standings[chosen] == min(standings[at] for at in alike)
