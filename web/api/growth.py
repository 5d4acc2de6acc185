"""How the library has grown: as JSON, and as a table."""

from __future__ import annotations

from flask import Response, jsonify

from fabula.index.reports.growth_file import GrowthPoint
from fabula.search.shapes.libraries import GROWTH
from fabula.web.library_handle import open_library
from fabula.web.tables.downloads import csv_answer


def show_growth() -> Response:
    return jsonify(GROWTH.of(open_library().growth()))


def growth_table() -> Response:
    return csv_answer("growth", GrowthPoint._fields, map(GrowthPoint._asdict, open_library().growth()))
