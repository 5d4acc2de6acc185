"""Answers that are tables: CSV as a file, JSON Lines as a stream."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask import Response

from .csv_rows import csv_lines


def csv_answer(name: str, columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> Response:
    """A table that a browser saves as fabula-NAME.csv."""
    response = Response(csv_lines(columns, rows), mimetype="text/csv")
    response.headers["Content-Disposition"] = f'attachment; filename="fabula-{name}.csv"'
    return response


def lines_answer(rows: Iterable[Mapping[str, Any]]) -> Response:
    """One JSON object a line."""

    def lines() -> Iterator[str]:
        for row in rows:
            yield json.dumps(row, ensure_ascii=True) + "\n"

    return Response(lines(), mimetype="application/x-ndjson")
