"""`fabula serve` in a process of its own, on a free port of this machine."""

from __future__ import annotations

import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from .asking import ask


@dataclass(frozen=True, slots=True)
class Serving:
    """A running server."""

    process: subprocess.Popen[str]
    port: int

    def pids(self) -> list[int]:
        """The processes that answer (Linux)."""
        children = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return list(map(int, children.read_text().split()))


@contextmanager
def serving(library: Path, *options: str, python: str = sys.executable) -> Iterator[Serving]:
    """Serve `library` in this block, with the Fabula of another interpreter if `python` says so."""
    command = [python, "-m", "fabula.web.cli", "serve", "--port", "0", "--library", str(library), *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, bufsize=1) as process:
        assert process.stdout is not None
        address = re.search(r"http://127\.0\.0\.1:(\d+)/", process.stdout.readline())
        if address is None:
            raise RuntimeError("the server did not start; see its message")
        server = Serving(process, int(address[1]))
        try:
            ask(server.port, "/")
            yield server
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
                process.communicate(timeout=30)
