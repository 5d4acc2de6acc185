"""`Library.works` lists what a scan over all works keeps, in the order that is asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import add_works
from fabula.index.errors import OptionError
from fabula.index.model import WorkRecord
from fabula.search import Library, SearchOptions, Sort
from ..labelled_stories import VALUES, has_value, own_values, random_library
from ..spoken_stories import assign_speakers, spoken_work

FIELDS = ("fandom", "character", "tag", "rating", "series", "lang")
TEXTS = ("Mark", "Mark Twain", "曹雪芹", "Café", "=Mark", "=曹雪芹", "=Twain, Mark")


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("works") / "library"
    random_library(folder, 5)
    random_library(folder, 6)
    with Library.open(folder) as opened:
        yield opened


def _values() -> st.SearchStrategy[dict[str, list[str]]]:
    some = {name: st.lists(st.sampled_from(("en", "fr") if name == "lang" else TEXTS), max_size=2) for name in FIELDS}
    return st.fixed_dictionaries({}, optional=some)


def _listed(work: WorkRecord) -> str:
    series = own_values(work, "series")[:1]
    return "\n".join((work.title, *work.authors, *work.metadata.fandoms, *work.metadata.tags, *series)).casefold()


def _key(work: WorkRecord, sort: Sort) -> object:
    title = work.title.casefold()
    return {
        Sort.RELEVANCE: title,
        Sort.TITLE: title,
        Sort.AUTHOR: ([author.casefold() for author in work.authors], title),
        Sort.LENGTH: -work.words,
        Sort.DATE: 0,
        Sort.ADDED: 0,
    }[sort]


@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_values(), _values(), st.sampled_from(["", "mark", "TALE 1", "tale mark", "qqq"]), st.sampled_from(list(Sort)))
def test_a_list_is_what_a_scan_keeps(
    library: Library, filters: Mapping[str, list[str]], exclude: Mapping[str, list[str]], words: str, sort: Sort
) -> None:
    """Words, values of which one holds, values of which none does, in a stable order."""
    expected = [
        work
        for work in library.works()
        if all(word in _listed(work) for word in words.casefold().split())
        and all(any(has_value(work, name, value) for value in values) for name, values in filters.items() if values)
        and not any(has_value(work, name, value) for name, values in exclude.items() for value in values)
    ]
    expected.sort(key=lambda work: _key(work, sort))  # type: ignore[arg-type,return-value]
    assert list(library.works(words, filters=filters, exclude=exclude, sort=sort)) == expected


def test_works_are_those_of_a_search_with_the_same_filters(library: Library) -> None:
    """Every work has the word, so that both find the same, also by the names of one author."""
    for value in VALUES[:6]:
        filters = {"author": [f"={value}", "twain"]}
        found = {hit.work.id for hit in library.hits("lamp in:all", SearchOptions(filters=filters, fold=False))}
        assert {work.id for work in library.works(filters=filters)} == found != set()


def test_places_are_those_of_any_scene(tmp_path: Path) -> None:
    """A work in which somebody speaks, or that has notes."""
    add_works(tmp_path, [spoken_work(seed) for seed in range(4)])
    add_works(tmp_path, [spoken_work(seed) for seed in range(4, 8)])
    assign_speakers(tmp_path)
    with Library.open(tmp_path) as library:
        for filters in ({"speaker": "Lexa"}, {"speaker": ["Lexa", "Abby"]}, {"in": "dialogue"}, {"speaker": "nobody"}):
            condition = " OR ".join(f"speaker:{name}" for name in filters.get("speaker", ())) or "in:dialogue"
            if isinstance(filters.get("speaker"), str):
                condition = f"speaker:{filters['speaker']}"
            found = {hit.work.id for hit in library.hits(condition, SearchOptions(fold=False))}
            assert {work.id for work in library.works(filters=filters)} == found
        assert len(library.works(filters={"in": "notes"})) == 8
        assert library.works(exclude={"in": "story"}, filters={"title": "Tale 1"})[0].title == "Tale 1"


@pytest.mark.parametrize(
    "options",
    [{"sort": "colour"}, {"filters": {"colour": "x"}}, {"exclude": {"words": "many"}}, {"timeout": 0, "sort": "date"}],
)
def test_senseless_options_are_refused(library: Library, options: dict[str, object]) -> None:
    """As those of a search."""
    with pytest.raises(OptionError) as refused:
        library.works(**options)  # type: ignore[arg-type]
    assert refused.value.hint
