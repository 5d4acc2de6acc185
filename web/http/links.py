"""Links between the pages of an answer, for programs that know HTTP and not our JSON (RFC 8288)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote, urlencode

from flask import Response, jsonify, request


def json_answer(shape: Mapping[str, Any]) -> Response:
    """The JSON of an answer; if it has a `cursor`, with a link to the next page."""
    response = jsonify(shape)
    cursor = shape.get("cursor")
    if cursor:
        response.headers["Link"] = f'<{_with_cursor(cursor)}>; rel="next"'
    return response


def _with_cursor(cursor: str) -> str:
    """The address of the current request, from its path on, with this cursor."""
    others = [(name, value) for name, value in request.args.items(multi=True) if name != "cursor"]
    # Percent-encoded, so nothing in it ends the brackets or the line.
    return f"{quote(request.path)}?{urlencode([*others, ('cursor', cursor)], errors='surrogatepass')}"
