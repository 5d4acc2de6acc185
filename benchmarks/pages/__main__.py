"""Pages of results a second, beside Datasette with SQLite FTS5 over the same scenes: python -m benchmarks.pages LIBRARY

Both serve from as many processes the same 200 queries, on four connections that are kept, without caches of answers.
Prints a table and the ratio; with --json the figures. Takes a minute for 90 MB. Needs the extra `bench`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from .comparison import Comparison, WrongPages, compare
from .report import table


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.pages", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("library", type=Path)
    parser.add_argument("--processes", type=int, default=2, help="of each server (default: 2)")
    parser.add_argument("--connections", type=int, default=4, help="that ask at once (default: 4)")
    parser.add_argument("--seconds", type=float, default=3.0, help="of each round (default: 3)")
    parser.add_argument("--rounds", type=int, default=5, help="of each server, by turns (default: 5)")
    parser.add_argument("--queries", type=int, default=200, help="runs of words of the stories (default: 200)")
    parser.add_argument("--json", action="store_true", help="print figures instead of a table")
    options = parser.parse_args(arguments)
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory(prefix="fabula-pages-") as folder:
        try:
            comparison = compare(
                options.library,
                Path(folder),
                processes=options.processes,
                connections=options.connections,
                seconds=options.seconds,
                rounds=options.rounds,
                most_queries=options.queries,
            )
        except WrongPages as error:
            print(error, file=sys.stderr)
            return 1
    print(_json(comparison, load) if options.json else f"{table(comparison)}\n\nThe load before was {load:.1f}.")
    return 0


def _json(comparison: Comparison, load: float) -> str:
    ratios = {"ratio": comparison.ratio, "processor_ratio": comparison.processor_ratio}
    return json.dumps({**asdict(comparison), **ratios, "load": load}, indent=2)


if __name__ == "__main__":
    sys.exit(main())
