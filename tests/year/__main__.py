"""Plays years: `python -m tests.year [--seeds 100] [--first 1] [--rounds 60]`, from the checkout.

Each seed is a year of its own. It prints what went wrong, with the shortest series of changes that it goes wrong after.
The exit code is 1 if anything did.
"""

from __future__ import annotations

import argparse
import sys
import time

from .changes import CHANGES
from .play import make_plan
from .runs import RUNS
from .shrink import Failure, failure_of, shrink


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.year", description=__doc__)
    parser.add_argument("--seeds", type=int, default=10, help="how many years (10)")
    parser.add_argument("--first", type=int, default=1, help="the first seed (1)")
    parser.add_argument("--rounds", type=int, default=60, help="rounds of changes in a year (60)")
    parser.add_argument("--leave-out", action="append", default=[], choices=[*CHANGES, *RUNS], metavar="NAME")
    parser.add_argument("--shrink", type=float, default=60, help="seconds to look for a shorter failure (60)")
    options = parser.parse_args()
    failed = 0
    for seed in range(options.first, options.first + options.seeds):
        began = time.monotonic()
        plan = make_plan(seed, options.rounds, options.leave_out)
        error = failure_of(plan)
        print(f"seed {seed}: {'fails' if error else 'holds'} ({time.monotonic() - began:.0f} s)", flush=True)
        if error:
            failed += 1
            plan, error = shrink(Failure(plan, error), seconds=options.shrink)
            print(f"{plan}\n{type(error).__name__}: {error}\n", flush=True)
    return min(failed, 1)


if __name__ == "__main__":
    sys.exit(main())
