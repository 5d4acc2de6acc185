"""Words are read as the library spells them, apart or as one, and only where it has them in no other way."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import words
from fabula.search.planning.spellings import respellings, spelt_apart
from ..lexicon import WordList


def read(text: str, library: str) -> str:
    """The text as it is read in a library of this text, what is not read differently as it is."""
    terms = words(text)
    for change in reversed(respellings(text, WordList(words(library)))):
        terms[change.first : change.end] = change.terms
    return " ".join(terms)


@pytest.mark.parametrize(
    ("text", "library", "expected"),
    [
        ("cooperation", "a co-operation of", "co operation"),
        ("coöperation", "a co-operation of", "co operation"),
        ("co-operation", "our cooperation was", "cooperation"),
        ("no one came", "and noone came", "noone came"),
        ("noone came", "for no one came", "no one came"),
        ("email me", "an e-mail for me", "e mail me"),
        ("my e-mail", "my email", "my email"),
        ("in 1000 ways", "in 1,000 ways", "in 1 000 ways"),
        ("1,000 ways", "1000 ways", "1000 ways"),
        ("12345678", "it was 12 345 678", "12 345 678"),
        ("1.000.000", "1000000", "1000000"),
        ("the USA", "the U.S.A. is", "the u s a"),
        ("the U.S.A.", "the USA is", "the usa"),
        ("U. S. A.", "USA", "u s a"),
        ("brotherinlaw", "my brother-in-law is", "brother in law"),
        ("today", "so to-day it is", "to day"),
        ("to-day", "today it is", "today"),
        ("jai dit", "et j’ai dit", "j ai dit"),
        ("Kindergartenkinder", "Kindergarten-Kinder", "kindergarten kinder"),
        ("don't", "i dont know", "dont"),
        ("ice-cream van", "the icecream van", "icecream van"),
    ],
)
def test_read_as_the_library_has_it(text: str, library: str, expected: str) -> None:
    assert read(text, library) == expected


@pytest.mark.parametrize(
    ("text", "library"),
    [
        ("no one", "no one, noone"),
        ("cooperation", "cooperation, co-operation"),
        ("island", "is the land"),
        ("to-day", "tomorrow"),
        ("2024", "20 24"),
        ("zebra", "the lion"),
    ],
)
def test_what_is_there_stays_as_it_is(text: str, library: str) -> None:
    """And so does what the library has in no other way; figures are parted only in groups of three."""
    assert read(text, library) == " ".join(words(text))


@given(
    st.lists(
        st.sampled_from(["co", "op", "no", "one", "noone", "coop", "1", "000", "1000", "e"]), min_size=1, max_size=12
    )
)
def test_what_is_read_stands_in_the_library(library: list[str]) -> None:
    """No text is read as words that are not there in a row, and readings do not overlap."""
    lexicon = WordList(library)
    for text in ("noone coop", "no one 1000", "1,000 e-co", "co op one co-op", "opone"):
        reached = 0
        for change in respellings(text, lexicon):
            assert change.first >= reached and change.end > change.first
            assert lexicon.scenes_with(change.terms)
            assert not lexicon.scenes_with(tuple(words(text)[change.first : change.end]))
            reached = change.end


def test_the_commonest_way_is_taken() -> None:
    """Of several ways to part a word that stand there; long runs of letters are not looked at."""

    class Counted(WordList):
        def scenes_with(self, words: tuple[str, ...]) -> int:
            return {("to", "gether"): 3, ("toget", "her"): 1}.get(words, 0)

    assert spelt_apart("together", Counted(["to", "gether", "toget", "her"])) == ("to", "gether")
    assert spelt_apart("to" * 2_000, Counted(["to"])) == ()
