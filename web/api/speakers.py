"""Speakers and their lines: a page as JSON, all of them as tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from flask import Response, request

from fabula.search.pages import MAX_LIMIT
from fabula.search.results import SearchOptions
from fabula.search.shapes.speakers import LINES, SPEAKERS
from fabula.search.speakers.results import LINE_COLUMNS, SPEAKER_COLUMNS, Lines, Speakers
from fabula.web.http.links import json_answer
from fabula.web.library_handle import open_library
from fabula.web.search_request import SearchRequest
from fabula.web.shown_paths import shows_paths
from fabula.web.tables.downloads import csv_answer, lines_answer
from .parameters import number, text

_Rows = Iterator[Mapping[str, Any]]


def list_speakers() -> Response:
    return json_answer(SPEAKERS.of(open_library().speakers(_options(number("limit"))), files=shows_paths()))


def speakers_table() -> Response:
    return csv_answer("speakers", SPEAKER_COLUMNS, _all_rows(open_library().speakers))


def speakers_ndjson() -> Response:
    return lines_answer(_all_rows(open_library().speakers))


def list_lines() -> Response:
    return json_answer(LINES.of(open_library().lines(text("name"), _options(number("limit"))), files=shows_paths()))


def lines_table() -> Response:
    return csv_answer("lines", LINE_COLUMNS, _all_rows(partial(open_library().lines, text("name"))))


def lines_ndjson() -> Response:
    return lines_answer(_all_rows(partial(open_library().lines, text("name"))))


def _options(limit: int) -> SearchOptions:
    return SearchRequest.from_arguments(request.args).options(limit, (), remembered=False)


def _all_rows(ask: Callable[[SearchOptions], Speakers | Lines]) -> _Rows:
    """The rows of all pages. The first page is asked for at once, so that its errors are those of the answer."""
    options = _options(MAX_LIMIT)
    first = ask(options)

    def rows() -> _Rows:
        page = first
        yield from page.rows()
        while page.cursor is not None:
            page = ask(replace(options, cursor=page.cursor))
            yield from page.rows()

    return rows()
