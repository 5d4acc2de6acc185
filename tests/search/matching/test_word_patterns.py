"""Wildcards and misspelt words stand for the words that fit."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.matching.word_patterns import MAX_EXPANSION, Expansions, expand, fits, literal_prefix
from fabula.search.plan import Expansion, ExpansionKind


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_wildcards_as_fnmatch(pattern: str, word: str) -> None:
    assert fits(Expansion(ExpansionKind.WILDCARD, pattern), word) is fnmatchcase(word, pattern)


@pytest.mark.parametrize(
    ("word", "edits", "expected"),
    [("gone", 1, True), ("goen", 0, True), ("gane", 1, False), ("gane", 2, True), ("went", 2, False)],
)
def test_misspelt_words(word: str, edits: int, expected: bool) -> None:
    """Neighbours that are swapped count as one edit."""
    assert fits(Expansion(ExpansionKind.FUZZY, "goen", edits), word) is expected


@pytest.mark.parametrize(("pattern", "prefix"), [("cho*", "cho"), ("w?uld*", "w"), ("*ed", ""), ("plain", "plain")])
def test_literal_prefix(pattern: str, prefix: str) -> None:
    assert literal_prefix(Expansion(ExpansionKind.WILDCARD, pattern)) == prefix
    assert literal_prefix(Expansion(ExpansionKind.FUZZY, pattern, 1)) == ""


def test_what_is_cut_is_said() -> None:
    """The first thousand count, and a note says that there are more."""
    vocabulary = [f"c{number:05}" for number in range(MAX_EXPANSION + 5)]
    wildcard = Expansion(ExpansionKind.WILDCARD, "c*", label="c*")
    assert expand(wildcard, vocabulary) == (vocabulary[:MAX_EXPANSION], True)
    expansions = Expansions(lambda prefix: vocabulary)
    assert len(expansions.words(wildcard)) == MAX_EXPANSION == len(expansions.words(wildcard))
    assert len(expansions.notes) == 1 and expansions.notes[0].startswith("c* stands for more than 1,000 words")


def test_the_nearest_come_first() -> None:
    """Of misspelt words; then the order of the vocabulary."""
    fuzzy = Expansion(ExpansionKind.FUZZY, "gone", 2, label="gone~2")
    assert expand(fuzzy, ["bane", "gene", "gone", "lone"])[0] == ["gone", "gene", "lone", "bane"]
