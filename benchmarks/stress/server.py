"""Ordinary queries beside dear, abandoned and many ones: python -m benchmarks.stress.server LIBRARY

Four connections ask 200 natural queries without pause; /healthz is asked ten times a second. First alone, then beside
8, 20 and 50 connections that ask dear queries without pause (those of questions.py and the dearest of the grammar), 50
that ask them and hang up at once, and with 50 ordinary connections in the place of four. Each takes `--seconds`; all
together a minute.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, nullcontext
from pathlib import Path

from .asking import Answers, ask_without_pause, beside, hang_up_again_and_again
from .dearest import dearest_queries
from .questions import DEAR, natural_queries, search_path
from .serving import serving

_ORDINARY = 4
# With four, most queries of `alone` would be the first of their kind in their process.
_WARMING = 16
# A query that nobody waits for ends in this time.
_CALMING_SECONDS = 2.5
# Until all clients beside have asked.
_STARTING_SECONDS = 1.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path)
    parser.add_argument("--seconds", type=float, default=8.0)
    parser.add_argument("--dear", type=int, nargs="*", default=[8, 20, 50], help="connections with dear queries")
    parser.add_argument("--python", default=sys.executable, help="an interpreter that has another Fabula")
    arguments = parser.parse_args()
    seconds: float = arguments.seconds
    ordinary = [search_path(query) for query in natural_queries(arguments.library)]
    dear = [search_path(query) for query in (*DEAR, *dearest_queries(arguments.library))]
    with serving(arguments.library, python=arguments.python) as server:
        port = server.port
        ask_without_pause(port, ordinary, _WARMING, seconds * 2)  # the first ones read the library

        def run(name: str, others: Callable[[], AbstractContextManager[None]], connections: int = _ORDINARY) -> None:
            with others():
                time.sleep(_STARTING_SECONDS)
                answers, health = _measure(port, ordinary, connections, seconds)
            rate = len(answers.seconds) / seconds
            print(f"{name}\n  ordinary  {rate:.0f}/s, {answers}\n  /healthz  {health}", flush=True)

        def dear_clients(count: int) -> Callable[[], AbstractContextManager[None]]:
            return lambda: beside(ask_without_pause, port, dear, count, seconds + 30)

        run("alone", nullcontext)
        for count in arguments.dear:
            run(f"beside {count} connections with dear queries", dear_clients(count))
            time.sleep(_CALMING_SECONDS)
        run("beside 50 that hang up", lambda: beside(hang_up_again_and_again, port, dear, 50, seconds + 30))
        time.sleep(_CALMING_SECONDS)
        run("50 ordinary connections", nullcontext, 50)


def _measure(port: int, paths: list[str], connections: int, seconds: float) -> tuple[Answers, Answers]:
    with ThreadPoolExecutor() as pool:
        health = pool.submit(ask_without_pause, port, ["/healthz"], 1, seconds, pause=0.1)
        return ask_without_pause(port, paths, connections, seconds), health.result()


if __name__ == "__main__":
    main()
