"""The works of a commit that can be counted, also where other parts of its files are damaged."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from fabula.index.codec.segment import Segment
from fabula.index.codec.toc import Toc
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


def countable_works(files: Path, toc: Toc | None) -> CountableWorks:
    """The works of the segments in a table of contents; without one, of all segments in `files`, the index's folder."""
    if toc is None:
        gone_by_file = {path.name: frozenset[int]() for path in sorted(files.glob("*.seg"))}
    else:
        gone_by_file = {entry.file: frozenset(entry.deleted) for entry in toc.segments}
    works: dict[str, WorkRecord] = {}
    deleted, uncounted = 0, []
    for file, gone in gone_by_file.items():
        records, is_whole = _records(files / file)
        works.update((record.id, record) for number, record in records.items() if number not in gone)
        deleted += len(gone.intersection(records))
        if not is_whole:
            uncounted.append(file)
    return CountableWorks(works, deleted, tuple(uncounted))


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
