"""A token without which nothing is shown (`fabula serve --token-file FILE`).

Programs send it as `Authorization: Bearer TOKEN` (RFC 6750). Browsers ask for a name and a password (RFC 7617): any
name, the token as password. Health checks, style and script are open: they tell nothing of the library.
"""

from __future__ import annotations

import hmac
import os
import re
import stat
from pathlib import Path

from flask import Flask, Response, request

from fabula.index.errors import OptionError, TokenNeeded
from .programs import is_for_programs

_MIN_LETTERS = 16
_MAX_BYTES = 4_096
# What RFC 6750 allows in a header.
_TOKEN = re.compile(r"[A-Za-z0-9._~+/-]+=*", re.ASCII)
_OPEN_PATHS = ("/healthz", "/readyz")
_HOW_TO_MAKE = "Make one with: (umask 077; openssl rand -hex 32 > FILE)"
_CAN_TELL_OWNERS = os.name == "posix"


def read_token(path: str | Path) -> str:
    """The token in a file of one line. Raises OptionError if there is none, or if others may read or change it."""
    try:
        # A named pipe would be waited for.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
        with os.fdopen(descriptor, "rb") as file:
            status = os.fstat(descriptor)
            content = file.read(_MAX_BYTES + 1) if stat.S_ISREG(status.st_mode) else b""
    except OSError as error:
        raise OptionError(f"The token file {path} cannot be read: {error.strerror}.", hint=_HOW_TO_MAKE) from error
    if not stat.S_ISREG(status.st_mode):
        raise OptionError(f"The token file {path} is no file.", hint=_HOW_TO_MAKE)
    if _CAN_TELL_OWNERS and _is_open(status):
        raise OptionError(f"Others may read or change the token file {path}.", hint=f"Close it with: chmod 600 {path}")
    token = content.decode("ascii", "replace").strip()
    if len(content) > _MAX_BYTES or len(token) < _MIN_LETTERS or not _TOKEN.fullmatch(token):
        raise OptionError(
            f"The token file {path} holds no token: one line of {_MIN_LETTERS} or more letters and digits is one.",
            hint=_HOW_TO_MAKE,
        )
    return token


def _is_open(status: os.stat_result) -> bool:
    """Whether others than the owner may read or change it.

    The group may read files of root: service managers hand over secrets like that, some with an access list that shows
    as rights of the group.
    """
    others = status.st_mode & (stat.S_IRWXG | stat.S_IRWXO)
    return bool(others & ~stat.S_IRGRP if status.st_uid == 0 else others)


def require_token(app: Flask, token: str) -> None:
    """Answer only requests that have the token; all if it is "". Raises TokenNeeded while a request is answered."""
    if not token:
        return
    expected = token.encode()

    @app.before_request
    def check() -> None:
        if request.path not in _OPEN_PATHS and request.endpoint != "static" and not _has(expected):
            raise TokenNeeded(
                "This server shows its library only to those who have its token.",
                hint="Programs send Authorization: Bearer TOKEN; browsers give it as the password, with any name.",
            )

    @app.after_request
    def keep_out_of_shared_caches(response: Response) -> Response:
        if request.endpoint != "static" and not response.cache_control.no_store:
            response.headers["Cache-Control"] = "private, no-cache"
        return response


def challenge() -> str:
    """How the current request is to send the token: the header WWW-Authenticate."""
    if is_for_programs(request.path):
        # A page's script must not make the browser ask for a password.
        return 'Bearer realm="Fabula"'
    return 'Basic realm="Fabula", charset="UTF-8"'


def _has(expected: bytes) -> bool:
    try:
        sent = request.authorization
    except ValueError:  # Werkzeug 3.1, for letters outside of ASCII
        return False
    if sent is None:
        return False
    given = sent.token if sent.type == "bearer" else sent.password if sent.type == "basic" else None
    # In a time that tells nothing of how much of it is right.
    return hmac.compare_digest((given or "").encode("utf-8", "replace"), expected)
