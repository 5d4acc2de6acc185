"""Asks the lane, the processes for dear queries, for an answer: HTTP over a socket of Unix.

So a lane is a server like the others. The request is handed over as it came, the answer as it is made, and a client
that goes closes one connection after the other until the work for it ends.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import suppress
from http.client import HTTPConnection, HTTPException, HTTPResponse
from typing import TYPE_CHECKING
from urllib.parse import quote

from waitress.channel import ClientDisconnected

from .stage import ON_GONE, Environment

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse

_PIECE_BYTES = 65_536
# These are of one connection only (RFC 9110, 7.6.1), or added by the server that sends the answer on.
_NOT_HANDED_ON = frozenset("connection keep-alive te trailer transfer-encoding upgrade date server via".split())
_PRINTABLE = "".join(map(chr, range(0x21, 0x7F)))


class LaneUnavailable(Exception):
    """The lane gave no answer. The message says why, for people."""


class _Connection(HTTPConnection):
    """To a socket of Unix."""

    def __init__(self, path: str, seconds: float) -> None:
        super().__init__("localhost", timeout=seconds)
        self._path = path
        self.is_hung_up = False

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)

    def hang_up(self) -> None:
        """May be called by another thread; whoever waits for the answer gets an error."""
        self.is_hung_up = True
        if self.sock is not None:
            with suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def ask_lane(path: str, seconds: float, environ: Environment, start_response: StartResponse) -> Iterator[bytes]:
    """The lane's answer to a request without a body. Raises LaneUnavailable if none begins within
    `seconds`, and ClientDisconnected if nobody waits for it."""
    connection = _Connection(path, seconds)
    try:
        connection.connect()
        environ[ON_GONE](connection.hang_up)
        connection.request(environ["REQUEST_METHOD"], _address(environ), headers=_headers(environ))
        answer = connection.getresponse()
    except (OSError, HTTPException) as error:
        connection.close()
        if connection.is_hung_up:
            raise ClientDisconnected from error
        if isinstance(error, TimeoutError):
            raise LaneUnavailable("This query takes long, and others like it are being answered first.") from error
        raise LaneUnavailable("The process that looked for the answer has ended.") from error
    headers = [(name, value) for name, value in answer.getheaders() if name.lower() not in _NOT_HANDED_ON]
    start_response(f"{answer.status} {answer.reason}", headers)
    return _pieces(connection, answer)


def _pieces(connection: _Connection, answer: HTTPResponse) -> Iterator[bytes]:
    try:
        while piece := answer.read(_PIECE_BYTES):
            yield piece
    finally:
        connection.close()


def _address(environ: Environment) -> str:
    """The path and query of the request, in ASCII; WSGI has bytes as Latin-1."""
    path = quote(environ["PATH_INFO"], safe="/", encoding="latin-1")
    query = quote(environ.get("QUERY_STRING", ""), safe=_PRINTABLE, encoding="latin-1")
    return f"{path}?{query}" if query else path


def _headers(environ: Environment) -> dict[str, str]:
    names = [name for name in environ if name.startswith("HTTP_")]
    headers = {name[5:].replace("_", "-").title(): str(environ[name]) for name in names}
    kept = {name: value for name, value in headers.items() if name.lower() not in _NOT_HANDED_ON}
    return {**kept, "Connection": "close"}
