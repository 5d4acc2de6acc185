"""Serving from several processes, on systems that can fork."""

from __future__ import annotations

import gc
import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from fabula.web.serving.application import Served
from fabula.web.serving.connections.activity import Activity
from fabula.web.serving.connections.spread import Spread
from fabula.web.serving.front import make_buckets
from fabula.web.serving.options import ServingOptions
from .arbiter import PagesArbiter, PagesSetup
from .worker import Setup

_BACKLOG = 256


def serve_from_processes(served: Served, listening: socket.socket, options: ServingOptions) -> int:
    """Answer requests until a signal ends the server, and return its number.

    Forks, so no other thread may run. Raises SystemExit in the processes that it starts.
    """
    arbiter_pid = os.getpid()
    with _lane_socket() as lane:
        setup = Setup(served, options, lane, Activity(), Spread(), make_buckets(options))
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


@contextmanager
def _lane_socket() -> Iterator[socket.socket]:
    """A socket of Unix in a folder that only this user can enter."""
    owner = os.getpid()
    folder = Path(tempfile.mkdtemp(prefix="fabula-"))
    try:
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as lane:
            lane.bind(str(folder / "lane"))
            lane.listen(_BACKLOG)
            lane.setblocking(False)
            yield lane
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)
