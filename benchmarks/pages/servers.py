"""Both servers, each with so many processes: `fabula serve`, and Datasette under uvicorn."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from benchmarks.processes import processor_seconds
from benchmarks.stress.questions import search_path
from benchmarks.stress.serving import serving
from . import datasette_app

__all__ = ["START", "Pages"]

_ROOT = Path(__file__).parents[2]
# On a busy machine the first queries may take longer than the 2 s that a query has.
_QUERY_SECONDS = "30"


@dataclass(frozen=True, slots=True)
class Pages:
    """A server that runs.

    ports         one for each of its addresses; clients take them by turns.
    pids          of the processes that were started, without their children.
    result, mark  what the HTML has once for each result, and once for each marked word.
    """

    ports: tuple[int, ...]
    pids: tuple[int, ...]
    path_of: Callable[[str], str]
    result: bytes
    mark: bytes

    def processor_seconds(self) -> float:
        """What all processes of the server have used."""
        return sum(map(processor_seconds, self.pids))


# Runs a server over a library, or the database of its scenes, with so many processes.
_Start = Callable[[Path, Path, int], AbstractContextManager[Pages]]


@contextmanager
def _fabula(library: Path, database: Path, processes: int) -> Iterator[Pages]:
    with serving(library, "--processes", str(processes), "--query-timeout", _QUERY_SECONDS) as server:
        yield Pages((server.port,), (server.process.pid,), search_path, b'<li class="hit">', b"<mark")


@contextmanager
def _datasette(library: Path, database: Path, processes: int) -> Iterator[Pages]:
    """Processes with a port each, so that clients are spread evenly. uvicorn's own workers share one."""
    with ExitStack() as started:
        servers = [started.enter_context(_uvicorn(database)) for _ in range(processes)]
        yield Pages(
            tuple(port for _, port in servers),
            tuple(pid for pid, _ in servers),
            _datasette_path,
            datasette_app.RESULT,
            datasette_app.MARK,
        )


def _datasette_path(query: str) -> str:
    return f"{datasette_app.PATH}?{urlencode({'q': query})}"


@contextmanager
def _uvicorn(database: Path) -> Iterator[tuple[int, int]]:
    """The id and the port of a process. It writes no log of requests, which `fabula serve` does not either."""
    command = [sys.executable, "-m", "uvicorn", "--factory", "benchmarks.pages.datasette_app:app"]
    command += ["--port", "0", "--no-access-log"]
    with subprocess.Popen(
        command, cwd=_ROOT, env=datasette_app.environment(database), stderr=subprocess.PIPE, text=True
    ) as process:
        try:
            yield process.pid, _port(process)
        finally:
            process.terminate()
            process.communicate(timeout=30)


def _port(process: subprocess.Popen[str]) -> int:
    assert process.stderr is not None
    log: list[str] = []
    for line in process.stderr:
        if address := re.search(r"running on http://127\.0\.0\.1:(\d+)", line):
            return int(address[1])
        log.append(line)
    raise RuntimeError(f"Datasette did not start: {''.join(log)[-2000:]}")


START: dict[str, _Start] = {"fabula": _fabula, "datasette": _datasette}
