"""Where matches stand in works: a page as JSON, the chapters of all works as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask import Response, request

from fabula.index.errors import QueryError
from fabula.search.dispersion.results import COLUMNS, DispersionOptions, WorkOrder
from fabula.search.shapes.dispersion import DISPERSION
from fabula.web.http.links import json_answer
from fabula.web.library_handle import open_library
from fabula.web.search_request import filters_of
from fabula.web.searching import find_dispersion
from fabula.web.shown_paths import shows_paths
from fabula.web.tables.downloads import csv_answer, lines_answer
from .parameters import number, text, texts


def list_spreads() -> Response:
    options = replace(
        _options(),
        limit=number("limit"),
        cursor=text("cursor") or None,
        bins=number("bins"),
        positions=number("positions"),
    )
    return json_answer(DISPERSION.of(find_dispersion(_queries(), options), files=shows_paths()))


def spreads_table() -> Response:
    return csv_answer("dispersion", COLUMNS, _rows())


def spreads_lines() -> Response:
    return lines_answer(_rows())


def _rows() -> Iterator[Mapping[str, Any]]:
    """A row for each work, query and chapter. The matches are found here, so that errors have their status."""
    queries = _queries()
    works = open_library().dispersion_works(queries, replace(_options(), bins=1, positions=0))
    return (row for work in works for row in work.rows(queries))


def _queries() -> tuple[str, ...]:
    queries = tuple(texts("q"))
    if not queries:
        raise QueryError("q is missing.", hint="Give it as ?q=…, up to four times.")
    return queries


def _options() -> DispersionOptions:
    """The options that all three have."""
    filters, exclude = filters_of(request.args)
    return DispersionOptions(
        sort=WorkOrder(text("sort")), filters=filters, exclude=exclude, show_hidden=bool(number("hidden"))
    )
