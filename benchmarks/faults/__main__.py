"""`python -m benchmarks.faults [SUITE …]`, from the checkout: the fault suites in full, each with its tally."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .flips import flip_bits


def _flips(folder: Path, options: argparse.Namespace) -> list[str]:
    tally = flip_bits(folder, options.flips, options.seed)
    files = ", ".join(f"{count:,} in {suffix}" for suffix, count in tally.files.most_common())
    print(f"{tally.flips:,} bits flipped ({files}); check found {tally.found:,}")
    print(", ".join(f"{count:,} answers {name}" for name, count in sorted(tally.answers.items())))
    return tally.problems


SUITES: dict[str, Callable[[Path, argparse.Namespace], list[str]]] = {"flips": _flips}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"{', '.join(SUITES)}; all if none is named")
    parser.add_argument("--flips", type=int, default=1_000, help="bits to flip (1000)")
    parser.add_argument("--moments", type=int, default=500, help="processes to kill (500)")
    parser.add_argument("--commits", type=int, default=200, help="commits while others search (200)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if unknown := set(options.suites) - set(SUITES):
        parser.error(f"there is no suite {', '.join(sorted(unknown))}")
    failed = 0
    for name in options.suites or SUITES:
        started = time.perf_counter()
        print(f"== {name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="fabula-faults-") as folder:
            problems = SUITES[name](Path(folder), options)
        for problem in problems[:20]:
            print(f"  {problem}")
        print(f"{len(problems):,} problems after {time.perf_counter() - started:,.0f} s", flush=True)
        failed += len(problems)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
