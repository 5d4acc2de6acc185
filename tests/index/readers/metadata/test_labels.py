"""Labelled headers: labels fill the metadata, and prose with a colon is no label."""

from __future__ import annotations

import doctest

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.model import Metadata
from fabula.index.readers.description import Description
from fabula.index.readers.metadata import labels
from fabula.index.readers.metadata.labels import LabelledValue, describe_labels, parse_label
from ....growth import grows_evenly


def test_examples_in_the_documentation_hold() -> None:
    """The examples of the docstrings are true."""
    assert doctest.testmod(labels).failed == 0


def test_labels_fill_the_metadata() -> None:
    """Every label that archives use ends up where it belongs."""
    said = describe_labels(
        [
            LabelledValue("Title", "The Lamp"),
            LabelledValue("Author", "Mara Vell"),
            LabelledValue("Fandoms", "Salt Road, The Ferry"),
            LabelledValue("Relationship", "Odo/Vell"),
            LabelledValue("Characters", "Odo; Vell"),
            LabelledValue("Additional Tags", "Fluff, Angst"),
            LabelledValue("Archive Warning", "Major Character Death"),
            LabelledValue("Category", "F/F"),
            LabelledValue("Rating", "Teen"),
            LabelledValue("Series", "Part 2 of the Salt Cycle"),
            LabelledValue("Stats", "Published: 2019-10-31 Updated: 2020-01-02 Words: 5,629"),
            LabelledValue("Language", "English"),
            LabelledValue("Story URL", "https://archiveofourown.org/works/7"),
            LabelledValue("Summary", "A lamp\nis lit."),
        ]
    )
    assert said == Description(
        "The Lamp",
        ("Mara Vell",),
        Metadata(
            language="en",
            fandoms=("Salt Road", "The Ferry"),
            relationships=("Odo/Vell",),
            characters=("Odo", "Vell"),
            tags=("Fluff", "Angst"),
            warnings=("Major Character Death",),
            categories=("F/F",),
            rating="Teen",
            series="Salt Cycle",
            series_number="2",
            stated_words=5_629,
            published="2019-10-31",
            updated="2020-01-02",
            summary="A lamp is lit.",
            address="https://archiveofourown.org/works/7",
        ),
    )


def test_a_category_is_a_fandom_where_sites_call_it_so() -> None:
    """FanFicFare and fanfiction.net file by category what others call fandom; "F/F" is a category anywhere."""
    packaged = LabelledValue("Packaged", "2020-01-01")
    assert describe_labels([LabelledValue("Category", "Salt Road"), packaged]).metadata.fandoms == ("Salt Road",)
    assert describe_labels([LabelledValue("Category", "F/F"), packaged]).metadata.categories == ("F/F",)
    assert describe_labels([LabelledValue("Category", "Salt Road")]).metadata.categories == ("Salt Road",)
    assert describe_labels([LabelledValue("AO3 Categories", "F/M"), packaged]).metadata.categories == ("F/M",)


@given(st.text(max_size=200), st.sampled_from(["Rated: ", "Stats: ", "Series: Part 1 of ", "Words: ", "Fandom: "]))
def test_any_value_is_described(value: str, label: str) -> None:
    """No text under a label makes the header fail, and every value has its type."""
    if pair := parse_label(label + value):
        metadata = describe_labels([pair]).metadata
        assert isinstance(metadata.stated_words, int)
        assert all(isinstance(name, str) and name for name in (*metadata.fandoms, *metadata.more_series))


@pytest.mark.parametrize(
    "line",
    ["He said: no", "Well: it was late", "10:30", "http://x.org", "Comments: none", "Hits: the road", "“Title: what?”"],
)
def test_prose_with_a_colon_is_no_label(line: str) -> None:
    """Only words that headers use are labels."""
    assert parse_label(line) is None


@pytest.mark.parametrize("unit", [" - ", "Part 1 of a, ", ", ", "Words: 1 ", "[a, b] ", "a/", " \n", "12,345"])
@pytest.mark.parametrize("label", ["Rated", "Stats", "Series", "Fandoms", "Genre", "Words", "Language"])
def test_hostile_values_are_described_in_bounded_time(label: str, unit: str) -> None:
    """A header's line of a megabyte takes a moment."""
    assert grows_evenly(lambda times: describe_labels([LabelledValue(label, unit * times)]), 100_000)
