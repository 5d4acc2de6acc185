"""Counts of values over HTTP."""

from __future__ import annotations

from flask import Response, jsonify, request

from fabula.search.shapes.answers import FACETS
from fabula.web.search_request import filters_of
from fabula.web.searching import count_values
from .parameters import number, text, texts


def count_facets() -> Response:
    fields = tuple(name for names in texts("facet") for name in names.split(","))
    filters, exclude = filters_of(request.args)
    found = count_values(text("q"), fields, filters, exclude, show_hidden=bool(number("hidden")))
    return jsonify(FACETS.of(found))
