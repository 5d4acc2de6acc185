"""`python -m benchmarks.stress.costs LIBRARY`: how well does `Library.cost` tell dear queries from cheap ones?

500 random questions of every kind (query_grammar.py) are estimated and then asked. Printed are the correlation of the
two orders (Spearman), how many dear queries were taken for cheap ones and how many cheap ones for dear, and for each
kind the quotient of estimate and cost. Processor time, bounded by `--minutes`.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Sequence

import numpy as np

from fabula.search import Library
from .query_grammar import KINDS, question, words_of
from .worst_queries import Found, cost_of

__all__ = ["spearman"]

# Seconds.
_DEAR, _TAKEN_FOR_CHEAP = 0.25, 0.1
_CHEAP, _TAKEN_FOR_DEAR = 0.05, 0.15
_PIECES = (1, 1, 2, 4, 16, 64)


def spearman(left: Sequence[float], right: Sequence[float]) -> float:
    """The correlation of the ranks (Spearman, 1904); equal numbers are ranked as they come.

    >>> round(spearman([1, 2, 3], [10, 30, 20]), 2)
    0.5
    """
    ranks = [np.argsort(np.argsort(numbers, kind="stable")) for numbers in (left, right)]
    return float(np.corrcoef(*ranks)[0, 1])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library")
    parser.add_argument("--count", type=int, default=500)
    parser.add_argument("--minutes", type=float, default=8.0)
    parser.add_argument("--seed", type=int, default=2)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    until = time.monotonic() + options.minutes * 60
    kinds = list(KINDS)
    rows: list[Found] = []
    with Library.open(options.library) as library:
        words = words_of(library, rng)
        for number in range(options.count):
            asked = question(kinds[number % len(kinds)], words, rng, rng.choice(_PIECES))
            found = cost_of(library, asked)
            rows += [found] if found is not None else []
            if time.monotonic() > until:
                break
    report(rows)


def report(rows: Sequence[Found]) -> None:
    seconds, estimated = [row.seconds for row in rows], [row.estimated for row in rows]
    missed = [row for row in rows if row.seconds > _DEAR and row.estimated < _TAKEN_FOR_CHEAP]
    feared = [row for row in rows if row.seconds < _CHEAP and row.estimated > _TAKEN_FOR_DEAR]
    dear = sum(second > _DEAR for second in seconds)
    print(f"{len(rows)} queries; Spearman {spearman(seconds, estimated):.2f}")
    print(f"of {dear} above {_DEAR} s estimated below {_TAKEN_FOR_CHEAP} s: {len(missed)}")
    print(f"of {sum(second < _CHEAP for second in seconds)} below {_CHEAP} s above {_TAKEN_FOR_DEAR} s: {len(feared)}")
    for kind in KINDS:
        own = [row for row in rows if row.question.kind == kind]
        if own:
            low, middle, high = np.quantile([row.estimated / row.seconds for row in own], [0.1, 0.5, 0.9])
            most = max(row.seconds for row in own)
            print(f"{kind:24} {len(own):3}  at most {most:6.2f} s  estimated by {low:.1f} {middle:.1f} {high:.1f}")


if __name__ == "__main__":
    main()
