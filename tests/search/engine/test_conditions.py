"""Conditions on works, and groups of works that meet the same ones."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from fabula.index import Work
from fabula.index.analysis import words
from fabula.index.model import Metadata, WorkRecord
from fabula.search import Library
from fabula.search.engine.conditions import group_works_by_field, meets
from fabula.search.plan import Condition


def _work(title: str = "A Tale", language: str = "en", length: int = 100, **metadata: object) -> WorkRecord:
    return WorkRecord(
        f"id-{title}", title, ("Ann Poe",), Metadata(**metadata), language,  # type: ignore[arg-type]
        "text", "a.txt", "/stories", "", 1, 1, 0, length, 600,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("value", "phrase", "expected"),
    [
        ("Slow Burn", "slow burn", True),
        ("Very Slow Burn", "slow burn", True),
        ("Burn Slow", "slow burn", False),
        ("Slow and Burn", "slow burn", False),
        ("Slow", "slow burn", False),
        ("", "slow", False),
    ],
)
def test_the_words_of_a_value_stand_in_a_row(value: str, phrase: str, expected: bool) -> None:
    """In any case, as in a phrase."""
    assert meets(Condition("tag", terms=tuple(words(phrase))), _work(tags=(value,))) is expected
    assert (f" {phrase} " in f" {value.lower()} ") is expected


def test_a_filter_searches_the_fields_that_it_names() -> None:
    """A tag may be a warning, a category or a series, and a character part of a relationship; but not the reverse."""
    work = _work(warnings=("Death",), categories=("Gen",), more_series=("Lamps",), relationships=("Odo/Mara",))
    for field, term in (("tag", "death"), ("tag", "gen"), ("tag", "lamps"), ("character", "mara")):
        assert meets(Condition(field, terms=(term,)), work)
    assert not meets(Condition("warning", terms=("gen",)), work)
    assert not meets(Condition("relationship", terms=("mara",)), _work(characters=("Mara",)))


@pytest.mark.parametrize(("tag", "wanted", "expected"), [
    ("en", "en", True), ("en-gb", "en", True), ("en", "en-gb", False), ("eng", "en", False), ("en-gb", "en-gb", True),
])  # fmt: skip
def test_a_language_includes_its_regions(tag: str, wanted: str, expected: bool) -> None:
    """But not other languages that begin with the same letters."""
    assert meets(Condition("lang", low=wanted), _work(language=tag)) is expected


@pytest.mark.parametrize("low", ["", "0", "99", "100", "101"])
@pytest.mark.parametrize("high", ["", "99", "100", "101"])
def test_a_range_of_words_includes_both_ends(low: str, high: str) -> None:
    """An empty end is open."""
    expected = (not low or int(low) <= 100) and (not high or int(high) >= 100)
    assert meets(Condition("words", low=low, high=high), _work(length=100)) is expected


@pytest.mark.parametrize(("date", "low", "high", "expected"), [
    ("2017-03-02", "2017", "2017", True), ("2017-03-02", "2017-03", "", True), ("2017-03-02", "", "2017-02", False),
    ("2017-03-02", "2018", "", False), ("", "", "2017", False),
])  # fmt: skip
def test_a_range_of_dates(date: str, low: str, high: str, expected: bool) -> None:
    """A year as the upper end includes all of it; a work without a date meets no range."""
    assert meets(Condition("date", low=low, high=high), _work(published=date)) is expected


def test_the_date_is_that_of_the_last_update() -> None:
    """A work that was only published has that date."""
    work = _work(published="2010", updated="2017")
    assert meets(Condition("date", low="2017"), work)
    assert not meets(Condition("date", high="2010"), work)


def test_an_id_is_compared_whole() -> None:
    """A part of an id is none."""
    assert meets(Condition("work", low="id-A"), _work("A"))
    assert not meets(Condition("work", low="id"), _work("A"))


def test_groups_have_equal_values() -> None:
    """Each work belongs to the group of the first work with the same values."""
    works = [_work(tags=tags) for tags in (("a",), ("b",), ("a",), (), ("b",))]
    groups = group_works_by_field("tag", works)
    assert [groups.examples[number].metadata.tags for number in groups.numbers] == [w.metadata.tags for w in works]
    assert len(groups.examples) == 3


def test_works_of_a_group_meet_the_same_conditions(
    make_work: Callable[..., Work], make_library: Callable[..., Path]
) -> None:
    """Two of three works have the same author, and the group's example speaks for both."""
    authors = [("Ann",), ("Bea", "Ann"), ("Ann",)]
    works = [make_work("Text.", title=f"T{number}", authors=names) for number, names in enumerate(authors)]
    with Library.open(make_library(*works)) as library:
        records = list(library.works())
        groups = group_works_by_field("author", records)
        assert len(groups.examples) == 2 and sorted(groups.numbers.tolist())[-1] == 1
        for name in ("ann", "bea", "cleo"):
            condition = Condition("author", (name,))
            by_group = [meets(condition, groups.examples[number]) for number in groups.numbers]
            assert by_group == [meets(condition, record) for record in records]
