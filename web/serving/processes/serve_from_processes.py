"""Serving from several processes, on systems that can fork."""

from __future__ import annotations

import gc
import os
import socket

from fabula.web.serving.application import Served
from fabula.web.serving.connections.activity import Activity
from fabula.web.serving.connections.spread import Spread
from fabula.web.serving.front import make_buckets
from fabula.web.serving.options import ServingOptions
from .arbiter import PagesArbiter, PagesSetup
from .sockets import inner_sockets
from .worker import Setup


def serve_from_processes(served: Served, listening: socket.socket, options: ServingOptions) -> int:
    """Answer requests until a signal ends the server, and return its number.

    Forks, so no other thread may run. Raises SystemExit in the processes that it starts.
    """
    arbiter_pid = os.getpid()
    with inner_sockets() as sockets:
        setup = Setup(served, options, sockets, Activity(), Spread(), Spread(), make_buckets(options))
        arbiter = PagesArbiter(PagesSetup(setup), listening)
        # What is loaded by now is shared by all processes, as long as the collector does not touch it.
        gc.collect()
        gc.freeze()
        try:
            arbiter.run()
        except SystemExit as end:
            if os.getpid() != arbiter_pid or end.code:
                raise
        finally:
            gc.unfreeze()
    return int(arbiter.ended_by)
