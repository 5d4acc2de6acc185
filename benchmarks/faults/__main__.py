"""`python -m benchmarks.faults [SUITE …]`, from the checkout: runs the full fault suites and prints their tallies."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from .failing import fail_steps
from .flips import flip_bits
from .kills import kill_writers
from .readers import read_while_writing
from .storage import crash_storage


def _flips(folder: Path, options: argparse.Namespace) -> list[str]:
    tally = flip_bits(folder, options.flips, options.seed)
    files = ", ".join(f"{count:,} in {suffix}" for suffix, count in tally.files.most_common())
    print(f"{tally.flips:,} bits flipped ({files}); check detected {tally.detected:,}")
    print(", ".join(f"{count:,} answers {name}" for name, count in sorted(tally.answers.items())))
    return tally.problems


def _kills(folder: Path, options: argparse.Namespace) -> list[str]:
    tally = kill_writers(folder, options.moments, options.seed)
    print(f"{tally.moments:,} moments: {', '.join(f'{name} {count:,}' for name, count in sorted(tally.ended.items()))}")
    return tally.problems


def _failing(folder: Path, options: argparse.Namespace) -> list[str]:
    tally = fail_steps(folder, options.steps, options.seed)
    print(f"{tally.steps:,} failures: {', '.join(f'{kind} {count:,}' for kind, count in tally.kinds.most_common())}")
    return tally.problems


def _storage(folder: Path, options: argparse.Namespace) -> list[str]:
    tally = crash_storage(folder, options.moments, options.seed)
    after = ", ".join(f"{kind} {count:,}" for kind, count in tally.after.most_common())
    print(f"{tally.crashes:,} crashes (after {after}); {tally.torn:,} files torn, {tally.lost:,} changed names lost")
    return tally.problems


def _readers(folder: Path, options: argparse.Namespace) -> list[str]:
    tally = read_while_writing(folder, options.commits)
    print(
        f"{tally.commits:,} commits; {tally.answers:,} answers of 8 threads and 4 processes, from "
        f"{len(tally.generations):,} states; all saw the last commit within {max(tally.lags, default=0):.2f} s"
    )
    return tally.problems


SUITES: dict[str, Callable[[Path, argparse.Namespace], list[str]]] = {
    "flips": _flips,
    "kills": _kills,
    "failing": _failing,
    "storage": _storage,
    "readers": _readers,
}


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.faults", description=__doc__)
    parser.add_argument("suites", nargs="*", metavar="SUITE", help=f"{', '.join(SUITES)} (default: all)")
    parser.add_argument("--flips", type=int, default=1_000, help="bits to flip (default: 1000)")
    parser.add_argument(
        "--moments", type=int, default=500, help="processes to kill, and storage crashes (default: 500)"
    )
    parser.add_argument("--steps", type=int, help="steps of each kind to fail in each action (default: all)")
    parser.add_argument("--commits", type=int, default=200, help="commits while readers search (default: 200)")
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    if unknown := set(options.suites) - set(SUITES):
        parser.error(f"there is no suite {', '.join(sorted(unknown))}")
    problem_count = 0
    for name in options.suites or SUITES:
        started = time.perf_counter()
        print(f"== {name}", flush=True)
        with tempfile.TemporaryDirectory(prefix="fabula-faults-") as folder:
            problems = SUITES[name](Path(folder), options)
        for problem in problems[:20]:
            print(f"  {problem}")
        print(f"{len(problems):,} problems after {time.perf_counter() - started:,.0f} s", flush=True)
        problem_count += len(problems)
    return 1 if problem_count else 0


if __name__ == "__main__":
    sys.exit(main())
