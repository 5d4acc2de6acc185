"""Processes that are stopped, restarted, killed, or lose a file that they have mapped (Linux):
python -m benchmarks.stress.processes LIBRARY

Four connections ask ordinary queries without pause meanwhile. A request that got no answer is counted as dropped. The
segment is truncated in a copy of the library in a temporary folder. All together half a minute.
"""

from __future__ import annotations

import argparse
import os
import shutil
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from .asking import ask_without_pause
from .questions import natural_queries, search_path
from .serving import Serving, serving

_CONNECTIONS = 4
_BEFORE_SECONDS = 1.5
_RUNNING = 16


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has another Fabula")
    arguments = parser.parse_args()
    ordinary = [search_path(query) for query in natural_queries(arguments.library)]
    python: str = arguments.python

    def with_load(name: str, library: Path, act: Callable[[Serving], object], seconds: float = 6.0) -> None:
        with serving(library, python=python) as server, ThreadPoolExecutor() as pool:
            answers = pool.submit(ask_without_pause, server.port, ordinary, _CONNECTIONS, seconds)
            time.sleep(_BEFORE_SECONDS)
            print(f"{name}: {act(server)}\n  ordinary  {answers.result()}", flush=True)

    with_load("SIGHUP", arguments.library, _restart)
    with_load("SIGKILL of one process", arguments.library, _kill_one)
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "library"
        shutil.copytree(arguments.library, copy)
        with_load("a segment is truncated", copy, lambda server: _truncate(server, copy))
    _stop(arguments.library, ordinary, python)


def _restart(server: Serving) -> str:
    before = set(server.pids())
    started = time.monotonic()
    server.process.send_signal(signal.SIGHUP)
    while set(server.pids()) & before and time.monotonic() - started < 30:
        time.sleep(0.05)
    return f"all processes are new after {time.monotonic() - started:.1f} s"


def _kill_one(server: Serving) -> str:
    before = server.pids()
    os.kill(before[-1], signal.SIGKILL)
    started = time.monotonic()
    while len(server.pids()) < len(before) or set(server.pids()) == set(before):
        time.sleep(0.01)
    return f"another is there after {time.monotonic() - started:.2f} s"


def _truncate(server: Serving, library: Path) -> str:
    before = set(server.pids())
    segment = max((library / "index").glob("*"), key=lambda path: path.stat().st_size)
    os.truncate(segment, segment.stat().st_size // 3)
    time.sleep(3)
    return (
        f"{len(before - set(server.pids()))} of {len(before)} processes were replaced, {len(server.pids())} are there"
    )


def _stop(library: Path, ordinary: list[str], python: str) -> None:
    """Requests that were sent before SIGTERM; what is asked later finds nobody, as it should."""
    with serving(library, python=python) as server, ThreadPoolExecutor(_RUNNING) as pool:
        ask_without_pause(server.port, ordinary, _CONNECTIONS, _BEFORE_SECONDS)
        running = [pool.submit(ask_without_pause, server.port, [path], 1, 0.01) for path in ordinary[:_RUNNING]]
        time.sleep(0.1)
        started = time.monotonic()
        server.process.send_signal(signal.SIGTERM)
        code = server.process.wait(timeout=60)
        statuses = sum((answers.result().statuses for answers in running), Counter[int]())
        print(
            f"SIGTERM with {_RUNNING} running: over after {time.monotonic() - started:.1f} s, code {code}; "
            f"{statuses[200]} x 200, {statuses[0]} x dropped"
        )


if __name__ == "__main__":
    main()
