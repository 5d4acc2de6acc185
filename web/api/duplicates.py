"""Works that tell the same text: as JSON, and as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask import Response, request

from fabula.search.duplicates.shapes import FILE_COLUMNS, ROW_COLUMNS, duplicate_rows, group_shape, totals_shape
from fabula.web.duplicates.request import requested_duplicates
from fabula.web.http.links import json_answer
from fabula.web.shown_paths import shows_paths
from fabula.web.tables.downloads import csv_answer, lines_answer
from .parameters import list_part, list_shape


def list_duplicates() -> Response:
    """The groups, those with the most text to spare first, a page at a time; the totals are of all of them."""
    part = list_part()
    duplicates = requested_duplicates(request.args)
    groups = [group_shape(group, files=shows_paths()) for group in duplicates.groups[part]]
    return json_answer({**totals_shape(duplicates), **list_shape(part, len(duplicates.groups)), "groups": groups})


def duplicates_table() -> Response:
    return csv_answer("duplicates", FILE_COLUMNS if shows_paths() else ROW_COLUMNS, _rows())


def duplicates_lines() -> Response:
    return lines_answer(_rows())


def _rows() -> Iterator[Mapping[str, Any]]:
    return duplicate_rows(requested_duplicates(request.args), files=shows_paths())
