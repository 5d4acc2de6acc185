"""Wildcards and misspelt words stand for the words that fit."""

from __future__ import annotations

from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.search.matching.word_patterns import MAX_EXPANSION, expand, fits, literal_prefix
from fabula.search.plan import Pattern, PatternKind


@given(st.text("ab*?", max_size=8), st.text("ab", max_size=8))
def test_wildcards_as_fnmatch(pattern: str, word: str) -> None:
    assert fits(Pattern(PatternKind.WILDCARD, pattern), word) is fnmatchcase(word, pattern)


@pytest.mark.parametrize(
    ("word", "edits", "expected"),
    [("gone", 1, True), ("goen", 0, True), ("gane", 1, False), ("gane", 2, True), ("went", 2, False)],
)
def test_misspelt_words(word: str, edits: int, expected: bool) -> None:
    """Neighbours that are swapped count as one edit."""
    assert fits(Pattern(PatternKind.FUZZY, "goen", edits), word) is expected


@pytest.mark.parametrize(("pattern", "prefix"), [("cho*", "cho"), ("w?uld*", "w"), ("*ed", ""), ("plain", "plain")])
def test_literal_prefix(pattern: str, prefix: str) -> None:
    assert literal_prefix(Pattern(PatternKind.WILDCARD, pattern)) == prefix
    assert literal_prefix(Pattern(PatternKind.FUZZY, pattern, 1)) == ""


def none(prefix: str) -> dict[str, int]:
    raise AssertionError("no frequencies are needed")


def test_what_is_cut_is_said() -> None:
    """The thousand commonest count, in order, and it is told that there are more."""
    vocabulary = [f"c{number:05}" for number in range(MAX_EXPANSION + 5)]
    counts = dict.fromkeys(vocabulary, 2) | dict.fromkeys(vocabulary[3:8], 1)
    expansion = expand(Pattern(PatternKind.WILDCARD, "c*"), lambda prefix: vocabulary, lambda prefix: counts)
    assert expansion.words == (*vocabulary[:3], *vocabulary[8:]) and expansion.is_cut
    assert set(expansion.edits) == {0} and len(expansion.edits) == MAX_EXPANSION
    assert not expand(Pattern(PatternKind.WILDCARD, "c*"), lambda prefix: vocabulary[:MAX_EXPANSION], none).is_cut


def test_of_misspelt_words_the_nearest_are_kept() -> None:
    """However common the others are."""
    vocabulary = [f"a{chr(0x4E00 + number)}" for number in range(MAX_EXPANSION)] + ["abc"]
    counts = dict.fromkeys(vocabulary, 9) | {"abc": 1}
    expansion = expand(Pattern(PatternKind.FUZZY, "abc", 2), lambda prefix: vocabulary, lambda prefix: counts)
    assert expansion.words[0] == "abc" and expansion.is_cut and len(expansion.words) == MAX_EXPANSION


def test_only_words_with_the_same_beginning_are_looked_at() -> None:
    asked: list[str] = []

    def vocabulary(prefix: str) -> list[str]:
        asked.append(prefix)
        return ["choice", "chose"]

    assert expand(Pattern(PatternKind.WILDCARD, "cho*e"), vocabulary, none).words == ("choice", "chose")
    assert asked == ["cho"]


def test_all_words_with_the_beginning_of_a_prefix_fit() -> None:
    """They are not looked at letter by letter."""
    words = ["cho", "choice", "chose"]
    assert expand(Pattern(PatternKind.WILDCARD, "cho*"), lambda _: words, none).words == tuple(words)


def test_the_nearest_come_first() -> None:
    """Of misspelt words; then the order of the vocabulary. Each has the number of letters that differ."""
    expansion = expand(Pattern(PatternKind.FUZZY, "gone", 2), lambda prefix: ["bane", "gene", "gone", "lone"], none)
    assert expansion.words == ("gone", "gene", "lone", "bane")
    assert expansion.edits == (0, 1, 1, 2)
