"""All works of a list as a table, with everything that the library knows of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, request

from fabula.web.library_handle import open_library
from fabula.web.shown_paths import shows_paths
from fabula.web.tables.downloads import csv_answer, lines_answer
from fabula.web.tables.work_rows import FILE_COLUMNS, WORK_COLUMNS, work_rows
from fabula.web.work_list import listed_works


def works_table() -> Response:
    return csv_answer("works", FILE_COLUMNS if shows_paths() else WORK_COLUMNS, _rows())


def works_lines() -> Response:
    return lines_answer(_rows())


def _rows() -> Iterator[Mapping[str, Any]]:
    library = open_library()
    return work_rows(listed_works(library, request.args), library.work_dates(), files=shows_paths())
