"""Counts without scenes are those of a search, and of a scan where nothing is searched for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from fabula.index import add_works
from fabula.index.errors import OptionError
from fabula.index.model import SceneKind, WorkRecord
from fabula.search import FACETS, Library, SearchOptions
from ..labelled_stories import has_value, own_values, random_library
from ..spoken_stories import assign_speakers, spoken_work

CHOICES: tuple[Mapping[str, list[str]], ...] = (
    {},
    {"tag": ["Mark"]},
    {"tag": ["Mark", "=曹雪芹"], "lang": ["en"]},
    {"fandom": ["=Mark Twain"], "rating": ["twain", "Café"], "series": ["Mark"]},
)


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("facets") / "library"
    random_library(folder, 11)
    with Library.open(folder) as opened:
        yield opened


@pytest.mark.parametrize("filters", CHOICES)
@pytest.mark.parametrize("query", ["the lamp lit", '"was lit" OR ferry', "lit nobdy", "qqq"])
def test_counts_are_those_of_a_search(library: Library, query: str, filters: Mapping[str, list[str]]) -> None:
    """Under the same filters, with the same total."""
    exclude = {"lang": "fr"}
    searched = library.search(query, SearchOptions(0, filters=filters, exclude=exclude, facets=FACETS))
    counted = library.facets(query, FACETS, filters=filters, exclude=exclude)
    assert (counted.total, counted.facets) == (searched.total, searched.facets)
    assert library.facets(query, filters=filters, exclude=exclude).facets == searched.facets


@pytest.mark.parametrize("filters", CHOICES)
def test_without_a_query_all_scenes_are_counted(library: Library, filters: Mapping[str, list[str]]) -> None:
    """Those that the filters select; of a field with choices what the other filters select."""

    def scenes(work: WorkRecord, left_out: str = "") -> int:
        others = {name: values for name, values in filters.items() if name != left_out}
        holds = all(any(has_value(work, name, value) for value in values) for name, values in others.items())
        return work.scenes if holds else 0

    counted = library.facets(filters=filters)
    assert counted.total == sum(map(scenes, library.works()))
    for name in FACETS:
        if name != "author":
            expected: Counter[str] = Counter()
            for work in library.works():
                expected.update({value: scenes(work, name) for value in own_values(work, name)})
            assert {count.value: count.count for count in counted.facets[name]} == +expected, name


def test_places_are_conditions_too(tmp_path: Path) -> None:
    """Scenes in which somebody speaks, and notes."""
    add_works(tmp_path, [spoken_work(seed) for seed in range(5)])
    assign_speakers(tmp_path)
    with Library.open(tmp_path) as library:
        spoken = library.facets(fields=("author",), filters={"speaker": "Lexa"})
        assert 0 < spoken.total == library.search("speaker:Lexa").total < library.facets().total
        notes = sum(scene.kind is SceneKind.PARATEXT for work in library.works() for scene in library.scenes(work.id))
        assert library.facets(filters={"in": "notes"}).total == notes == 5


def test_rows_and_errors(library: Library) -> None:
    """A row for each value; a field that is none is named."""
    rows = library.facets(fields=("lang",)).to_dicts()
    assert rows[0].keys() == {"field", "value", "count"} and {row["field"] for row in rows} == {"lang"}
    with pytest.raises(OptionError, match="colour"):
        library.facets("lamp", ("colour",))
    with pytest.raises(OptionError, match="several texts"):
        library.facets("lamp", "author")
