"""Wildcards and misspelt words are known by their signs, alone and in phrases; quotes of prose stay prose."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import words
from fabula.index.errors import QueryError
from fabula.search.syntax import Fuzzy, Phrase, PhraseMode, Wildcard, parse, phrase_words
from fabula.search.syntax.patterns import MAX_PHRASE_PATTERNS


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("the wha* boat", ["the", Wildcard("wha*"), "boat"]),
        ("WHA* Boat", [Wildcard("wha*"), "boat"]),
        ("wom?n, and chioce~!", [Wildcard("wom?n"), "and", Fuzzy("chioce", 2)]),
        ("(chioce~1) he said", [Fuzzy("chioce", 1), "he", "said"]),
        ("sea-wha*—boat", ["sea", Wildcard("wha*"), "boat"]),
        ("кит* и лод?а", [Wildcard("кит*"), "и", Wildcard("лод?а")]),
        ("‘wha* boat’", [Wildcard("wha*"), "boat"]),
        ("l’hom*", ["l", "hom"]),
        ("how are you? Why?", ["how", "are", "you", "why"]),
        ("*sigh* he said * so", ["sigh", "he", "said", "so"]),
        ("don't* go", ["do", "not", "go"]),
        ("~ no * ?", ["no"]),
    ],
)
def test_words_of_phrases(text: str, expected: list[str | Wildcard | Fuzzy]) -> None:
    """Signs that stick to a word make a pattern; those of prose and of mark-up, and in two words, are punctuation."""
    assert phrase_words(Phrase(text)) == expected
    assert phrase_words(Phrase(text, PhraseMode.STEMMED)) == expected
    assert phrase_words(Phrase(text, PhraseMode.VERBATIM)) == words(text)


@given(st.text("aB é'’-—*?~12.,()", max_size=30))
def test_patterns_take_the_place_of_words(text: str) -> None:
    """The letters of a phrase stay where they are; without its signs it has the same words."""
    slots = phrase_words(Phrase(text))
    if any(isinstance(slot, Fuzzy) for slot in slots):
        return
    bare = "".join(slot.pattern if isinstance(slot, Wildcard) else str(slot) for slot in slots)
    assert "".join(filter(str.isalnum, bare)) == "".join(filter(str.isalnum, "".join(words(text))))


def test_a_quote_full_of_asterisks_is_prose() -> None:
    """More patterns than a phrase may have are somebody's mark-up."""
    text = " ".join(f"word{number}*" for number in range(MAX_PHRASE_PATTERNS + 1))
    assert phrase_words(Phrase(text)) == words(text)
    assert parse(" OR ".join([f'"{text}"'] * 10)).root


def test_patterns_in_phrases_count_as_all_others() -> None:
    with pytest.raises(QueryError, match="40 wildcards and misspelt words; at most 32"):
        parse(" ".join(f'"{letter}1* {letter}2~ {letter}3* {letter}4?a"' for letter in "abcdefghij"))
