"""A search over the grammar finds dear queries, and estimates are compared with what they cost."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from benchmarks.stress.costs import spearman
from benchmarks.stress.query_grammar import KINDS, MAX_QUERY, mutated, question, words_of
from benchmarks.stress.worst_queries import climb, cost_of
from fabula.index import Work
from fabula.search import Library


@pytest.fixture
def library(make_work: Callable[..., Work], make_library: Callable[..., Path]) -> Iterator[Library]:
    with Library.open(make_library(make_work("She lit the lamp. “Go,” said Mary, “and take the boat.”"))) as opened:
        yield opened


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_is_answered_and_estimated(kind: str, library: Library) -> None:
    """Also after changes; and no query is longer than queries may be."""
    rng = random.Random(3)
    words = words_of(library, rng)
    asked = question(kind, words, rng, 3)
    for _ in range(3):
        assert 0 < len(asked.query) <= MAX_QUERY
        found = cost_of(library, asked, times=1)
        assert found is None or (found.seconds > 0 and found.estimated > 0)
        asked = mutated(asked, words, rng)
    assert len(question(kind, words, rng, 5_000).query) <= MAX_QUERY


def test_the_dearest_is_kept(library: Library) -> None:
    rng = random.Random(4)
    best = climb(library, "near words", words_of(library, rng), rng, seconds=0.05)
    assert best is not None
    assert best.question.kind == "near words"


def test_correlation_of_orders() -> None:
    assert spearman([1, 2, 3, 4], [1, 4, 9, 16]) == pytest.approx(1)
    assert spearman([1, 2, 3, 4], [4, 3, 2, 1]) == pytest.approx(-1)
