"""One connection: waitress's channel, with an end by time for whatever a client does slowly.

waitress reads requests and sends answers in one loop that never waits, so that slow clients take no thread. But it only
ends connections on which nothing happens at all: a byte now and then keeps one for ever.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from contextlib import suppress
from typing import Any, Protocol

from waitress.channel import HTTPChannel
from waitress.parser import HTTPRequestParser, ParsingError

from fabula.web.serving.trial import HandOver
from .prices import MeanCost
from .tasks import ChannelErrorTask, ChannelTask

# From the first byte of a request to its last, and from the connection to its first request.
REQUEST_SECONDS = 10.0
# Between requests. Browsers keep connections for the next click; a new one costs them nothing to speak of.
IDLE_SECONDS = 30.0
# An answer must be taken in this time, and one more second for each piece.
ANSWER_SECONDS = 30.0
BYTES_PER_SECOND = 16_384


class RequestParser(HTTPRequestParser):  # type: ignore[misc]  # waitress ships no types
    """One request, as it comes; `once` has what was done for it once."""

    # waitress names the path in its log also of what has none: a request that breaks the rules of HTTP.
    path = query = command = ""

    def __init__(self, adjustments: Any) -> None:
        super().__init__(adjustments)
        self.once: dict[str, Any] = {}

    def parse_header(self, header: bytes) -> None:
        try:
            super().parse_header(header)
        except ValueError as error:
            # waitress leaves some addresses to urllib, and would close the connection without an answer.
            raise ParsingError("Invalid address") from error


class Owner(Protocol):
    """What a channel needs of its server."""

    is_draining: bool

    def hand_over(self, channel: Channel, seconds: float) -> None: ...


class Channel(HTTPChannel):  # type: ignore[misc]  # waitress ships no types
    """A connection. `service` and what it calls run in a thread of a pool, all else in the thread of the loop."""

    parser_class = RequestParser
    task_class = ChannelTask
    error_task_class = ChannelErrorTask
    server: Owner

    def __init__(self, *arguments: Any, **options: Any) -> None:
        self._when_gone: list[Callable[[], object]] = []
        # By time.monotonic(): since when it is open, its request is incomplete, its answer is not taken.
        self._opened_at = time.monotonic()
        self._reading_since: float | None = None
        self._sending_since: float | None = None
        self._to_send = 0
        self._has_asked = False
        # Of its latest answers.
        self.costs = MeanCost()
        super().__init__(*arguments, **options)

    def received(self, data: bytes) -> bool:
        received: bool = super().received(data)
        self._has_asked = self._has_asked or bool(self.requests)
        if self.request is None:
            self._reading_since = None
        elif self._reading_since is None:
            self._reading_since = time.monotonic()
        return received

    def service(self) -> None:
        """Answer the first of the requests, in a thread of a pool."""
        try:
            super().service()
        except HandOver as request:
            self.server.hand_over(self, request.seconds)

    def forget_last_request(self) -> None:
        """A request begins; what was to be done for the one before it no longer is."""
        self._when_gone.clear()

    def on_gone(self, act: Callable[[], object]) -> None:
        """Call `act` when the client has gone, now if it has already."""
        self._when_gone.append(act)
        if not self.connected:
            self.abandon()

    def abandon(self) -> None:
        """End the work for the running request."""
        while self._when_gone:
            with suppress(IndexError):
                self._when_gone.pop()()

    def handle_close(self) -> None:
        super().handle_close()
        self.abandon()

    @property
    def is_idle(self) -> bool:
        """No request is here or on its way, and no answer has to be sent."""
        return not (self.requests or self.request is not None or self.total_outbufs_len or self.close_when_flushed)

    @property
    def idle_since(self) -> float:
        """Since when nothing was read or sent, by time.monotonic()."""
        # waitress's own clock counts from 1970.
        return time.monotonic() - (time.time() - float(self.last_activity))

    def end_if_late(self, now: float) -> None:
        """Close the connection if it takes longer than it may at whatever it does; `now` is time.monotonic()."""
        if not self.total_outbufs_len:
            self._sending_since = None
        elif self._sending_since is None:
            self._sending_since, self._to_send = now, self.total_outbufs_len
        if self._is_late(now):
            # waitress's `will_close` waits until the client takes something.
            self.handle_close()

    def _is_late(self, now: float) -> bool:
        if self._sending_since is not None:
            return now - self._sending_since > ANSWER_SECONDS + self._to_send / BYTES_PER_SECOND
        if self.requests:
            return False
        if self._reading_since is not None:
            return now - self._reading_since > REQUEST_SECONDS
        if not self._has_asked:
            return now - self._opened_at > REQUEST_SECONDS
        return now - self.idle_since > IDLE_SECONDS
