"""The sockets by which the processes of a server reach each other."""

from __future__ import annotations

import os
import shutil
import socket
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from fabula.web.serving.commits.messages import CAN_SHARE, make_socket

_BACKLOG = 256


class InnerSockets(NamedTuple):
    """Each listens: `lane` for dear requests, `commits` for the files of commits; None where those cannot be shared."""

    lane: socket.socket
    commits: socket.socket | None


@contextmanager
def inner_sockets() -> Iterator[InnerSockets]:
    """Sockets of Unix in a folder that only this user can enter."""
    owner = os.getpid()
    folder = Path(tempfile.mkdtemp(prefix="fabula-"))
    try:
        with ExitStack() as stack:
            lane = stack.enter_context(socket.socket(socket.AF_UNIX, socket.SOCK_STREAM))
            commits = stack.enter_context(make_socket()) if CAN_SHARE else None
            for name, each in (("lane", lane), ("commits", commits)):
                if each is not None:
                    each.bind(str(folder / name))
                    each.listen(_BACKLOG)
                    each.setblocking(False)
            yield InnerSockets(lane, commits)
    finally:
        if os.getpid() == owner:
            shutil.rmtree(folder, ignore_errors=True)
