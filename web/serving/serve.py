"""Serves an application in the way that suits the system."""

from __future__ import annotations

import socket

from .application import Served
from .options import CAN_FORK, ServingOptions


def serve(served: Served, listening: socket.socket, options: ServingOptions) -> int:
    """Answer requests until Ctrl-C, SIGTERM or the end of the terminal; return the number of that signal."""
    if not CAN_FORK:
        from .one_process import serve_alone

        return serve_alone(served, listening, options)
    # 0.1 s of import, and gunicorn is not installed on Windows.
    from fabula.web.serving.processes.serve_from_processes import serve_from_processes

    return serve_from_processes(served, listening, options)
