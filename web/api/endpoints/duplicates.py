"""Works that tell the same text."""

from __future__ import annotations

from fabula.search.duplicates.min_share import DEFAULT_MIN_SHARE, LEAST_MIN_SHARE
from fabula.web.api.answers import DUPLICATES, LINES, TABLE
from .endpoint import Endpoint, Parameter, Tag
from .parameters import SHOW_HIDDEN, WORK_WORDS, pages

_WHICH = (
    Parameter(
        "q",
        "Only groups that have a work with each of these words in title, authors, fandoms, series or tags.",
        schema=WORK_WORDS.schema,
    ),
    Parameter(
        "min_share",
        "How much of a work's words another must have.",
        schema={"type": "number", "minimum": LEAST_MIN_SHARE, "maximum": 1, "default": DEFAULT_MIN_SHARE},
    ),
    SHOW_HIDDEN,
)

DUPLICATE_ENDPOINTS = (
    Endpoint(
        "duplicates",
        "/api/v1/duplicates",
        "Group works that tell the same text",
        DUPLICATES,
        (*_WHICH, *pages("groups")),
        tag=Tag.DUPLICATES,
    ),
    Endpoint(
        "duplicates-csv",
        "/api/v1/duplicates.csv",
        "All works of all groups as a table",
        TABLE,
        _WHICH,
        media="text/csv",
        tag=Tag.DUPLICATES,
    ),
    Endpoint(
        "duplicates-ndjson",
        "/api/v1/duplicates.ndjson",
        "The same table, a JSON object a line",
        LINES,
        _WHICH,
        media="application/x-ndjson",
        tag=Tag.DUPLICATES,
    ),
)
