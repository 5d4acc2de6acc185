"""What finds single matches: with the words around them, and where in works they stand."""

from __future__ import annotations

from dataclasses import replace

from fabula.search.concordance.places import MAX_KEYS, PLACES
from fabula.search.concordance.results import MAX_CONTEXT_WORDS, ConcordanceOptions
from fabula.search.dispersion.results import (
    MAX_BINS,
    MAX_POSITIONS,
    MAX_QUERIES,
    MAX_WORKS,
    DispersionOptions,
    WorkOrder,
)
from fabula.search.shapes.concordance import CONCORDANCE
from fabula.search.shapes.dispersion import DISPERSION
from fabula.web.api.answers import LINES, TABLE
from fabula.web.search_request import EDITIONS
from .endpoint import Endpoint, Parameter, Tag
from .parameters import CURSOR, FILTERS, SHOW_HIDDEN, choice, limit, number, query

_LINE, _SPREAD = ConcordanceOptions(), DispersionOptions()
_PLACE = f"-?({'|'.join(PLACES)})"

_OF_LINES = (
    query(
        "The query. Words without quotes are one phrase: as typed, or else in other forms or near each other.",
        example="my choice",
    ),
    number("context", "Words on each side; fewer at the ends of a scene.", 0, MAX_CONTEXT_WORDS, _LINE.context),
    choice(
        "editions",
        "Whether matches in a scene that several works tell are listed once, or for each.",
        list(EDITIONS),
        EDITIONS[0],
    ),
    *FILTERS,
    SHOW_HIDDEN,
)
_OF_SPREADS = (
    replace(query("A query, as that of a concordance; up to four.", example="choice"), many=True, most=MAX_QUERIES),
    choice(
        "sort",
        "The order of works: by matches, by matches in 10,000 words, or by title.",
        [str(order) for order in WorkOrder],
        str(_SPREAD.sort),
    ),
    *FILTERS,
    SHOW_HIDDEN,
)

MATCH_ENDPOINTS = (
    Endpoint(
        "concordance",
        "/api/v1/concordance",
        "List matches with the words around them",
        CONCORDANCE,
        (
            *_OF_LINES[:1],
            limit("matches, or groups,", _LINE.limit),
            CURSOR,
            Parameter(
                "sort",
                "Up to three places, separated by commas, the first counting most; with a - before it from z to a. "
                "Without it matches are in reading order.",
                schema={"type": "string", "pattern": f"^{_PLACE}(,{_PLACE}){{0,{MAX_KEYS - 1}}}$"},
                example="left1,-right1",
            ),
            choice("group", "A place, to count the words that stand there.", list(PLACES)),
            *_OF_LINES[1:],
        ),
        (400, 410, 503),
        tag=Tag.WORDS,
    ),
    Endpoint(
        "concordance-csv",
        "/api/v1/concordance.csv",
        "All matches with the words around them, in reading order, as a table",
        TABLE,
        _OF_LINES,
        media="text/csv",
        tag=Tag.WORDS,
    ),
    Endpoint(
        "concordance-ndjson",
        "/api/v1/concordance.ndjson",
        "The same table, a JSON object a line",
        LINES,
        _OF_LINES,
        media="application/x-ndjson",
        tag=Tag.WORDS,
    ),
    Endpoint(
        "dispersion",
        "/api/v1/dispersion",
        "Show where in each work the matches of some queries stand",
        DISPERSION,
        (
            *_OF_SPREADS[:2],
            number("limit", "How many works to return.", 0, MAX_WORKS, _SPREAD.limit),
            CURSOR,
            number("bins", "Parts of equal length in which matches are counted.", 1, MAX_BINS, _SPREAD.bins),
            number(
                "positions",
                "Matches of each query and work whose places are given.",
                0,
                MAX_POSITIONS,
                _SPREAD.positions,
            ),
            *_OF_SPREADS[2:],
        ),
        (400, 410, 503),
        tag=Tag.WORDS,
    ),
    Endpoint(
        "dispersion-csv",
        "/api/v1/dispersion.csv",
        "The matches in each chapter of all works as a table",
        TABLE,
        _OF_SPREADS,
        media="text/csv",
        tag=Tag.WORDS,
    ),
    Endpoint(
        "dispersion-ndjson",
        "/api/v1/dispersion.ndjson",
        "The same table, a JSON object a line",
        LINES,
        _OF_SPREADS,
        media="application/x-ndjson",
        tag=Tag.WORDS,
    ),
)
