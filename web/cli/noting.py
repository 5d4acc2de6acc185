"""What is done with each request of a server that was answered: it is counted, and written to the access log."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from fabula.web.api.metrics import count_traffic, endpoint_of
from fabula.web.serving.access_log import AccessLog
from fabula.web.serving.application import Answered

if TYPE_CHECKING:
    from flask import Flask


def noting(app: Flask, log: AccessLog | None) -> Callable[[Answered], None]:
    """What a server of `app` calls for each request. Made before its processes, which count together."""
    traffic = count_traffic(app)

    def note(answered: Answered) -> None:
        endpoint = endpoint_of(app, answered.path)
        traffic.note(endpoint, answered.method, answered.status, answered.seconds, answered.refusal)
        if log is not None:
            log.note(answered)

    return note
