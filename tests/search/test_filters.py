"""Filters narrow every query to what a scan over its hits keeps."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fabula.index import Work, add_works
from fabula.index.array_types import I64, Mask
from fabula.index.errors import OptionError
from fabula.index.model import WorkRecord
from fabula.search import FACETS, Library, SearchOptions
from fabula.search.engine.evaluate import Evaluation
from fabula.search.plan import Part
from .labelled_stories import VALUES, has_value, own_values, random_library
from .spoken_stories import Allowed, assign_speakers, in_narration, said_by, spoken_scenes, spoken_work
from .spoken_stories import has_phrase as says_phrase

# The names of authors that are one person's are one value, whose links test_facets.py follows.
FIELDS = ("fandom", "relationship", "character", "tag", "rating", "warning", "category", "series", "lang")
WORDS = ("Mark", "Mark Twain", "曹雪芹", "Café", "M-A-R-K", "Достоевский")

Values = Mapping[str, list[str]]


@pytest.fixture(scope="module")
def library(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("filters") / "library"
    random_library(folder, 7)
    with Library.open(folder) as opened:
        yield opened


def _values() -> st.SearchStrategy[dict[str, list[str]]]:
    texts = st.sampled_from([*WORDS, *(f"={value}" for value in VALUES if value[0] not in '"“')])
    languages = st.sampled_from(["en", "en-gb", "fr", "=en", "=fr", "de"])
    some = {name: st.lists(languages if name == "lang" else texts, max_size=3) for name in FIELDS}
    return st.fixed_dictionaries({}, optional=some)


def _holds(work: WorkRecord, filters: Values, exclude: Values) -> bool:
    wanted = all(any(has_value(work, name, value) for value in values) for name, values in filters.items() if values)
    return wanted and not any(has_value(work, name, value) for name, values in exclude.items() for value in values)


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_values(), _values(), st.sampled_from(["the lamp", '"lamp was lit" OR twice', "l?mp -once", "thanks in:notes"]))
def test_filters_keep_what_a_scan_keeps(library: Library, filters: Values, exclude: Values, query: str) -> None:
    """Of the values of a field one holds, of those that are excluded none; all fields together."""
    everything = library.search(query, SearchOptions(limit=1_000, fold=False))
    found = library.search(query, SearchOptions(limit=1_000, fold=False, filters=filters, exclude=exclude))
    expected = [hit.scene.id for hit in everything if _holds(hit.work, filters, exclude)]
    assert [hit.scene.id for hit in found] == expected
    assert found.total == len(expected)


FACET_QUERIES = (
    "the lamp lit",
    "ferry",
    '"lamp was lit" OR twice',
    "lamp in:all",
    "l?mp -once",
    "lit nobdy",
    "lit whales",
)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(_values(), _values(), st.sampled_from(FACET_QUERIES), st.sampled_from([None, "Mark", "=Mark Twain", "曹雪芹"]))
def test_a_facet_leaves_out_the_choice_of_its_own_field(
    library: Library, filters: Values, exclude: Values, query: str, author: str | None
) -> None:
    """It counts what is found under all other filters; the answer itself is the same with facets and without."""
    filters = filters if author is None else {**filters, "author": [author, "Poe"]}
    options = SearchOptions(limit=1_000, fold=False, filters=filters, exclude=exclude)
    counted = library.search(query, replace(options, facets=FACETS))
    plain = library.search(query, options)
    assert [(hit.scene.id, hit.match, hit.score) for hit in counted] == [
        (hit.scene.id, hit.match, hit.score) for hit in plain
    ]
    assert (counted.total, counted.explanation) == (plain.total, plain.explanation)
    for name in FACETS:
        others = {field: values for field, values in filters.items() if field != name}
        under_others = library.search(query, replace(options, filters=others, facets=(name,)))
        assert counted.facets[name] == under_others.facets[name], name
        if name != "author":
            expected = Counter(value for hit in under_others for value in own_values(hit.work, name))
            assert {count.value: count.count for count in counted.facets[name]} == expected, name


def test_a_choice_costs_no_second_evaluation(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each segment is asked once for each tier, whatever is chosen and counted."""
    asked: list[object] = []
    original = Evaluation.scenes

    def scenes(evaluation: Evaluation, part: Part, universe: Mask) -> I64:
        asked.append(part)
        return original(evaluation, part, universe)

    monkeypatch.setattr(Evaluation, "scenes", scenes)
    chosen = SearchOptions(filters={"tag": ["Mark", "Café"], "lang": "en"})
    assert library.search("lamp was lit", chosen).total
    plain = len(asked)
    library.search("lamp was lit", replace(chosen, facets=("tag", "lang", "author")))
    assert 0 < len(asked) - plain <= plain


@pytest.mark.parametrize(
    ("filters", "exclude", "titles"),
    [
        ({"words": ["1", "3..4"]}, {}, {"1", "3", "4"}),
        ({"words": "=2"}, {}, {"2"}),
        ({"words": ">1"}, {"words": ["3", ">=4"]}, {"2"}),
        ({"date": ["2011", "2013-05.."]}, {}, {"1", "3", "4"}),
        ({"date": "=2013"}, {}, {"3"}),
        ({}, {"date": "2012.."}, {"1"}),
    ],
)
def test_ranges(
    make_library: Callable[..., Path],
    make_work: Callable[..., Work],
    filters: Mapping[str, str | list[str]],
    exclude: Mapping[str, str | list[str]],
    titles: set[str],
) -> None:
    """Several ranges are one or the other, and a range is excluded like a value."""
    works = [make_work(" ".join(["lamp"] * n), title=str(n), published=f"201{n}-06-01") for n in range(1, 5)]
    with Library.open(make_library(*works)) as library:
        found = library.search("lamp", SearchOptions(filters=filters, exclude=exclude, fold=False))
        assert {hit.work.title for hit in found} == titles


