"""Whoosh's view of the documents of a segment: their number, lengths, stored fields and sort keys."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from whoosh.codec.base import PerDocumentReader
from whoosh.columns import ColumnReader

from fabula.index.work_fields import WORK_FIELDS
from .live_segment import LiveSegment
from .schema import WHOLE_FIELDS


class SegmentDocumentReader(PerDocumentReader):  # type: ignore[misc]  # Whoosh has no types
    """Documents are numbered from 0 without holes; deleted scenes are no documents (live_segment.py)."""

    def __init__(self, live: LiveSegment) -> None:
        self._live = live

    def doc_count(self) -> int:
        return len(self._live)

    def doc_count_all(self) -> int:
        return len(self._live)

    def has_deletions(self) -> bool:
        return False

    def is_deleted(self, docnum: int) -> bool:
        return False

    def deleted_docs(self) -> Iterator[int]:
        return iter(())

    def all_doc_ids(self) -> Iterator[int]:
        return iter(range(len(self._live)))

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        field = self._live.fields.get(fieldname)
        return default if field is None else int(field.lengths[docnum])

    def field_length(self, fieldname: str) -> int:
        field = self._live.fields.get(fieldname)
        return 0 if field is None else int(field.lengths.sum())

    def min_field_length(self, fieldname: str) -> int:
        field = self._live.fields.get(fieldname)
        return int(field.lengths.min()) if field is not None and len(self._live) else 0

    def max_field_length(self, fieldname: str) -> int:
        field = self._live.fields.get(fieldname)
        return int(field.lengths.max()) if field is not None and len(self._live) else 0

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        return self._live.stored(docnum)

    def supports_columns(self) -> bool:
        return True

    def has_column(self, fieldname: str) -> bool:
        return fieldname in WorkColumn.NAMES

    def list_columns(self) -> list[str]:
        return list(WorkColumn.NAMES)

    def column_reader(self, fieldname: str, column: Any) -> WorkColumn:
        return WorkColumn(self._live, fieldname)


class WorkColumn(ColumnReader):  # type: ignore[misc]  # Whoosh has no types
    """A column to sort and group documents by: the first value that their work has in a field, in UTF-8."""

    NAMES = ("title", "author", *WHOLE_FIELDS)

    def __init__(self, live: LiveSegment, name: str) -> None:
        self._live, self._name = live, name
        self._reverse = False

    def __len__(self) -> int:
        return len(self._live)

    def __getitem__(self, docnum: int) -> bytes:
        values = WORK_FIELDS[self._name].values(self._live.work(docnum))
        return values[0].encode() if values else b""

    def sort_key(self, docnum: int) -> bytes:
        return self[docnum]

    def load(self) -> list[bytes]:
        return list(self)
