"""The difference has every word of both sides once."""

from __future__ import annotations

from fabula.search import Op
from fabula.search.engine.alignment import Pair
from fabula.search.quote.compounds import units
from fabula.search.quote.difference import difference


def steps(path: list[tuple[int, int]], query: str, text: str) -> list[tuple[str, str, str]]:
    words = text.split()
    result = difference([Pair(*pair) for pair in path], query.split(), words, units(query.split(), words))
    return [(str(step.op), step.query, step.text) for step in result]


def test_a_word_for_two_is_changed_and_listed_once() -> None:
    """On whichever side it is one word."""
    assert steps([(0, 0), (1, 1), (2, 2)], "own self be", "ownself be") == [
        ("changed", "own", "ownself"), ("missing", "self", ""), ("same", "be", "be"),
    ]  # fmt: skip
    assert steps([(0, 0), (1, 1)], "today now", "to day now") == [
        ("changed", "today", "to"), ("added", "", "day"), ("same", "now", "now"),
    ]  # fmt: skip
    assert op_names([(-1, 0), (0, 1)], "own self", "ownself") == ["added", "missing"]


def op_names(path: list[tuple[int, int]], query: str, text: str) -> list[str]:
    return [Op(name).value for name, _, _ in steps(path, query, text)]