@pytest.fixture(scope="module")
def spoken(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Library]:
    folder = tmp_path_factory.mktemp("spoken") / "library"
    add_works(folder, [spoken_work(seed) for seed in range(8)])
    assign_speakers(folder)
    with Library.open(folder) as opened:
        yield opened


@pytest.mark.parametrize(
    ("filters", "allowed"),
    [
        ({"speaker": ["Lexa", "Clarke"]}, said_by(1, 2)),
        ({"speaker": ["Lexa", "Abby", "nobody"]}, said_by(1, 3)),
        ({"speaker": ["Clarke", "Lexa"], "in": "dialogue"}, said_by(1, 2)),
        ({"speaker": ["Lexa", "Clarke"], "in": "narration"}, lambda _: False),
        ({"in": ["dialogue", "narration"]}, lambda _: True),
        ({"in": "narration"}, in_narration),
        ({"in": "=narration", "speaker": []}, in_narration),
        ({"in": ["narration", "story"]}, in_narration),
    ],
)
@pytest.mark.parametrize("text", ["you", "my", "cat's"])
def test_words_are_said_by_one_of_the_speakers(
    spoken: Library, filters: Mapping[str, str | list[str]], allowed: Allowed, text: str
) -> None:
    """A filter by speakers binds the words, as `speaker:` does, and the marks lie in what they say."""
    options = SearchOptions(limit=1_000, filters=filters, fold=False)
    scenes = [scene for work in spoken.works() for scene in spoken_scenes(spoken.scenes(work.id))]
    matches = says_phrase(text, allowed)
    found = spoken.search(f'"{text}"', options)
    assert {hit.scene.id for hit in found} == {scene.id for scene in scenes if matches(scene)}
    assert all(hit.matches for hit in found)


def test_scenes_in_which_somebody_speaks_are_excluded(spoken: Library) -> None:
    """Like `-speaker:` beside prose, each by itself."""
    excluded = SearchOptions(limit=1_000, exclude={"speaker": ["Lexa", "Clarke"]}, fold=False)
    found = spoken.search("you", excluded)
    typed = spoken.search("you -speaker:Lexa -speaker:Clarke", SearchOptions(limit=1_000, fold=False))
    assert 0 < found.total < spoken.search("you").total
    assert [hit.scene.id for hit in found] == [hit.scene.id for hit in typed]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"filters": {"colour": "red"}}, "colour"),
        ({"exclude": {"colour": "red"}}, "colour"),
        ({"filters": {"author": 7}}, "author"),
        ({"filters": {"author": ["Poe", None]}}, "author"),
        ({"filters": {"author": b"Poe"}}, "author"),
        ({"filters": {7: "Poe"}}, "int"),
        ({"filters": "author"}, "str"),
        ({"exclude": ["author"]}, "list"),
        ({"filters": {"author": ["Poe", " "]}}, "author"),
        ({"filters": {"words": ["many"]}}, "many"),
        ({"filters": {"tag": [f"tag {n}" for n in range(101)]}}, "101"),
    ],
)
def test_senseless_filters_are_refused(library: Library, options: dict[str, Any], message: str) -> None:
    """With the field or the value that makes no sense, and what to do."""
    with pytest.raises(OptionError, match=message) as refused:
        library.search("lamp", SearchOptions(**options))
    assert refused.value.hint


@pytest.mark.parametrize(
    ("wanted", "excluded", "typed"),
    [
        (["notes", "dialogue"], [], "you in:notes in:dialogue"),
        (["all", "narration"], [], "you in:all in:narration"),
        (["all"], ["notes"], "you in:story"),
        ([], ["story"], "you in:notes"),
        ([], ["dialogue"], "you in:narration"),
        (["story", "notes"], ["narration"], "you in:all in:dialogue"),
        ([], ["notes", "story"], ""),
        ([], ["all"], ""),
        (["story"], ["=story"], ""),
        (["dialogue"], ["dialogue"], ""),
        ([], ["dialogue", "narration"], ""),
    ],
)
def test_places_are_two_choices(spoken: Library, wanted: list[str], excluded: list[str], typed: str) -> None:
    """Which scenes, and which words of them; what leaves nothing of either finds nothing."""
    options = SearchOptions(1_000, fold=False)
    for query in ("you", "you OR you"):
        found = spoken.search(query, replace(options, filters={"in": wanted}, exclude={"in": excluded}))
        expected = spoken.search(typed, options).hits if typed else ()
        assert [hit.scene.id for hit in found] == [hit.scene.id for hit in expected]
        assert found.total or found.explanation.missing


def test_a_kind_may_be_asked_for_and_the_other_excluded(library: Library) -> None:
    """Which is the same as either of them."""
    for filters in ({}, {"in": "story"}, {"in": "all"}, {"in": ["story", "notes"]}):
        found = library.search("lamp", SearchOptions(filters=filters, exclude={"in": "notes"}))
        assert found.total == library.search("lamp in:story").total


def test_a_field_without_values_does_not_filter(library: Library) -> None:
    """So that a list may be filled or not."""
    chosen = SearchOptions(filters={"tag": [], "author": ()}, exclude={"lang": []})
    assert library.search("lamp", chosen).total == library.search("lamp").total
