"""A process of gunicorn's that runs waitress: for ordinary requests, or as a lane for dear ones."""

from __future__ import annotations

import os
import signal
import sys
from contextlib import suppress
from typing import Any, NamedTuple

from gunicorn.workers.base import Worker

from fabula.web.serving.answering import Answering
from fabula.web.serving.application import Served
from fabula.web.serving.commits.keeper import CommitKeeper
from fabula.web.serving.commits.shared_commits import CommitsOfServer
from fabula.web.serving.connections.activity import Activity
from fabula.web.serving.connections.pools import Pools
from fabula.web.serving.connections.server import ChannelServer, LaneServer, make_server
from fabula.web.serving.connections.spread import Place, Spread
from fabula.web.serving.front import behind_front
from fabula.web.serving.known_costs import KnownCosts
from fabula.web.serving.meanwhile import repeated
from fabula.web.serving.options import ServingOptions
from fabula.web.serving.shared.token_buckets import TokenBuckets
from .sockets import InnerSockets

# How long a search keeps the interpreter's lock while a health check waits for it, which needs it some five times.
_SWITCH_SECONDS = 0.001
# Dear requests that a process hands over at once; each takes a thread that waits.
_DEAR_ROOM = 8
# On Linux a weight of 335 beside 1,024: where ordinary requests keep two processors busy, the lane between them takes a
# seventh. At 10 it would take a twentieth, and most dear queries more than their time.
_LANE_NICENESS = 5


class Setup(NamedTuple):
    """What all processes share; `sockets` are for each other, `activity` says who asks for ordinary requests,
    `connections` and `dear` how many of each a process has, `buckets` how often each client has asked."""

    served: Served
    options: ServingOptions
    sockets: InnerSockets
    activity: Activity
    connections: Spread
    dear: Spread
    buckets: TokenBuckets | None

    def place_of(self, process: int) -> Place:
        return Place(process, self.connections, self.dear)

    @property
    def keepers(self) -> int:
        """How many processes keep commits for the others."""
        return 0 if self.sockets.commits is None else 1


class PagesWorker(Worker):  # type: ignore[misc]  # gunicorn ships no types
    """One process. The arbiter sets `is_lane` or `is_keeper` before it forks."""

    is_lane = is_keeper = False
    # gunicorn's word for what the arbiter was given.
    app: Any
    _server: ChannelServer | LaneServer | CommitKeeper | None = None

    @property
    def serves_others(self) -> bool:
        """True if other processes of the server need this one for their answers."""
        return self.is_lane or self.is_keeper

    @property
    def _setup(self) -> Setup:
        setup: Setup = self.app.setup
        return setup

    def init_signals(self) -> None:
        super().init_signals()
        # Ctrl-C, and the end of a terminal, reach all processes of it. The arbiter decides what they mean.
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        signal.signal(signal.SIGHUP, signal.SIG_IGN)
        # Nobody reads gunicorn's pipe for signals here; the loop of the server has its own.
        signal.set_wakeup_fd(-1)

    def handle_exit(self, sig: int, frame: object) -> None:
        self.alive = False
        if self._server is not None:
            with suppress(OSError):
                self._server.pull_trigger()

    def run(self) -> None:
        """Answer requests until the arbiter says that it is enough, or is gone."""
        sys.setswitchinterval(_SWITCH_SECONDS)
        if self.is_keeper:
            self._keep_commits()
            return
        served, commits = self._setup.served, self._setup.sockets.commits
        if commits is not None:
            served.share(CommitsOfServer(commits.getsockname()))
        self._server = server = self._lane_server() if self.is_lane else self._ordinary_server()
        with repeated(served.meanwhile):
            server.serve_until(self._is_over, self.notify)
            server.drain(self._setup.options.grace_seconds, self.notify)

    def _is_over(self) -> bool:
        return not self.alive or os.getppid() != self.ppid

    def _keep_commits(self) -> None:
        commits = self._setup.sockets.commits
        assert commits is not None
        # Or the system would give connections to it that it never takes.
        self.sockets[0].close()
        self._server = keeper = CommitKeeper(commits)
        keeper.serve_until(self._is_over, self.notify)

    def _ordinary_server(self) -> ChannelServer | LaneServer:
        setup = self._setup
        costs = KnownCosts()
        lane = setup.sockets.lane.getsockname()
        answering = Answering(setup.served.application, setup.options.query_seconds, costs, lane=lane)
        pools = Pools(costs, setup.activity, dear=_DEAR_ROOM, dear_room=_DEAR_ROOM)
        front = behind_front(answering, setup.options, setup.buckets)
        is_trusted = setup.options.trust_proxy
        place = setup.place_of(self.age)
        return make_server(front, self.sockets[0], pools, setup.served.note, place, trust_proxy=is_trusted)

    def _lane_server(self) -> ChannelServer | LaneServer:
        setup = self._setup
        os.nice(_LANE_NICENESS)
        # Or the system would give connections to it that it never takes.
        self.sockets[0].close()
        costs = KnownCosts()
        answering = Answering(setup.served.application, setup.options.query_seconds, costs, is_lane=True)
        pools = Pools(costs, Activity(), quick=0, ordinary=1, dear=0, dear_room=0)
        return make_server(answering, setup.sockets.lane, pools)
