"""Answers for errors: a page, or problem details (RFC 9457) for the API, with the right status."""

from __future__ import annotations

import logging
from contextlib import suppress
from math import ceil
from typing import NamedTuple
from urllib.parse import quote

from flask import Flask, Response, jsonify, make_response, render_template, request
from werkzeug.exceptions import HTTPException, InternalServerError

from fabula.index.errors import (
    CursorExpired,
    FabulaError,
    LibraryBusy,
    LibraryDamaged,
    LibraryError,
    NotFound,
    OptionError,
    QueryAbandoned,
    QueryError,
    QueryTooDear,
    RateLimited,
    ServerFull,
    SettingsError,
    TokenNeeded,
)
from .http.damage import seen_damage
from .http.problem_types import MEDIA, problem_type
from .http.programs import is_for_programs
from .http.token import challenge
from .library_handle import open_library
from .repeated_errors import RepeatedErrors
from .security import ForeignHost
from .shown_paths import error_words

_log = logging.getLogger(__name__)


class Problem(NamedTuple):
    """An error for people; `hint` may be ""."""

    status: int
    code: str
    message: str
    hint: str

    @property
    def title(self) -> str:
        """The heading of its page."""
        return problem_type(self.code, self.status).title


# Their cause is the query, not the server.
_NOT_LOGGED = (QueryTooDear, QueryAbandoned, ServerFull)
_MESSAGES = {
    404: ("no-page", "No page has this address.", "Search for the line instead, or look through the works."),
    405: ("method-not-allowed", "Pages are only read here (GET and HEAD).", ""),
    414: ("too-long", "The address is longer than a search can be.", "Search for one sentence."),
    500: (
        "internal",
        "The page could not be made. The fault is ours, not yours.",
        "Try again; if it stays so, the server's log says what happened.",
    ),
}


def status_of(error: FabulaError) -> int:
    """The HTTP status for `error`."""
    if isinstance(error, QueryTooDear):
        # The same query would take as long again, so that there is no Retry-After.
        return 503
    if isinstance(error, SettingsError):
        # The mistake is in library.toml, not in the request.
        return 503
    if isinstance(error, QueryError | OptionError):
        return 400
    if isinstance(error, NotFound):
        return 404
    if isinstance(error, TokenNeeded):
        return 401
    if isinstance(error, RateLimited):
        return 429
    if isinstance(error, CursorExpired):
        return 410
    return 503 if isinstance(error, LibraryError | ServerFull | QueryAbandoned) else 500


def answer_errors(app: Flask) -> None:
    """Give `app` an answer for every error."""
    repeated = RepeatedErrors()

    @app.errorhandler(FabulaError)
    def fabula_error(error: FabulaError) -> Response:
        status = status_of(error)
        # A disk that is away for a while is none.
        if isinstance(error, LibraryDamaged) and not isinstance(error.__cause__, OSError):
            _remember_damage()
        if status >= 500 and not isinstance(error, _NOT_LOGGED) and repeated.is_news(str(error)):
            _log.error("%s %s: %s", request.method, _in_a_log(request.path), _in_a_log(str(error)))
        response = _answer(Problem(status, error.code, *error_words(error)))
        if isinstance(error, LibraryBusy | ServerFull):
            response.headers["Retry-After"] = "5"
        if isinstance(error, RateLimited):
            response.headers["Retry-After"] = str(max(1, ceil(error.seconds)))
        if isinstance(error, TokenNeeded):
            response.headers["WWW-Authenticate"] = challenge()
        return response

    @app.errorhandler(ForeignHost)
    def foreign_host(error: ForeignHost) -> Response:
        # Plain text: a page of another site that reached us by DNS rebinding learns nothing.
        message = error.description or ""
        if is_for_programs(request.path):
            return _json(Problem(400, "foreign-host", message, ""))
        return make_response(f"{message}\n", 400, {"Content-Type": "text/plain; charset=utf-8"})

    @app.errorhandler(HTTPException)
    def http_error(error: HTTPException) -> Response:
        status = error.code or 500
        if error.response is not None or status < 400:  # a redirection or a complete answer
            return make_response(error.get_response())
        code, message, hint = _MESSAGES.get(status, (f"http-{status}", error.description or error.name, ""))
        if isinstance(error, InternalServerError) and error.original_exception is not None:
            _log.error("%s %s failed", request.method, _in_a_log(request.path), exc_info=error.original_exception)
        response = _answer(Problem(status, code, message, hint))
        if error.code == 405 and getattr(error, "valid_methods", None):
            response.headers["Allow"] = ", ".join(error.valid_methods)  # type: ignore[attr-defined]
        return response


def _remember_damage() -> None:
    """Until the next commit the server is not ready."""
    with suppress(LibraryError):  # it could not even be opened
        seen_damage().note(open_library().generation)


def _in_a_log(text: str) -> str:
    """`text` on one line, with control characters spelled out: addresses and files of strangers may hold any."""
    return "".join(letter if letter.isprintable() else letter.encode("unicode_escape").decode() for letter in text)


def _answer(problem: Problem) -> Response:
    if is_for_programs(request.path):
        return _json(problem)
    return make_response(render_template("problem.html", problem=problem), problem.status)


def _json(problem: Problem) -> Response:
    """RFC 9457: `type`, `title`, `status`, `detail`, `instance`, and as members of our own `code` and `hint`."""
    response = jsonify(
        type=problem_type(problem.code, problem.status).address,
        title=problem.title,
        status=problem.status,
        detail=problem.message,
        # Without the query, which is nobody's business in a log of errors.
        instance=quote(request.path),
        code=problem.code,
        hint=problem.hint,
    )
    response.mimetype = MEDIA
    return make_response(response, problem.status)
