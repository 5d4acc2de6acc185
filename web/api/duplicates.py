"""Works that tell the same text: as JSON, and as tables."""

from __future__ import annotations

from flask import Response, jsonify, request

from fabula.search.duplicates.shapes import ROW_COLUMNS, duplicate_rows, group_shape, totals_shape
from fabula.web.downloads import csv_answer, lines_answer
from fabula.web.duplicate_request import requested_duplicates
from .parameters import number

MAX_GROUPS = 1_000


def list_duplicates() -> Response:
    """The groups, those with the most text to spare first, a page at a time; the totals are of all of them."""
    limit, start = number("limit", 100, 1, MAX_GROUPS), number("cursor", 0, 0, 10**9)
    duplicates = requested_duplicates(request.args)
    end = start + limit
    return jsonify(
        {
            **totals_shape(duplicates),
            "total": len(duplicates.groups),
            "cursor": str(end) if end < len(duplicates.groups) else None,
            "groups": list(map(group_shape, duplicates.groups[start:end])),
        }
    )


def duplicates_table() -> Response:
    return csv_answer("duplicates", ROW_COLUMNS, duplicate_rows(requested_duplicates(request.args)))


def duplicates_lines() -> Response:
    return lines_answer(duplicate_rows(requested_duplicates(request.args)))
