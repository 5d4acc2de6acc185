"""What every answer carries and every request must keep to, whatever page it is for.

Story text, titles, tags and paths are untrusted. Escaping is the templates' work; the policy here is the second
wall: a page may load its own style and script and nothing else, may not be framed, and says nothing to other sites.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from flask import Flask, Response, request
from werkzeug.exceptions import BadRequest, MethodNotAllowed, RequestURITooLarge

__all__ = ["LOCAL_HOSTS", "MAX_ADDRESS", "ForeignHost", "guard"]

LOCAL_HOSTS = ("localhost", "127.0.0.1", "[::1]")
# Bytes: room for the longest query in percent-encoded UTF-8 (nine for most letters that are not ASCII) beside its
# filters and cursor, well below the 256 KB at which waitress refuses.
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
    """The Host header names a machine that this server was not told to answer for."""

    description = "This server does not answer for that host name."


def host_name(header: str) -> str:
    """The name in a Host header, in lower case and without its port; "" if the header is malformed."""
    match = _HOST.fullmatch(header)
    return match[1].lower().removesuffix(".") if match else ""


def guard(app: Flask, allowed_hosts: Sequence[str]) -> None:
    """Check every request of `app`, static files included, before it is routed; add headers to every answer.

    The Host check keeps a hostile site from reading a private library through DNS rebinding. It is not Werkzeug's
    `TRUSTED_HOSTS`, which cuts the names that it is given at the first colon and so never accepts `[::1]` (3.1).
    """
    allowed = frozenset(host_name(host) for host in allowed_hosts) - {""}

    @app.before_request
    def check() -> None:
        if host_name(request.headers.get("Host", "")) not in allowed:
            raise ForeignHost
        if request.method not in METHODS:
            raise MethodNotAllowed(valid_methods=METHODS)
        if len(request.path) > MAX_PATH or len(request.query_string) > MAX_ADDRESS:
            raise RequestURITooLarge

    @app.after_request
    def add_headers(response: Response) -> Response:
        response.headers.update(_HEADERS)
        if "Cache-Control" not in response.headers:
            # What is found changes with every commit of the library.
            response.headers["Cache-Control"] = "no-cache"
        return response
