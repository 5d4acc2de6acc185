"""Validators of answers, and 304 before a search is made (RFC 9110, 8.8.3 and 13.1.2).

An answer that is made of nothing but the library's commit, its settings and the code is the same until one of these
changes. So its ETag is known before the answer: a client that has it is told so within a fraction of a millisecond. The
tags are weak, as two answers differ in the time that they took.
"""

from __future__ import annotations

from hashlib import blake2b

from flask import Flask, Response, g, request

from fabula.index.errors import LibraryError
from fabula.web.library_handle import library_handle
from fabula.web.security import METHODS
from fabula.web.shown_paths import shows_paths
from .code_version import code_version

_API = "api."
# These are made of more: receipts of runs, files of sources, speech that is due, the state of the server.
_OF_MORE = frozenset(
    f"{_API}{name}"
    for name in (
        "stats growth growth-csv duplicates duplicates-csv duplicates-ndjson works-csv works-ndjson healthz readyz "
        "metrics"
    ).split()
)
_PAGES = frozenset(f"pages.{name}" for name in "search quote works work scene problems".split())


def is_lasting(endpoint: str | None) -> bool:
    """Whether the answers of an endpoint (Flask's name) are the same until the library or the code changes.

    >>> is_lasting("api.search"), is_lasting("api.stats"), is_lasting("pages.library"), is_lasting(None)
    (True, False, False, False)
    """
    return endpoint is not None and (endpoint in _PAGES or (endpoint.startswith(_API) and endpoint not in _OF_MORE))


def revalidate(app: Flask) -> None:
    """Give lasting answers of `app` a validator, and answer 304 to those who have them. Checks go first."""

    @app.before_request
    def answer_unchanged() -> Response | None:
        if request.method not in METHODS or not is_lasting(request.endpoint):
            return None
        try:
            tag = _tag()
        except LibraryError:  # the answer says why
            return None
        g.validator = tag
        # "*" asks whether there is any answer, which is not known here.
        is_known = not request.if_none_match.star_tag and request.if_none_match.contains_weak(tag)
        return _not_modified() if is_known else None

    @app.after_request
    def add_validator(response: Response) -> Response:
        tag = g.get("validator")
        if tag and response.status_code in (200, 304):
            response.set_etag(tag, weak=True)
        return response


def without_validator() -> None:
    """Say that the answer to the current request may be another the next time: there was no time for all of it."""
    g.validator = None


def _tag() -> str:
    parts = (library_handle().state(), code_version(), str(shows_paths()), request.path)
    digest = blake2b("\n".join(parts).encode("utf-8", "surrogatepass"), digest_size=12)
    digest.update(b"\n" + request.query_string)
    return digest.hexdigest()


def _not_modified() -> Response:
    response = Response(status=304)
    del response.headers["Content-Type"]
    return response
