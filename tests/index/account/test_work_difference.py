"""What differs between a work before and after a run."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from fabula.index import Metadata, WorkRecord
from fabula.index.account.work_difference import differences

WORK = WorkRecord("x", "Lamp", ("Ann",), Metadata(), "en", "text", "a.txt", "/s", "1", 0, 1, 0, 4, 17)


def test_a_work_that_is_the_same() -> None:
    """Nothing, or its file alone where other bytes make the same work."""
    assert differences(WORK, WORK) == ()
    assert differences(WORK, replace(WORK, digest="2"), same_text=True) == ("file",)


def test_text_is_known_by_comparing_it_or_else_by_its_counts() -> None:
    """Other bytes without any other difference are a change of the text, if nobody compared it."""
    assert differences(WORK, replace(WORK, digest="2"), same_text=False) == ("text",)
    assert differences(WORK, replace(WORK, digest="2", words=5)) == ("text",)
    assert differences(WORK, replace(WORK, digest="2")) == ("text",)
    tagged = replace(WORK, digest="2", metadata=Metadata(tags=("sea",)))
    assert differences(WORK, tagged) == ("tags",)


def test_several_differences_have_an_order() -> None:
    """The text first, the path last, each named once."""
    after = replace(
        WORK,
        title="Lamps",
        authors=("Ann", "Bo"),
        path="b.txt",
        metadata=Metadata(series="Lights", series_number="2", published="2020", updated="2021"),
    )
    assert differences(WORK, after, same_text=False) == ("text", "title", "authors", "series", "date", "path")


@pytest.mark.parametrize("name", [field.name for field in fields(Metadata)])
def test_every_field_of_the_metadata_counts(name: str) -> None:
    """But how the title was found, and the language that the format states: the record has its own."""
    value: Any = {str: "2", int: 2, tuple: ("2",)}[type(getattr(Metadata(), name))]
    after = replace(WORK, metadata=replace(Metadata(), **{name: value}))
    assert bool(differences(WORK, after)) == (name not in ("title_source", "language"))
