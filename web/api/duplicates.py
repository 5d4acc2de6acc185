"""Works that tell the same text: as JSON, and as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, request

from fabula.search.shapes.duplicates import FILE_COLUMNS, ROW_COLUMNS, duplicate_rows
from fabula.web.duplicates.request import requested_duplicates
from fabula.web.http.links import json_answer
from fabula.web.shown_paths import shows_paths
from fabula.web.tables.downloads import csv_answer, lines_answer
from .answers import DUPLICATES, GroupsPage
from .parameters import list_part, next_part


def list_duplicates() -> Response:
    """The groups, those with the most text to spare first, a page at a time; the totals are of all of them."""
    part = list_part()
    duplicates = requested_duplicates(request.args)
    total = len(duplicates.groups)
    page = GroupsPage(duplicates, total, next_part(part, total), duplicates.groups[part])
    return json_answer(DUPLICATES.of(page, files=shows_paths()))


def duplicates_table() -> Response:
    return csv_answer("duplicates", FILE_COLUMNS if shows_paths() else ROW_COLUMNS, _rows())


def duplicates_lines() -> Response:
    return lines_answer(_rows())


def _rows() -> Iterator[Mapping[str, Any]]:
    return duplicate_rows(requested_duplicates(request.args), files=shows_paths())
