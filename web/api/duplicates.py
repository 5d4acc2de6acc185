"""Works that tell the same text: as JSON, and as tables."""

from __future__ import annotations

from flask import Response, jsonify, request

from fabula.search.duplicates.shapes import ROW_COLUMNS, duplicate_rows, group_shape, totals_shape
from fabula.web.downloads import csv_answer, lines_answer
from fabula.web.duplicate_request import requested_duplicates
from .parameters import list_part, list_shape


def list_duplicates() -> Response:
    """The groups, those with the most text to spare first, a page at a time; the totals are of all of them."""
    part = list_part()
    duplicates = requested_duplicates(request.args)
    groups = list(map(group_shape, duplicates.groups[part]))
    return jsonify({**totals_shape(duplicates), **list_shape(part, len(duplicates.groups)), "groups": groups})


def duplicates_table() -> Response:
    return csv_answer("duplicates", ROW_COLUMNS, duplicate_rows(requested_duplicates(request.args)))


def duplicates_lines() -> Response:
    return lines_answer(duplicate_rows(requested_duplicates(request.args)))
