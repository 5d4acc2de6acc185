"""Lets pages of other origins ask the API: only those that were named (`fabula serve --cors ORIGIN`).

The Fetch standard has the protocol. An answer names the origin that asked, never "*", and no credentials are allowed: a
page that has the token sends it in a header.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Flask, Response, request

from .programs import is_for_programs

_ORIGIN = re.compile(
    r"(?P<scheme>[a-z][a-z0-9+.-]*)://(?P<host>\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::(?P<port>[0-9]{1,5}))?/?", re.ASCII
)
_USUAL_PORTS = {"http": "80", "https": "443"}
_METHODS = "GET, HEAD"
_HEADERS = "Authorization, If-None-Match"
# Besides those that a page may read anyway.
_READABLE = "Content-Disposition, ETag, Link, Retry-After"
# How long a browser need not ask again whether it may ask.
_PREFLIGHT_SECONDS = "600"


def origin_of(text: str) -> str:
    """The origin as browsers name it. Raises ValueError if it is none.

    >>> origin_of("HTTPS://Notes.Example:443/"), origin_of("http://localhost:3000")
    ('https://notes.example', 'http://localhost:3000')
    """
    match = _ORIGIN.fullmatch(text.lower())
    if match is None:
        raise ValueError(f"{text!r} is not an origin; write it like https://notes.example or http://localhost:3000.")
    scheme, host, port = match.group("scheme", "host", "port")
    return f"{scheme}://{host}" + (f":{port}" if port and port != _USUAL_PORTS.get(scheme) else "")


def allow_origins(app: Flask, origins: Sequence[str]) -> None:
    """Let pages of these origins read what the API of `app` answers. Nothing changes if there are none."""
    allowed = frozenset(map(origin_of, origins))
    if not allowed:
        return

    @app.before_request
    def answer_preflight() -> Response | None:
        """A browser's question whether a page may ask with a header of its own. It never has the token itself."""
        is_question = request.method == "OPTIONS" and "Access-Control-Request-Method" in request.headers
        if not (is_question and is_for_programs(request.path) and request.headers.get("Origin") in allowed):
            return None
        response = Response(status=204)
        del response.headers["Content-Type"]
        response.headers["Access-Control-Allow-Methods"] = _METHODS
        response.headers["Access-Control-Allow-Headers"] = _HEADERS
        response.headers["Access-Control-Max-Age"] = _PREFLIGHT_SECONDS
        return response

    @app.after_request
    def add_headers(response: Response) -> Response:
        if is_for_programs(request.path):
            # The answer to one origin must not be taken out of a cache for another.
            response.vary.add("Origin")
            origin = request.headers.get("Origin")
            if origin in allowed:
                response.headers["Access-Control-Allow-Origin"] = origin
                response.headers["Access-Control-Expose-Headers"] = _READABLE
        return response
