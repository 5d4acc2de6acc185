"""A search by works is what grouping all hits of a search by scenes gives."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import add_works
from fabula.index.analysis import words
from fabula.index.errors import OptionError
from fabula.index.model import SceneKind
from fabula.search import FACETS, Hit, Library, MatchKind, SearchOptions, Sort, WorkResults
from fabula.search.engine.array_engine import ArrayEngine
from ..labelled_stories import random_library
from ..spoken_stories import VOCABULARY, assign_speakers, spoken_work


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    """Several segments, with replaced works, speakers, copies and notes."""
    folder = tmp_path_factory.mktemp("by-work") / "library"
    add_works(folder, [spoken_work(seed) for seed in range(8)])
    add_works(folder, [spoken_work(seed + 50, title=seed) for seed in range(4)])
    add_works(folder, [spoken_work(seed) for seed in range(20, 24)])
    assign_speakers(folder)
    random_library(folder, 9)
    with Library.open(folder) as opened:
        yield opened


class Group(NamedTuple):
    """has_gaps  True if a match may have several marks, as what stands between its words is not marked."""

    scenes: int
    matches: int
    positions: tuple[float, ...]
    best: list[str]
    has_gaps: bool = False


def _grouped(library: Library, hits: list[Hit], kinds: set[SceneKind]) -> dict[str, Group]:
    """By the definition: over the texts of all scenes."""
    by_work: dict[str, list[Hit]] = {}
    for hit in hits:
        by_work.setdefault(hit.work.id, []).append(hit)
    groups = {}
    for work, own in by_work.items():
        scenes = [scene for scene in library.scenes(work) if scene.kind in kinds]
        before, begins = 0, {}
        for scene in scenes:
            begins[scene.id] = before
            before += len(words(scene.text))
        places = [
            begins[hit.scene.id] + len(words(hit.scene.text[: span.start])) for hit in own for span in hit.matches
        ]
        parts = sorted({place * 100 // before for place in places})
        positions = tuple(part / 100 for part in parts)
        has_gaps = any(hit.match in (MatchKind.NEAR, MatchKind.SPEECH) or "“" in hit.scene.text for hit in own)
        groups[work] = Group(len(own), len(places), positions, [hit.scene.id for hit in own[:3]], has_gaps)
    return groups


QUERIES = st.one_of(
    st.lists(st.sampled_from(VOCABULARY[:8]), min_size=1, max_size=3).map(" ".join),
    st.lists(st.sampled_from(VOCABULARY[:8]), min_size=2, max_size=3).map(lambda each: f'"{" ".join(each)}"'),
    st.sampled_from(["lamp was lit", "you OR lamp", "speaker:Lexa you", "cho* -would", "qqq", "lit nobdy", "chioce~"]),
)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(QUERIES, st.sampled_from([*Sort]), st.sampled_from([{}, {"author": "Author 1"}, {"tag": ["Mark", "Café"]}]))
def test_works_are_the_groups_of_all_scenes(
    library: Library, query: str, sort: Sort, filters: dict[str, list[str]]
) -> None:
    """Their order, counts and places, the best scenes with their ranks, the totals and the facets."""
    by_scene = SearchOptions(1_000, sort=sort, filters=filters, fold=False, facets=FACETS)
    scenes = library.search(query, by_scene)
    works = library.search(query, replace(by_scene, group="work"))
    assert isinstance(works, WorkResults)
    expected = _grouped(library, list(scenes), {SceneKind.STORY})
    assert [group.work.id for group in works.works] == list(expected)
    for group, other in zip(works.works, expected.values(), strict=True):
        assert (group.scenes, [hit.scene.id for hit in group.hits]) == (other.scenes, other.best)
        if other.has_gaps:
            assert bool(other.matches) <= group.matches <= other.matches
            assert set(group.positions) <= set(other.positions)
        else:
            assert (group.matches, group.positions) == (other.matches, other.positions)
    assert [group.rank for group in works.works] == list(range(1, len(expected) + 1))
    assert (works.total, works.total_works, works.facets) == (scenes.total, len(expected), scenes.facets)
    assert works.explanation == scenes.explanation
    ranks = {hit.scene.id: (hit.rank, hit.score, hit.snippet) for hit in scenes}
    assert all(ranks[hit.scene.id] == (hit.rank, hit.score, hit.snippet) for hit in works.hits)


def test_pages_add_up(library: Library) -> None:
    """Each work once, in the order of the whole answer; the words are looked for once."""
    options = SearchOptions(3, group="work")
    whole = library.search("lamp you", replace(options, limit=1_000))
    assert isinstance(whole, WorkResults) and whole.total_works > 10
    paged = [group for page in library.search("lamp you", options).pages for group in page.works]  # type: ignore[attr-defined]
    assert [(group.rank, group.work.id, group.scenes) for group in paged] == [
        (group.rank, group.work.id, group.scenes) for group in whole.works
    ]


def test_the_scenes_are_found_once(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """For all pages of an answer."""
    asked: list[object] = []
    original = ArrayEngine._found

    def found(*arguments: object) -> object:
        asked.append(arguments)
        return original(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(ArrayEngine, "_found", found)
    pages = list(library.search('"would have"', SearchOptions(2, group="work")).pages)
    assert len(pages) > 2 and len(asked) == 1


def test_notes_are_grouped_if_they_are_asked_for(library: Library) -> None:
    """Places are those in the notes then."""
    options = SearchOptions(1_000, fold=False)
    scenes = library.search("thanks in:notes", options)
    works = library.search("thanks in:notes", replace(options, group="work"))
    assert isinstance(works, WorkResults) and works.total_works
    expected = _grouped(library, list(scenes), {SceneKind.PARATEXT})
    assert {group.work.id: group.positions for group in works.works} == {
        work: group.positions for work, group in expected.items()
    }


def test_an_answer_without_works(library: Library) -> None:
    """It says why there is nothing, as a search by scenes does; a limit of 0 counts."""
    nothing = library.search("qqqq", SearchOptions(group="work"))
    assert isinstance(nothing, WorkResults) and nothing.explanation.missing
    assert (nothing.works, nothing.total, nothing.total_works, nothing.cursor) == ((), 0, 0, None)
    counted = library.search("you", SearchOptions(0, group="work"))
    assert isinstance(counted, WorkResults)
    assert counted.works == () and counted.total_works > 5 and counted.total == library.search("you").total


def test_rows_are_works(library: Library) -> None:
    """Ready for a table."""
    results = library.search("you", SearchOptions(5, group="work"))
    assert [row["rank"] for row in results.to_dicts()] == [1, 2, 3, 4, 5]
    assert "works for you" in results.caption() and "<mark>" in results._repr_html_()


def test_another_group_is_refused(library: Library) -> None:
    with pytest.raises(OptionError, match="author"):
        library.search("you", SearchOptions(group="author"))
