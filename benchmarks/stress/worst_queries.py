"""`python -m benchmarks.stress.worst_queries LIBRARY --minutes 5`: the dearest queries of each kind.

For each kind (query_grammar.py) by hill climbing: a random question, then changes to it, of which the dearest is
kept. Only processor time counts, so that a busy machine finds the same; each question is asked twice, and the quicker
time counts, as what is kept in memory is there by then. A row for each kind says what its dearest query costs, what it
was estimated to cost, and how it begins.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from fabula.index.errors import QueryError
from fabula.search import Library
from .query_grammar import KINDS, Question, Words, mutated, question, words_of

__all__ = ["Found", "climb", "cost_of"]

# A query that takes longer in wall time is cut off; it is dear enough.
_MAX_SECONDS = 6.0
_FIRST_PIECES = (1, 8, 64, 512)


class Found(NamedTuple):
    """A question, and processor seconds: those of its answer, and as estimated. `is_cut` if it was not let finish."""

    question: Question
    seconds: float
    estimated: float
    is_cut: bool


def cost_of(library: Library, asked: Question, times: int = 2) -> Found | None:
    """None for a query that is refused: one with too many wildcards, or without words."""
    options = replace(asked.options, timeout=_MAX_SECONDS)
    try:
        estimated = library.cost(asked.query, options).seconds
    except QueryError:
        return None
    seconds, is_cut = float("inf"), False
    for _ in range(times):
        started = time.process_time()
        try:
            library.search(asked.query, options)
        except QueryError as error:
            if error.code != "query-too-dear":
                return None
            is_cut = True
        seconds = min(seconds, time.process_time() - started)
        if is_cut:
            break
    return Found(asked, seconds, estimated, is_cut)


def climb(library: Library, kind: str, words: Words, rng: random.Random, seconds: float) -> Found | None:
    """The dearest question of a kind that is found in so many seconds."""
    until = time.monotonic() + seconds
    best: Found | None = None
    for asked in _questions(kind, words, rng):
        found = cost_of(library, asked)
        best = max(filter(None, (best, found)), key=lambda item: item.seconds, default=None)
        if time.monotonic() > until:
            break
    while best is not None and time.monotonic() < until:
        found = cost_of(library, mutated(best.question, words, rng))
        if found is not None and found.seconds > best.seconds:
            best = found
    return best


def _questions(kind: str, words: Words, rng: random.Random) -> Iterator[Question]:
    return (question(kind, words, rng, pieces) for pieces in _FIRST_PIECES)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("library")
    parser.add_argument("--minutes", type=float, default=5.0)
    parser.add_argument("--seed", type=int, default=1)
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with Library.open(options.library) as library:
        words = words_of(library, rng)
        until = time.monotonic() + options.minutes * 60
        found = []
        for number, kind in enumerate(KINDS):
            seconds = (until - time.monotonic()) / (len(KINDS) - number)
            best = climb(library, kind, words, rng, seconds)
            found += [best] if best is not None else []
    print("| kind | processor s | estimated | characters | begins |")
    print("| --- | --- | --- | --- | --- |")
    for best in sorted(found, key=lambda item: -item.seconds):
        asked = best.question
        cut = "more than " if best.is_cut else ""
        begins = asked.query[:50].replace("|", " ")
        print(f"| {asked.kind} | {cut}{best.seconds:.2f} | {best.estimated:.2f} | {len(asked.query):,} | `{begins}` |")


if __name__ == "__main__":
    main()
