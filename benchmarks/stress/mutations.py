"""`python -m benchmarks.stress.mutations --count 2000 --seed 1`: what can a forged library do to those who read it?

Each mutation changes a value, array or directory of a small valid library, and makes all lengths and checksums right
again. Then the library is asked what readers ask. Each answer has to be a named error, or of the declared shape with
every string escaped, within 2 s of processor time and 500 MB of memory.
"""

from __future__ import annotations

import argparse
import logging
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from benchmarks.stress.mutation.driving import drive, make_app
from benchmarks.stress.mutation.forged_json import forge_json
from benchmarks.stress.mutation.small_library import make_small_library
from benchmarks.stress.mutation.watched import Outcome, try_seeds
from fabula.search import Library
from .forged_arrays import copy_of, forge

__all__ = ["mutate"]

# JSON has more ways to be wrong, and more that reads it.
_JSON_SHARE = 0.6
_MAX_SAID_CHARS = 200
_TRIED_PER_LINE = 500


def mutate(
    folder: Path, seeds: range, report: Callable[[Outcome], object], *, processes: int = 1, share: float = 1.0
) -> None:
    """Make a library in `folder`, and ask a mutated copy of it for each seed. `share` is that of all questions."""
    logging.disable(logging.CRITICAL)
    library = make_small_library(folder)
    with Library.open(library) as opened:
        places = [(work.id, scene.id) for work in opened.works() for scene in opened.scenes(work.id)]
    app = make_app()

    def trial(seed: int, say: Callable[[str], None]) -> list[str]:
        rng = random.Random(seed)
        copy = folder / f"copy-{os.getpid()}"
        shutil.rmtree(copy, ignore_errors=True)
        copy_of(library, copy)
        say("making the mutation")
        change = forge_json if rng.random() < _JSON_SHARE else forge
        say(change(copy, rng)[:_MAX_SAID_CHARS])
        return drive(app, copy, rng.choice(places), rng, share)

    try_seeds(trial, seeds, report, processes)
    logging.disable(logging.NOTSET)


class _Printer:
    """Prints each fault, and now and then how many mutations were tried."""

    def __init__(self) -> None:
        self.tried = self.faulty = 0

    def __call__(self, outcome: Outcome) -> None:
        self.tried += 1
        if outcome.faults:
            self.faulty += 1
            print(f"seed {outcome.seed}: {outcome.done}", *outcome.faults, sep="\n  ", flush=True)
        if self.tried % _TRIED_PER_LINE == 0:
            print(f"{self.tried:,} tried, {self.faulty:,} with faults", file=sys.stderr, flush=True)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--count", type=int, default=2_000, help="how many mutations")
    parser.add_argument("--seed", type=int, default=1, help="that of the first; the others follow")
    parser.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--share", type=float, default=1.0, help="the share of all questions that each is asked")
    options = parser.parse_args()
    shared_memory = Path("/dev/shm")
    started, printer = time.monotonic(), _Printer()
    seeds = range(options.seed, options.seed + options.count)
    with tempfile.TemporaryDirectory(dir=shared_memory if shared_memory.is_dir() else None) as folder:
        mutate(Path(folder), seeds, printer, processes=options.processes, share=options.share)
    print(f"{printer.tried:,} mutations in {time.monotonic() - started:,.0f} s: {printer.faulty:,} with faults")
    return bool(printer.faulty)


if __name__ == "__main__":
    sys.exit(main())
