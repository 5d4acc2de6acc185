"""What finds scenes."""

from __future__ import annotations

from dataclasses import replace

from fabula.search.results import SearchOptions, Sort
from fabula.search.shapes.answers import FACETS as FACETS_ANSWER
from fabula.search.shapes.answers import QUOTE_ANSWER
from fabula.web.api.answers import ANY_ANSWER
from fabula.web.search_request import EDITIONS
from .endpoint import Endpoint, Parameter, Tag
from .parameters import CURSOR, FACETS, FILTERS, SHOW_HIDDEN, choice, limit, number, query

_FACET = "|".join(FACETS)

_COUNTED = Parameter(
    "facet",
    "Fields to count over all scenes found, separated by commas.",
    schema={"type": "string", "pattern": f"^({_FACET})(,({_FACET}))*$"},
    many=True,
    example="author,fandom",
    most=len(FACETS),
)

SEARCHES = (
    Endpoint(
        "search",
        "/api/v1/search",
        "Find scenes",
        ANY_ANSWER,
        (
            query(
                "The query, in the query language. A query “? LINE” is answered as /api/v1/quote answers the line.",
                example="my choice",
            ),
            limit("hits", SearchOptions().limit),
            CURSOR,
            choice(
                "sort",
                "The order; all but relevance are by work, and within it in reading order.",
                [str(sort) for sort in Sort],
                str(SearchOptions().sort),
            ),
            choice(
                "editions",
                "Whether a scene that several works tell is shown once, with the others in `also`, or for each.",
                list(EDITIONS),
                EDITIONS[0],
            ),
            choice(
                "group", "work for works instead of scenes, each with its best scenes; `limit` counts works.", ["work"]
            ),
            number("remembered", "1 to look for a remembered line where no scene has the words in a row.", 0, 1, 0),
            _COUNTED,
            *FILTERS,
            SHOW_HIDDEN,
        ),
        (400, 410, 503),
        tag=Tag.SEARCH,
    ),
    Endpoint(
        "facets",
        "/api/v1/facets",
        "Count values over all scenes found",
        FACETS_ANSWER,
        (
            query("The query; all scenes that the filters select without one.", example="my choice", required=False),
            replace(_COUNTED, description="Fields to count, separated by commas; all that can be without one."),
            *FILTERS,
            SHOW_HIDDEN,
        ),
        tag=Tag.SEARCH,
    ),
    Endpoint(
        "quote",
        "/api/v1/quote",
        "Find a line that is remembered more or less",
        QUOTE_ANSWER,
        (
            query("The line.", example="you would been my choice"),
            limit("passages", 5),
            number("plot", "1 to take q for what happens in a story, not for a line: guesses only.", 0, 1, 0),
            SHOW_HIDDEN,
        ),
        tag=Tag.SEARCH,
    ),
)
