"""One process that answers: waitress's server, with room for new connections and an end without lost requests."""

from __future__ import annotations

import logging
import socket
import time
from collections import deque
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from waitress import wasyncore
from waitress.adjustments import Adjustments
from waitress.server import TcpWSGIServer, UnixWSGIServer

from fabula.web.serving.application import Answered
from fabula.web.serving.stage import Stage
from fabula.web.serving.trial import DEAR_SECONDS, TRIAL_SECONDS
from .channel import Channel
from .pools import Pools
from .spread import Place, Spread
from .tasks import ARRIVED

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication

# An idle connection costs 10 KB, and each turn of the loop 2 µs. Beyond this the one that is idle longest is closed.
MAX_CONNECTIONS = 400
# Nothing is sent to these pages but questions.
_MAX_BODY_BYTES = 65_536
# The bytes of an answer that its client has not taken yet; what is over a megabyte waits in a file. The thread that
# makes more of it has to wait.
_MAX_WAITING_BYTES = 256 << 20
_TURN_SECONDS = 1.0
# A refused request learns of it after this time: 34 clients that asked again at once took most of a process.
_REFUSAL_SECONDS = 1.0
# While it stops, an idle connection stays for another request that may be on its way already.
_LINGER_SECONDS = 0.4
# A process that has more connections than another leaves the next one to it for so long. Then it takes that itself: the
# other may be busy.
_GIVE_WAY_SECONDS = 0.02
# Requests that are abandoned at the end of the grace have so long for their answers.
_LAST_SECONDS = 1.0


class _Serving:
    """What Unix and TCP servers have in common."""

    channel_class = Channel
    # Declared for mypy; waitress ships no types.
    task_dispatcher: Pools
    # When they may be told, by time.monotonic().
    _refused: deque[tuple[float, Channel]]
    active_channels: dict[int, Channel]
    accepting: bool
    note: Callable[[Answered], object]
    is_draining = False
    _map: dict[int, Any]

    def gauges(self) -> dict[str, int]:
        """Numbers of all processes of the server, by name."""
        return {}

    def add_task(self, channel: Channel) -> None:
        """Called when the first of the requests of a connection is complete; those known to be dear need no trial."""
        channel.requests[0].once[ARRIVED] = time.monotonic()
        known = self.task_dispatcher.known_cost(channel.requests[0])
        if known >= TRIAL_SECONDS:
            self.hand_over(channel, known)
        else:
            self.task_dispatcher.add_task(channel)

    def hand_over(self, channel: Channel, seconds: float) -> None:
        """Let the running request of `channel` wait until it is the turn of those that take so many processor seconds.

        A dear one waits for the lane, or is refused.
        """
        request = channel.requests[0]
        if seconds <= DEAR_SECONDS:
            self.task_dispatcher.add_task(channel)
            return
        request.stage = Stage.DEAR
        if not self.task_dispatcher.add_dear(channel):
            request.stage = Stage.REFUSED
            self._refused.append((time.monotonic() + _REFUSAL_SECONDS, channel))

    def serve_until(self, is_over: Callable[[], bool], each_turn: Callable[[], object] = lambda: None) -> None:
        """Answer requests until `is_over`; ends within a second of that, or at once after `pull_trigger`."""
        while not is_over():
            self._turn(_TURN_SECONDS)
            each_turn()

    def drain(self, grace_seconds: float, each_turn: Callable[[], object] = lambda: None) -> None:
        """Take no more connections, finish all requests, and abandon those that are not done after the grace."""
        self.is_draining = True
        self._take_waiting_connections()
        until = time.monotonic() + grace_seconds
        self._finish(until, each_turn)
        for channel in list(self.active_channels.values()):
            channel.abandon()
        self._finish(time.monotonic() + _LAST_SECONDS, each_turn)
        self.task_dispatcher.shutdown()
        wasyncore.close_all(self._map)

    def _finish(self, until: float, each_turn: Callable[[], object]) -> None:
        while self.active_channels and (now := time.monotonic()) < until:
            for channel in list(self.active_channels.values()):
                if channel.is_idle and now - channel.idle_since > _LINGER_SECONDS:
                    channel.handle_close()
            self._turn(_LINGER_SECONDS / 4)
            each_turn()

    def _take_waiting_connections(self) -> None:
        """Accept what clients have asked for already, and close the listening socket."""
        count = len(self.active_channels)
        while True:
            self.handle_accept()  # type: ignore[attr-defined]
            if len(self.active_channels) == count:
                break
            count = len(self.active_channels)
        wasyncore.dispatcher.close(self)

    def _turn(self, seconds: float) -> None:
        wasyncore.loop(timeout=seconds, use_poll=True, map=self._map, count=1)
        now = time.monotonic()
        while self._refused and (self.is_draining or self._refused[0][0] < now):
            self.task_dispatcher.add_task(self._refused.popleft()[1])
        for channel in list(self.active_channels.values()):
            channel.end_if_late(now)


