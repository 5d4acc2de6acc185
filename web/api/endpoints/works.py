"""Works and their scenes."""

from __future__ import annotations

from fabula.search.shapes.works import SCENE
from fabula.web.api.answers import LINES, SHOWN_WORK, TABLE, WORKS
from .endpoint import Endpoint, Tag
from .parameters import WORK_WORDS, identifier, pages

WORK_ENDPOINTS = (
    Endpoint(
        "works", "/api/v1/works", "List the works", WORKS, (WORK_WORDS, *pages("works")), (400, 410, 503), tag=Tag.WORKS
    ),
    Endpoint(
        "works-csv", "/api/v1/works.csv", "All works as a table", TABLE, (WORK_WORDS,), media="text/csv", tag=Tag.WORKS
    ),
    Endpoint(
        "works-ndjson",
        "/api/v1/works.ndjson",
        "The same table, a JSON object a line",
        LINES,
        (WORK_WORDS,),
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
