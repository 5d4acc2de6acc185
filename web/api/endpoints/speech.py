"""Who speaks, and what they say."""

from __future__ import annotations

from fabula.search.shapes.speakers import LINES, SPEAKERS
from fabula.web.api import answers
from fabula.web.search_request import EDITIONS
from .endpoint import Endpoint, Parameter, Tag
from .parameters import FILTERS, SHOW_HIDDEN, choice, pages

_MAX_NAME = 200
_NAME = Parameter(
    "name",
    "One of the character's names, or a part of it.",
    required=True,
    schema={"type": "string", "minLength": 1, "maxLength": _MAX_NAME, "pattern": r"\S", "format": "query"},
    example="Lexa",
)
_EDITIONS = choice(
    "editions", "Whether a scene that several works tell counts once, or for each.", list(EDITIONS), EDITIONS[0]
)
_OF_SPEAKERS = (*FILTERS, SHOW_HIDDEN, _EDITIONS)
_OF_LINES = (_NAME, *_OF_SPEAKERS)
_CSV, _NDJSON = "text/csv", "application/x-ndjson"
_PAGED = (400, 410, 503)

SPEECH_ENDPOINTS = (
    Endpoint(
        "speakers",
        "/api/v1/speakers",
        "Who speaks, those who say most first",
        SPEAKERS,
        (*pages("speakers"), *_OF_SPEAKERS),
        _PAGED,
        tag=Tag.SPEECH,
    ),
    Endpoint(
        "speakers-csv",
        "/api/v1/speakers.csv",
        "All speakers as a table",
        answers.TABLE,
        _OF_SPEAKERS,
        media=_CSV,
        tag=Tag.SPEECH,
    ),
    Endpoint(
        "speakers-ndjson",
        "/api/v1/speakers.ndjson",
        "The same table, a JSON object a line",
        answers.LINES,
        _OF_SPEAKERS,
        media=_NDJSON,
        tag=Tag.SPEECH,
    ),
    Endpoint(
        "lines",
        "/api/v1/lines",
        "All that a character says, in order",
        LINES,
        (_NAME, *pages("lines"), *_OF_SPEAKERS),
        _PAGED,
        tag=Tag.SPEECH,
    ),
    Endpoint(
        "lines-csv",
        "/api/v1/lines.csv",
        "All lines of a character as a table",
        answers.TABLE,
        _OF_LINES,
        media=_CSV,
        tag=Tag.SPEECH,
    ),
    Endpoint(
        "lines-ndjson",
        "/api/v1/lines.ndjson",
        "The same table, a JSON object a line",
        answers.LINES,
        _OF_LINES,
        media=_NDJSON,
        tag=Tag.SPEECH,
    ),
)
