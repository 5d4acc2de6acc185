"""The answer to one request, as waitress writes it, and what is said of it when it is done."""

from __future__ import annotations

import logging
import time
from typing import Any

from waitress.channel import ClientDisconnected
from waitress.task import ErrorTask, WSGITask

from fabula.web.serving.application import Answered
from fabula.web.serving.stage import ADDRESS, GAUGES, HAND_OVER_ABOVE, ON_GONE, ONCE, REFUSAL, STAGE, Environment, Stage
from fabula.web.serving.trial import DEAR_SECONDS

# nginx's number for a client that went.
_CLIENT_GONE = 499


def address_of(request: Any) -> str:
    """The path and the query of a request as waitress has read it."""
    return f"{request.path}?{request.query}"


class _NotedTask:
    """Tells the server of the answer. What is handed over is told of by the task that answers it in the end."""

    # waitress's; it ships no types.
    channel: Any
    request: Any
    status: str
    environ: Environment | None = None
    _size = 0

    def write(self, data: bytes) -> None:
        super().write(data)  # type: ignore[misc]
        self._size += len(data)

    def service(self) -> None:
        try:
            super().service()  # type: ignore[misc]
        except ClientDisconnected:
            self._note(_CLIENT_GONE)
            raise
        self._note(int(self.status[:3]))

    def _note(self, status: int) -> None:
        try:
            self.channel.server.note(self._answered(status))
        except Exception:
            # The answer is on its way.
            logging.getLogger(__name__).exception("a request could not be counted")

    def _answered(self, status: int) -> Answered:
        request, environ = self.request, self.environ or {}
        arrived = request.once.get(ARRIVED)
        refusal = environ.get(REFUSAL)
        return Answered(
            client=str(environ.get("REMOTE_ADDR") or self.channel.addr[0]),
            method=request.command or "",
            path=request.path,
            query=request.query,
            version=request.version or "",
            status=status,
            size=self._size,
            seconds=time.monotonic() - arrived if arrived else 0.0,
            refusal="" if refusal is None else refusal.code,
        )


# When the whole request was there, by time.monotonic().
ARRIVED = "fabula.arrived"


class ChannelTask(_NotedTask, WSGITask):  # type: ignore[misc]  # waitress ships no types
    """The answer of the application."""

    def get_environment(self) -> Environment:
        if self.environ is None:
            self.channel.forget_last_request()
        environ: Environment = super().get_environment()
        environ[ADDRESS] = address_of(self.request)
        environ[STAGE] = getattr(self.request, "stage", Stage.FIRST)
        environ[HAND_OVER_ABOVE] = getattr(self.request, "hand_over_above", DEAR_SECONDS)
        environ[ON_GONE] = self.channel.on_gone
        environ[ONCE] = self.request.once
        environ[GAUGES] = self.channel.server.gauges
        return environ

    def build_response_header(self) -> bytes:
        if self.channel.server.is_draining:
            self.set_close_on_finish()
        header: bytes = super().build_response_header()
        return header


class ChannelErrorTask(_NotedTask, ErrorTask):  # type: ignore[misc]  # waitress ships no types
    """The answer to what is no request."""
