"""The works of a commit that can be counted, also where other parts of its files are damaged."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import NamedTuple

from fabula.index.codec.segment import Segment
from fabula.index.codec.toc import SegmentEntry
from fabula.index.errors import LibraryError
from fabula.index.model import WorkRecord
from .findings import MALFORMED_DATA_ERRORS

_UNREADABLE = (LibraryError, OSError, *MALFORMED_DATA_ERRORS)


class CountableWorks(NamedTuple):
    """The works of some segments.

    by_id      those whose records can be read. Removed ones are not among them, if their commit is known.
    deleted    the number of records of works that were removed or replaced; the next merge drops them.
    uncounted  the names of the files of which a record, or all, cannot be read.
    """

    by_id: dict[str, WorkRecord]
    deleted: int
    uncounted: tuple[str, ...]


def countable_works(files: Path, entries: Iterable[SegmentEntry]) -> CountableWorks:
    """The works of the segments in a table of contents; `files` is the folder of the index."""
    works: dict[str, WorkRecord] = {}
    deleted, uncounted = 0, []
    for entry in entries:
        gone = frozenset(entry.deleted)
        records, is_whole = _records(files / entry.file)
        works.update((record.id, record) for number, record in records.items() if number not in gone)
        deleted += len(gone.intersection(records))
        if not is_whole:
            uncounted.append(entry.file)
    return CountableWorks(works, deleted, tuple(uncounted))


def works_without_table(files: Path) -> CountableWorks:
    """The works of all segments there are, where no table of contents says which of them count."""
    works: dict[str, WorkRecord] = {}
    uncounted = []
    for path in sorted(files.glob("*.seg")):
        records, is_whole = _records(path)
        works.update((record.id, record) for record in records.values())
        if not is_whole:
            uncounted.append(path.name)
    return CountableWorks(works, 0, tuple(uncounted))


def _records(path: Path) -> tuple[dict[int, WorkRecord], bool]:
    """The records that can be read of one segment, by their numbers, and whether these are all."""
    records: dict[int, WorkRecord] = {}
    try:
        segment = Segment(path)
        numbers = range(segment.work_count)
    except _UNREADABLE:
        return records, False
    for number in numbers:
        try:
            records[number] = segment.work(number)
        except _UNREADABLE:
            continue
    return records, len(records) == len(numbers)
