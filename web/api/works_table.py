"""All works of a list as a table, with everything that the library knows of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, request

from fabula.web.downloads import csv_answer, lines_answer
from fabula.web.library_handle import open_library
from fabula.web.work_list import filter_works
from fabula.web.work_rows import WORK_COLUMNS, work_rows


def works_table() -> Response:
    return csv_answer("works", WORK_COLUMNS, _rows())


def works_lines() -> Response:
    return lines_answer(_rows())


def _rows() -> Iterator[Mapping[str, Any]]:
    library = open_library()
    return work_rows(filter_works(library.works(), request.args.get("q", "")), library.work_dates())
