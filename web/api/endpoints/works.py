"""Works and their scenes."""

from __future__ import annotations

from fabula.search.results import Sort
from fabula.search.shapes.works import SCENE
from fabula.web.api.answers import LINES, SHOWN_WORK, TABLE, WORKS
from fabula.web.work_list import WORK_SORTS
from .endpoint import Endpoint, Tag
from .parameters import FILTERS, SHOW_HIDDEN, WORK_WORDS, choice, identifier, pages

_WHICH = (
    WORK_WORDS,
    choice("sort", "The order of works.", [str(sort) for sort in WORK_SORTS], str(Sort.TITLE)),
    *FILTERS,
    SHOW_HIDDEN,
)

WORK_ENDPOINTS = (
    Endpoint(
        "works", "/api/v1/works", "List the works", WORKS, (*_WHICH, *pages("works")), (400, 410, 503), tag=Tag.WORKS
    ),
    Endpoint("works-csv", "/api/v1/works.csv", "All works as a table", TABLE, _WHICH, media="text/csv", tag=Tag.WORKS),
    Endpoint(
        "works-ndjson",
        "/api/v1/works.ndjson",
        "The same table, a JSON object a line",
        LINES,
        _WHICH,
        media="application/x-ndjson",
        tag=Tag.WORKS,
    ),
    Endpoint(
        "work",
        "/api/v1/works/<work_id>",
        "One work and its scenes",
        SHOWN_WORK,
        (identifier("work_id", "The work's id."),),
        (404, 503),
        tag=Tag.WORKS,
    ),
    Endpoint(
        "scene",
        "/api/v1/scenes/<scene_id>",
        "One scene with its text",
        SCENE,
        (identifier("scene_id", "The scene's id."),),
        (404, 503),
        tag=Tag.WORKS,
    ),
)