class ChannelServer(_Serving, TcpWSGIServer):  # type: ignore[misc]  # waitress ships no types
    """For browsers and programs, in its `place` among the processes that share the socket."""

    max_connections = MAX_CONNECTIONS
    place: Place
    # Until when the connection that waits is left to another process, by time.monotonic(); None if none is. It takes
    # that connection in the first turn after this time, however late the turn is.
    _gives_way_until: float | None = None

    def readable(self) -> bool:
        """Whether another connection is welcome. Called by the loop before each turn."""
        if not self.accepting or self._gives_way_seconds() > 0:
            return False
        channels = list(self.active_channels.values())
        self.place.connections.note(self.place.process, len(channels))
        self.place.dear.note(self.place.process, self.task_dispatcher.dear_requests)
        return len(channels) < self.max_connections or any(channel.is_idle for channel in channels)

    def gauges(self) -> dict[str, int]:
        return {"connections": self.place.connections.total(), "dear_requests": self.place.dear.total()}

    def drain(self, grace_seconds: float, each_turn: Callable[[], object] = lambda: None) -> None:
        self.place.connections.forget(self.place.process)
        super().drain(grace_seconds, each_turn)

    def handle_accept(self) -> None:
        """Take a connection, or leave it to a process that has fewer. If there are too many, the one that is idle
        longest goes."""
        if self._leaves_it_to_another():
            self._gives_way_until = time.monotonic() + _GIVE_WAY_SECONDS
            return
        super().handle_accept()
        channels = list(self.active_channels.values())
        if len(channels) > self.max_connections:
            idle = [channel for channel in channels[:-1] if channel.is_idle]
            min(idle, key=lambda channel: channel.last_activity, default=channels[-1]).handle_close()

    def _leaves_it_to_another(self) -> bool:
        if self.is_draining or self._gives_way_until is not None:
            return False
        return len(self.active_channels) > self.place.connections.fewest()

    def _gives_way_seconds(self) -> float:
        return 0.0 if self._gives_way_until is None else max(0.0, self._gives_way_until - time.monotonic())

    def _turn(self, seconds: float) -> None:
        if self._gives_way_until is None:
            super()._turn(seconds)
            return
        # 0 when the time is over: if the connection does not wait any more, the next one is another.
        left = self._gives_way_seconds()
        super()._turn(min(seconds, left))
        if not left:
            self._gives_way_until = None


class LaneServer(_Serving, UnixWSGIServer):  # type: ignore[misc]  # waitress ships no types
    """For the other processes: one dear request at a time. The others wait in the system's queue of connections."""

    def readable(self) -> bool:
        return self.accepting and not self.active_channels

    def _take_waiting_connections(self) -> None:
        """They are for another lane; the arbiter ends the last one when nobody waits any more."""
        wasyncore.dispatcher.close(self)


def make_server(
    application: WSGIApplication,
    listening: socket.socket,
    pools: Pools,
    note: Callable[[Answered], object] = lambda answered: None,
    place: Place | None = None,
    *,
    trust_proxy: bool = False,
) -> ChannelServer | LaneServer:
    """A server on a socket that listens already; one that shares it has a `place` among those that do.

    It tells `note` of each request that was answered. Without `trust_proxy` the application sees no header that only a
    proxy should write.
    """
    # It warns of every request that waits for a thread, as the style and script of a page do.
    logging.getLogger("waitress.queue").setLevel(logging.ERROR)
    adjustments = Adjustments(
        ident="fabula",
        # So that the end of a connection is noticed while its request is worked for.
        channel_request_lookahead=1,
        max_request_body_size=_MAX_BODY_BYTES,
        outbuf_high_watermark=_MAX_WAITING_BYTES,
        clear_untrusted_proxy_headers=not trust_proxy,
    )
    is_tcp = listening.family in (socket.AF_INET, socket.AF_INET6)
    make = ChannelServer if is_tcp else LaneServer
    address = (listening.family, listening.type, listening.proto, listening.getsockname())
    server = make(
        application, {}, True, listening, dispatcher=pools, adj=adjustments, bind_socket=False, sockinfo=address
    )
    server._refused, server.note = deque(), note
    if isinstance(server, ChannelServer):
        server.place = place or Place(0, Spread(), Spread())
    return server
