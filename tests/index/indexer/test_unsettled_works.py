"""An unfinished rebuild hands over what the library has in the same file with the same bytes, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from fabula.index import Work, WorkRecord
from fabula.index.indexer.unsettled_works import unsettled_works
from fabula.index.records.work_record import make_record

MakeRecord = Callable[..., WorkRecord]


@pytest.fixture
def make(make_work: Callable[..., Work]) -> MakeRecord:
    def made(identity: str, path: str, digest: str = "d") -> WorkRecord:
        return make_record(replace(make_work("One."), source="/s", path=path, digest=digest), identity, ())

    return made


def by_id(*records: WorkRecord) -> dict[str, WorkRecord]:
    return {record.id: record for record in records}


def test_what_is_as_it_was_is_settled(make: MakeRecord) -> None:
    """Also if its id was mended; a new one, a moved one and one with other bytes are not."""
    before = by_id(make("a", "a.txt"), make("b", "b.txt"), make("c", "c.txt"), make("x.2", "e.txt"))
    staged = by_id(make("a", "a.txt"), make("b", "moved.txt"), make("c", "c.txt", "other"), make("e", "e.txt"))
    assert set(unsettled_works(staged, before)) == {"b", "c"}
    assert set(unsettled_works({**staged, "n": make("n", "new.txt")}, before)) == {"b", "c", "n"}


def test_works_that_changed_their_ids_are_not(make: MakeRecord) -> None:
    """A copy that is in the library may not keep the id of the story."""
    before = by_id(make("a", "a.txt"), make("a.2", "copy.txt"))
    assert set(unsettled_works(by_id(make("a", "copy.txt")), before)) == {"a"}


def test_a_file_is_settled_as_a_whole(make: MakeRecord) -> None:
    """It is read again for one of its works, and gives all of them again."""
    before = by_id(make("a", "many.txt"), make("b", "b.txt"))
    staged = by_id(make("a", "many.txt"), make("b", "many.txt"), make("n", "many.txt"))
    assert unsettled_works(staged, before) == staged


def test_a_library_without_works_takes_all(make: MakeRecord) -> None:
    """So does one of another format, of which nothing is known."""
    assert unsettled_works(by_id(make("a", "a.txt")), {}) == {}
