"""The table of the HTTP API, from which its routes and its OpenAPI document are made."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, Literal

from fabula.index.shapes import Shape
from fabula.search.duplicates.results import DEFAULT_MIN_SHARE, LEAST_MIN_SHARE
from fabula.search.results import Sort
from fabula.search.shapes.answers import QUOTE_ANSWER
from fabula.search.shapes.libraries import GROWTH, STATS
from fabula.search.shapes.works import SCENE
from fabula.search.syntax import MAX_QUERY
from fabula.search.syntax.fields import FIELDS, is_exact_value
from . import answers


@dataclass(frozen=True, slots=True)
class Parameter:
    """A parameter. `schema` is JSON Schema, for each value if there may be `many`."""

    name: str
    description: str
    place: Literal["path", "query"] = "query"
    required: bool = False
    schema: dict[str, Any] = field(default_factory=lambda: {"type": "string"})
    many: bool = False


@dataclass(frozen=True, slots=True)
class Endpoint:
    """An address. `rule` is Werkzeug's, `answer` is the shape of the answer, `errors` are the statuses of errors.

    media  the type of the answer; errors are problem details always.
    """

    name: str
    rule: str
    summary: str
    answer: Shape
    parameters: tuple[Parameter, ...] = ()
    errors: tuple[int, ...] = (400, 503)
    media: str = "application/json"


def _query(description: str) -> Parameter:
    schema = {"type": "string", "minLength": 1, "maxLength": MAX_QUERY}
    return Parameter("q", description, required=True, schema=schema)


def _number(name: str, description: str, low: int, high: int, default: int) -> Parameter:
    schema = {"type": "integer", "minimum": low, "maximum": high, "default": default}
    return Parameter(name, description, schema=schema)


def _part(things: str) -> tuple[Parameter, Parameter]:
    return (
        _number("limit", f"How many {things} to return.", 1, 1000, 100),
        Parameter("cursor", "Where to go on: the cursor of the answer before."),
    )


_EXACT = " =VALUE: the whole value, as facets count it."
_FILTERS = tuple(
    Parameter(
        name,
        f"Only scenes for which {name}: of the query language holds, of several values for one of them."
        f"{_EXACT if is_exact_value(name, '-') else ''}",
        many=True,
    )
    for name in FIELDS
) + tuple(Parameter(f"not_{name}", f"No scenes for which {name}: holds.", many=True) for name in FIELDS)
_HIDDEN = _number("hidden", "1 to show works that the library hides by their rating, too.", 0, 1, 0)
_WORK_WORDS = Parameter("q", "Only works with each of these words in title, authors, fandoms, series or tags.")
_DUPLICATE_FILTERS = (
    Parameter("q", "Only groups that have a work with each of these words in title, authors, fandoms, series or tags."),
    Parameter(
        "min_share",
        "How much of a work's words another must have.",
        schema={"type": "number", "minimum": LEAST_MIN_SHARE, "maximum": 1, "default": DEFAULT_MIN_SHARE},
    ),
)

ENDPOINTS = (
    Endpoint(
        "search",
        "/api/v1/search",
        "Find scenes",
        answers.ANY_ANSWER,
        (
            _query("The query, in the query language. A query “? LINE” is answered as /api/v1/quote answers the line."),
            _number("limit", "How many hits to return.", 0, 1000, 10),
            Parameter("cursor", "Where to go on: the cursor of the answer before."),
            Parameter(
                "sort",
                "The order; all but relevance are by work, and within it in reading order.",
                schema={"type": "string", "enum": [str(sort) for sort in Sort], "default": "relevance"},
            ),
            Parameter(
                "editions",
                "Whether a scene that several works tell is shown once, with the others in `also`, or for each.",
                schema={"type": "string", "enum": ["folded", "all"], "default": "folded"},
            ),
            _number("remembered", "1 to look for a remembered line where no scene has the words in a row.", 0, 1, 0),
            Parameter(
                "facet",
                "Fields to count over all scenes found, separated by commas: author,fandom,tag,lang.",
                many=True,
            ),
            *_FILTERS,
            _HIDDEN,
        ),
    ),
    Endpoint(
        "quote",
        "/api/v1/quote",
        "Find a line that is remembered more or less",
        QUOTE_ANSWER,
        (
            _query("The line."),
            _number("limit", "How many passages to return.", 0, 1000, 5),
            _number("plot", "1 to take q for what happens in a story, not for a line: guesses only.", 0, 1, 0),
            _HIDDEN,
        ),
    ),
    Endpoint("works", "/api/v1/works", "List the works", answers.WORKS, (_WORK_WORDS, *_part("works"))),
    Endpoint(
        "work",
        "/api/v1/works/<work_id>",
        "One work and its scenes",
        answers.SHOWN_WORK,
        (Parameter("work_id", "The work's id.", "path", required=True),),
        (400, 404, 503),
    ),
    Endpoint(
        "scene",
        "/api/v1/scenes/<scene_id>",
        "One scene with its text",
        SCENE,
        (Parameter("scene_id", "The scene's id.", "path", required=True),),
        (400, 404, 503),
    ),
    Endpoint("works-csv", "/api/v1/works.csv", "All works as a table", answers.TABLE, (_WORK_WORDS,), media="text/csv"),
    Endpoint(
        "works-ndjson",
        "/api/v1/works.ndjson",
        "The same table, a JSON object a line",
        answers.LINES,
        (_WORK_WORDS,),
        media="application/x-ndjson",
    ),
    Endpoint(
        "duplicates",
        "/api/v1/duplicates",
        "Group works that tell the same text",
        answers.DUPLICATES,
        (*_DUPLICATE_FILTERS, *_part("groups")),
    ),
    Endpoint(
        "duplicates-csv",
        "/api/v1/duplicates.csv",
        "All works of all groups as a table",
        answers.TABLE,
        _DUPLICATE_FILTERS,
        media="text/csv",
    ),
    Endpoint(
        "duplicates-ndjson",
        "/api/v1/duplicates.ndjson",
        "The same table, a JSON object a line",
        answers.LINES,
        _DUPLICATE_FILTERS,
        media="application/x-ndjson",
    ),
    Endpoint("growth", "/api/v1/growth", "The size of the library after each run", GROWTH),
    Endpoint("growth-csv", "/api/v1/growth.csv", "The same as a table", answers.TABLE, media="text/csv"),
    Endpoint("stats", "/api/v1/stats", "What the library holds", STATS),
    Endpoint("healthz", "/healthz", "Whether the library can be read", answers.HEALTH),
    Endpoint("openapi", "/openapi.json", "This document", answers.DOCUMENT, errors=(400,)),
)
