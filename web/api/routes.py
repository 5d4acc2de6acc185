"""The HTTP API: the endpoints of endpoints.py, with the same JSON as `fabula … --json`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, jsonify, request

from fabula.search.shapes.answers import QUOTE_ANSWER, answer_shape
from fabula.search.shapes.libraries import STATS
from fabula.search.shapes.works import SCENE
from fabula.web.http.links import json_answer
from fabula.web.library_handle import open_library
from fabula.web.search_request import SearchRequest
from fabula.web.searching import find_passages, search_library
from fabula.web.shown_paths import shows_paths
from fabula.web.work_list import page_of_works
from .answers import SHOWN_WORK, WORKS, ShownWork
from .concordance import list_matches, matches_lines, matches_table
from .dispersion import list_spreads, spreads_lines, spreads_table
from .duplicates import duplicates_lines, duplicates_table, list_duplicates
from .endpoints import ENDPOINTS
from .facets import count_facets
from .growth import growth_table, show_growth
from .openapi import document
from .parameters import checked_by, number, text, texts
from .server_state import check_health, check_ready, show_metrics
from .speakers import lines_ndjson, lines_table, list_lines, list_speakers, speakers_ndjson, speakers_table
from .words import show_words, suggest, words_lines, words_table
from .works_table import works_lines, works_table


def search_scenes() -> Response:
    search = SearchRequest.from_arguments(request.args)
    facets = tuple(name for names in texts("facet") for name in names.split(","))
    options = search.options(number("limit"), facets, remembered=bool(number("remembered")))
    options = replace(options, group=text("group"))
    return json_answer(answer_shape(search_library(search.query, options), files=shows_paths()))


def find_quote() -> Response:
    found = find_passages(text("q"), number("limit"), plot=bool(number("plot")), show_hidden=bool(number("hidden")))
    return json_answer(QUOTE_ANSWER.of(found, files=shows_paths()))


def list_works() -> Response:
    page = page_of_works(open_library(), request.args, number("limit"), text("cursor") or None)
    return json_answer(WORKS.of(page, files=shows_paths()))


def show_work(work_id: str) -> Response:
    """A work, its characters, and the beginnings of its scenes, notes included."""
    library = open_library()
    shown = ShownWork(library.work(work_id), library.cast(work_id), library.scenes(work_id))
    return jsonify(SHOWN_WORK.of(shown, files=shows_paths()))


def show_scene(scene_id: str) -> Response:
    library = open_library()
    scene = library.scene(scene_id)
    return jsonify(SCENE.of((library.work(scene.work_id), scene), files=shows_paths()))


def show_stats() -> Response:
    library = open_library()
    return jsonify(STATS.of((library.stats(show_hidden=bool(number("hidden"))), library.speech_due())))


def describe() -> Response:
    """The OpenAPI document."""
    return jsonify(document())


_VIEWS: dict[str, Callable[..., Response]] = {
    "search": search_scenes,
    "facets": count_facets,
    "quote": find_quote,
    "concordance": list_matches,
    "concordance-csv": matches_table,
    "concordance-ndjson": matches_lines,
    "dispersion": list_spreads,
    "dispersion-csv": spreads_table,
    "dispersion-ndjson": spreads_lines,
    "speakers": list_speakers,
    "speakers-csv": speakers_table,
    "speakers-ndjson": speakers_ndjson,
    "lines": list_lines,
    "lines-csv": lines_table,
    "lines-ndjson": lines_ndjson,
    "words": show_words,
    "words-csv": words_table,
    "words-ndjson": words_lines,
    "suggest": suggest,
    "works": list_works,
    "work": show_work,
    "scene": show_scene,
    "works-csv": works_table,
    "works-ndjson": works_lines,
    "duplicates": list_duplicates,
    "duplicates-csv": duplicates_table,
    "duplicates-ndjson": duplicates_lines,
    "stats": show_stats,
    "growth": show_growth,
    "growth-csv": growth_table,
    "openapi": describe,
    "healthz": check_health,
    "readyz": check_ready,
    "metrics": show_metrics,
}

api = Blueprint("api", __name__)
for _endpoint in ENDPOINTS:
    api.add_url_rule(_endpoint.rule, _endpoint.name, checked_by(_endpoint, _VIEWS[_endpoint.name]))
