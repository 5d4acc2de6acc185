"""Ids name the same work and scene after every re-export."""

from __future__ import annotations

from dataclasses import replace

from fabula.index import Block, BlockKind, Chapter, Metadata, Work
from fabula.index.identity import numbered, work_id

WORK = Work("The Tale: A Story", ("Ann Author",), (Chapter((Block(BlockKind.PARAGRAPH, "Text."),)),), path="a/b.txt")


def test_the_first_thing_known_names_the_work() -> None:
    """Address before identifier before title and authors before path."""
    by_title = work_id(WORK)
    assert work_id(replace(WORK, path="moved.txt")) == by_title
    assert work_id(replace(WORK, title="The tale — a story", authors=("ANN AUTHOR",))) == by_title
    with_identifier = replace(WORK, metadata=Metadata(identifier="urn:1"))
    assert work_id(with_identifier) != by_title
    assert work_id(replace(with_identifier, title="Renamed")) == work_id(with_identifier)
    with_address = replace(WORK, metadata=Metadata(identifier="urn:1", address="http://archiveofourown.org/works/5"))
    assert work_id(with_address) == work_id(
        replace(WORK, metadata=Metadata(address="https://archiveofourown.org/works/5/chapters/7"))
    )
    assert work_id(replace(WORK, authors=())) != work_id(replace(WORK, authors=(), path="moved.txt"))


def test_taken_ids_get_numbers() -> None:
    """The second of an id is .2, the third .3."""
    assert numbered("a", set()) == "a"
    assert numbered("a", {"a"}) == "a.2"
    assert numbered("a", ["a", "a.2"]) == "a.3"
