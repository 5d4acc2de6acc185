"""Matches with the words around them: a page as JSON, all of them as tables."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from flask import Response, request

from fabula.search.concordance.results import LINE_COLUMNS, ConcordanceOptions, line_row
from fabula.search.shapes.concordance import CONCORDANCE
from fabula.web.http.links import json_answer
from fabula.web.library_handle import open_library
from fabula.web.search_request import EDITIONS, filters_of
from fabula.web.searching import find_concordance, hand_over_above
from fabula.web.shown_paths import shows_paths
from fabula.web.tables.downloads import csv_answer, lines_answer
from .parameters import number, text

# Reading the texts around a match takes so long; a million of them take a minute.
_SECONDS_A_LINE = 50e-6


def list_matches() -> Response:
    options = replace(
        _options(),
        limit=number("limit"),
        cursor=text("cursor") or None,
        sort=tuple(filter(None, text("sort").split(","))),
        group=text("group"),
    )
    return json_answer(CONCORDANCE.of(find_concordance(text("q"), options), files=shows_paths()))


def matches_table() -> Response:
    return csv_answer("concordance", LINE_COLUMNS, _rows())


def matches_lines() -> Response:
    return lines_answer(_rows())


def _rows() -> Iterator[Mapping[str, Any]]:
    """All lines in reading order. The matches are found here, so that errors have their status."""
    query, options = text("q"), _options()
    found = find_concordance(query, replace(options, limit=0))
    hand_over_above(found.total * _SECONDS_A_LINE)
    return map(line_row, open_library().concordance_lines(query, options))


def _options() -> ConcordanceOptions:
    """The options that all three have."""
    filters, exclude = filters_of(request.args)
    return ConcordanceOptions(
        context=number("context"),
        filters=filters,
        exclude=exclude,
        fold=text("editions") == EDITIONS[0],
        show_hidden=bool(number("hidden")),
    )
