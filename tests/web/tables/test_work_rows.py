"""A table of works has all that the library knows of them."""

from __future__ import annotations

from dataclasses import fields, replace

from fabula.index.model import Metadata, WorkRecord
from fabula.index.reports.work_dates import WorkDates
from fabula.web.tables.work_rows import FILE_COLUMNS, WORK_COLUMNS, work_rows


def test_every_field_has_a_column() -> None:
    """Those of the record and of its metadata, each once, with the value that is its own."""
    metadata = Metadata(language="en-gb", tags=("a", "b"), summary="Two keepers.", identifier="urn:1", updated="2020")
    work = WorkRecord("id", "Lamp", ("Ada",), metadata, "en", "epub", "a.epub", "/s", "00ff", 1, 2, 3, 4, 5)
    (row,) = work_rows([work], {})
    assert set(row) == set(WORK_COLUMNS)
    assert len(set(FILE_COLUMNS)) == len(FILE_COLUMNS) == len(fields(WorkRecord)) + len(fields(Metadata))
    (row,) = work_rows([replace(work, file="/s/a.epub")], {}, files=True)
    assert set(row) == set(FILE_COLUMNS) == {*WORK_COLUMNS, "file"} and row["file"] == "/s/a.epub"
    assert (row["format"], row["language"], row["stated_language"], row["digest"]) == ("epub", "en", "en-gb", "00ff")
    assert (row["tags"], row["identifier"], row["updated"], row["size"]) == (("a", "b"), "urn:1", "2020", 5)


def test_dates() -> None:
    """The record says when the work came; of an older library's works the reports do."""
    work = WorkRecord("id", "", (), Metadata(), "und", "", "", "", "", 1, 1, 0, 1, 1, added="2020")
    for record, added in ((work, "2020"), (replace(work, added=""), "2021")):
        (row,) = work_rows([record], {"id": WorkDates("2021", "2022")})
        assert (row["added"], row["changed"]) == (added, "2022")
