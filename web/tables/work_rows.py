"""The works of a library as a table with all that it knows of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from typing import Any

from fabula.index.model import Metadata, WorkRecord
from fabula.index.reports.work_dates import WorkDates

# Names that would say something else beside the others: the language of the record may be detected, that of the
# metadata is the format's; JSON calls the reader the format.
_RECORD_NAMES = {"reader": "format"}
_METADATA_NAMES = {"language": "stated_language"}
_RECORD = {field.name: _RECORD_NAMES.get(field.name, field.name) for field in fields(WorkRecord)}
_METADATA = {field.name: _METADATA_NAMES.get(field.name, field.name) for field in fields(Metadata)}
del _RECORD["metadata"], _RECORD["file"]

WORK_COLUMNS = (*_RECORD.values(), "changed", *_METADATA.values())
# These say where each file is on this machine, too.
FILE_COLUMNS = (*WORK_COLUMNS, "file")


def work_rows(
    works: Iterable[WorkRecord], dates: Mapping[str, WorkDates], *, files: bool = False
) -> Iterator[Mapping[str, Any]]:
    """A row for each work, by column: those of FILE_COLUMNS with `files`, else of WORK_COLUMNS.

    `dates` are of its id; a record of an older library has none of its own.
    """
    for work in works:
        known = dates.get(work.id, WorkDates())
        yield {
            **{name: getattr(work, field) for field, name in _RECORD.items()},
            **{name: getattr(work.metadata, field) for field, name in _METADATA.items()},
            "added": work.added or known.added,
            "changed": known.changed,
            **({"file": work.file} if files else {}),
        }
