"""The words of a selection, and what begins with what was typed."""

from __future__ import annotations

from flask import Response, g, request

from fabula.search.results import DEFAULT_TIMEOUT_SECONDS
from fabula.search.shapes.suggestions import SUGGESTIONS
from fabula.search.shapes.words import WORDS
from fabula.search.words.against import filters_of as conditions_of
from fabula.search.words.results import COLUMNS, Words, WordsMeasure, WordsOptions
from fabula.web.http.freshness import without_validator
from fabula.web.http.links import json_answer
from fabula.web.library_handle import open_library
from fabula.web.search_request import EDITIONS, filters_of, shows_hidden
from fabula.web.searching import answer_timeout
from fabula.web.tables.downloads import csv_answer, lines_answer
from .parameters import number, text, texts


def show_words() -> Response:
    return json_answer(WORDS.of(_words()))


def words_table() -> Response:
    words = _words()
    return csv_answer(f"words-{words.kind}", COLUMNS[words.kind], words.rows())


def words_lines() -> Response:
    return lines_answer(_words().rows())


def _words() -> Words:
    filters, exclude = filters_of(request.args)
    options = WordsOptions(
        filters=filters,
        exclude=exclude,
        show_hidden=shows_hidden(request.args),
        query=text("q"),
        left=number("left"),
        right=number("right"),
        against=conditions_of(texts("against")),
        size=number("size"),
        measure=WordsMeasure(text("measure")),
        min_count=g.parameters["min_count"],
        min_chars=number("min_chars"),
        common=bool(number("common")),
        limit=number("limit"),
        cursor=text("cursor") or None,
        fold=text("editions") == EDITIONS[0],
        timeout=answer_timeout(DEFAULT_TIMEOUT_SECONDS),
    )
    return open_library().words(text("kind"), options)


def suggest() -> Response:
    """Never waits: what the first request after a commit needs is prepared in the background."""
    found = open_library().suggest(
        text("q"),
        number("limit"),
        show_hidden=shows_hidden(request.args),
        wait=False,
        timeout=answer_timeout(DEFAULT_TIMEOUT_SECONDS),
    )
    if not found.complete:
        without_validator()
    return json_answer(SUGGESTIONS.of(found))
