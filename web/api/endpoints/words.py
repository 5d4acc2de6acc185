"""Counts of words, and what begins with what was typed."""

from __future__ import annotations

from fabula.search.shapes.suggestions import SUGGESTIONS
from fabula.search.shapes.words import WORDS
from fabula.search.syntax import MAX_QUERY
from fabula.search.syntax.fields import FIELDS
from fabula.search.words.results import WordsKind, WordsMeasure, WordsOptions
from fabula.web.api.answers import LINES, TABLE
from fabula.web.search_request import EDITIONS
from .endpoint import Endpoint, Parameter, Tag
from .parameters import CURSOR, FILTERS, SHOW_HIDDEN, choice, number, query

_DEFAULTS = WordsOptions()
_MAX_ROWS = 10_000
_MAX_AGAINST = 20
_MAX_COUNT = 1_000_000

_WHICH = (
    choice("kind", "What is asked of the words.", list(map(str, WordsKind)), str(WordsKind.FREQUENCIES)),
    query("For collocates: the word or phrase near which words are counted.", example="heart", required=False),
    number("left", "How many words before a match are near it.", 0, 20, _DEFAULTS.left),
    number("right", "How many words after it.", 0, 20, _DEFAULTS.right),
    Parameter(
        "against",
        "For keyness: what to compare with, as author:Poe; all other texts if there is none.",
        schema={
            "type": "string",
            "pattern": rf"^({'|'.join(FIELDS)}):.*\S",
            "maxLength": MAX_QUERY,
            "format": "condition",
        },
        many=True,
        example="author:Poe",
        most=_MAX_AGAINST,
    ),
    number("size", "How many words an n-gram has.", 2, 5, _DEFAULTS.size),
    choice("measure", "What ranks collocates and key words.", list(map(str, WordsMeasure)), str(_DEFAULTS.measure)),
    Parameter(
        "min_count",
        "How often a row has to occur; by default 1 in frequencies, 2 for n-grams, 3 otherwise.",
        schema={"type": "integer", "minimum": 1, "maximum": _MAX_COUNT},
        example=5,
    ),
    number("min_chars", "The letters of the shortest word that counts.", 1, 100, _DEFAULTS.min_chars),
    number("common", "0 to leave out function words of English, French, German and Spanish.", 0, 1, 1),
    choice(
        "editions", "Whether a scene that several works tell is counted once, or in each.", list(EDITIONS), EDITIONS[0]
    ),
)
_NARROWED = (*FILTERS, SHOW_HIDDEN)
_ROWS = (*_WHICH, number("limit", "How many rows to return.", 0, _MAX_ROWS, _MAX_ROWS), CURSOR, *_NARROWED)

WORD_ENDPOINTS = (
    Endpoint(
        "words",
        "/api/v1/words",
        "Count words: frequencies, n-grams, collocates, key words",
        WORDS,
        (*_WHICH, number("limit", "How many rows to return.", 0, _MAX_ROWS, _DEFAULTS.limit), CURSOR, *_NARROWED),
        (400, 410, 503),
        tag=Tag.WORDS,
    ),
    Endpoint(
        "words-csv",
        "/api/v1/words.csv",
        "The same rows as a table",
        TABLE,
        _ROWS,
        (400, 410, 503),
        media="text/csv",
        tag=Tag.WORDS,
    ),
    Endpoint(
        "words-ndjson",
        "/api/v1/words.ndjson",
        "The same table, a JSON object a line",
        LINES,
        _ROWS,
        (400, 410, 503),
        media="application/x-ndjson",
        tag=Tag.WORDS,
    ),
    Endpoint(
        "suggest",
        "/api/v1/suggest",
        "Suggest names and phrases that begin with what was typed",
        SUGGESTIONS,
        (
            Parameter(
                "q",
                "What was typed so far.",
                required=True,
                schema={"type": "string", "minLength": 1, "maxLength": MAX_QUERY},
                example="would have be",
            ),
            number("limit", "How many suggestions to return.", 0, 100, 10),
            SHOW_HIDDEN,
        ),
        tag=Tag.WORDS,
    ),
)
