"""`python -m benchmarks.stress.deadlines [LIBRARY]`: does every query end soon after its time is over?

Each of the dearest queries is asked with 50 ms, of a library that has nothing cached yet. A row says when it ended, and
the longest time between two checks in all of its answer, both in processor time, so that a busy machine measures the
same. Without LIBRARY one of some megabytes is made of random words. Takes a minute.
"""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path
from typing import NamedTuple

from fabula.index import Block, BlockKind, Chapter, Metadata, Work, add_works
from fabula.index.budget import Budget, spending
from fabula.index.errors import QueryTooDear
from fabula.search import FACETS, Library, SearchOptions

__all__ = ["QUERIES", "measure"]

SECONDS = 0.05
# After so much processor time a query has shown what it does between checks.
_MAX_SECONDS = 2.0
_COMMON = "the of and to a in that he was it his i with as had you for not but at on be her is".split()
_FEW = SearchOptions(limit=10, timeout=None)
_MOST = SearchOptions(limit=1_000, facets=FACETS * 10, remembered=True, timeout=None)
QUERIES: dict[str, tuple[str, SearchOptions]] = {
    "near": ('"the of"~50', _FEW),
    "near, many words": (f'"{" ".join(_COMMON)}"~1000', _FEW),
    "near, one word 1,018 times": ('"' + "the " * 1_018 + '"~100', _FEW),
    "phrase of one word 1,019 times": ('"' + "the " * 1_019 + '"', _FEW),
    "near in speech": ('"the of"~50 in:dialogue', _FEW),
    "wildcards": (" OR ".join(f"{letter}*" for letter in "abcdefghilmnoprstw"), _FEW),
    "near wildcards": ('"a* b* c* s* t* h* w* o*"~100', _FEW),
    "a wildcard of 2,000 stars": ("t" + "*t" * 2_000, _FEW),
    "misspelt words": (" OR ".join(f"{word}~2" for word in "where there those which would could whole".split()), _FEW),
    "a misspelt word of 4,000 letters": ("a" * 4_000 + "~2", _FEW),
    "as written": ('="the" OR ="The"', _FEW),
    "common words, 1,000 hits, 130 facets": (" ".join(_COMMON), _MOST),
    "1,152 common words": (" ".join(_COMMON * 48), _FEW),
    "words that are nowhere": (" ".join(f"zqxj{number}" for number in range(450)), _FEW),
    "a remembered line": ("? " + " ".join(_COMMON), _FEW),
    "conditions": ("author:a " * 370 + "the", _FEW),
}


class Measure(NamedTuple):
    """Processor seconds. `ended` is 0 for a query that was answered in time."""

    ended: float
    longest_gap: float


class _Timed(Budget):
    """Ends by processor time, and knows the longest time between two checks."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self._end = time.thread_time() + seconds
        self._last = time.thread_time()
        self.longest_gap = 0.0

    def narrowed(self, seconds: float | None) -> Budget:
        return self

    def check(self, part: object = None) -> None:
        now = time.thread_time()
        self.longest_gap = max(self.longest_gap, now - self._last)
        if now > self._end:
            raise QueryTooDear.out_of_time(part, SECONDS)
        self._last = time.thread_time()


def measure(address: Path, query: str, options: SearchOptions) -> Measure:
    """How one query ends in time, and its longest gap without that."""
    with Library.open(address) as library:
        ended = _ask(library, query, options, _Timed(SECONDS))
    with Library.open(address) as library:
        budget = _Timed(_MAX_SECONDS)
        _ask(library, query, options, budget)
    return Measure(ended, budget.longest_gap)


def _ask(library: Library, query: str, options: SearchOptions, budget: Budget) -> float:
    started = time.thread_time()
    try:
        with spending(budget):
            library.search(query, options)
    except QueryTooDear:
        return time.thread_time() - started
    return 0.0


def _make_library(folder: Path) -> Path:
    rng = random.Random(20261130)
    letters = "aeiouthnsrdlcm"
    rare = ["".join(rng.choices(letters, k=rng.randint(3, 9))) for _ in range(30_000)]
    works = []
    for number in range(60):
        blocks: list[Block] = []
        for _ in range(25):
            words = [rng.choice(_COMMON if rng.random() < 0.6 else rare) for _ in range(600)]
            blocks += [Block(BlockKind.PARAGRAPH, " ".join(words) + "."), Block(BlockKind.BREAK, "*")]
        works.append(Work(f"Tale {number}", (f"A {number}",), (Chapter(tuple(blocks)),), Metadata(language="en")))
    add_works(folder / "library", works)
    return folder / "library"


def main() -> int:
    """Print a row for each query; 1 if one of them ended more than 0.1 s late."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("library", type=Path, nargs="?")
    asked: Path | None = parser.parse_args().library
    slowest = 0.0
    with tempfile.TemporaryDirectory() as folder:
        address = asked or _make_library(Path(folder))
        # Imports, of which the stemmer takes 0.5 s, happen once and are no part of a query.
        with Library.open(address) as library:
            library.search("? zqxj remembered wrongly", _MOST)
            library.search("zqxj~1")
        for name, (query, options) in QUERIES.items():
            found = measure(address, query, options)
            slowest = max(slowest, found.ended)
            ended = f"ended after {found.ended:.3f} s" if found.ended else "answered in time"
            print(f"{name:40}{ended:24}longest gap {found.longest_gap:.3f} s", flush=True)
    return slowest > SECONDS + 0.1


if __name__ == "__main__":
    sys.exit(main())
