"""Headers for every answer, and limits for every request.

Story text, titles, tags and paths are untrusted. The templates escape them; the policy here is a second defence: a page
may load its own style and script and nothing else, may not be framed, and sends no referrer to other sites.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, MethodNotAllowed, RequestURITooLarge

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
# Bytes: enough for the longest query in percent-encoded UTF-8 (nine for most letters that are not ASCII) with its
# filters and cursor; well below the 256 KB at which waitress refuses.
MAX_ADDRESS = 65_536
MAX_PATH = 1_024
METHODS = ["GET", "HEAD"]

_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}
_HOST = re.compile(r"(\[[0-9a-f:.]+\]|[a-z0-9._-]+)(?::[0-9]{1,5})?", re.IGNORECASE | re.ASCII)


class ForeignHost(BadRequest):
    """The Host header is not one of the allowed hosts."""

    description = "This server does not answer for that host name."


def host_name(header: str) -> str:
    """The name in a Host header, in lower case and without its port; "" if the header is malformed."""
    match = _HOST.fullmatch(header)
    return match[1].lower().removesuffix(".") if match else ""


def guard(app: Flask, allowed_hosts: Sequence[str]) -> None:
    """Check the host of every request of `app`, static files included; add headers to every answer.

    The Host check stops a hostile site from reading a private library through DNS rebinding. Werkzeug's `TRUSTED_HOSTS`
    would not do: it cuts its names at the first colon, so it never accepts `[::1]` (3.1).
    """
    allowed = frozenset(host_name(host) for host in allowed_hosts) - {""}

    @app.before_request
    def check() -> None:
        if host_name(request.headers.get("Host", "")) not in allowed:
            raise ForeignHost

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(_HEADERS)
        if "Cache-Control" not in response.headers:
            # Answers change with every commit of the library.
            response.headers["Cache-Control"] = "no-cache"
        return response


def limit(app: Flask) -> None:
    """Refuse requests of `app` that send something, or have endless addresses."""

    @app.before_request
    def check() -> None:
        if request.method not in METHODS:
            raise MethodNotAllowed(valid_methods=METHODS)
        if len(request.path) > MAX_PATH or len(request.query_string) > MAX_ADDRESS:
            raise RequestURITooLarge
