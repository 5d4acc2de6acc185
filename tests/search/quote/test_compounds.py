"""Words that one side writes as two are aligned with each other."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from fabula.search.quote.compounds import Unit, units

WORDS = st.lists(st.sampled_from(["a", "b", "ab", "ba", "c"]), max_size=8)


def test_a_word_of_the_text_that_the_quote_has_as_two() -> None:
    """Both halves have its index."""
    assert units("own self".split(), "thine ownself be".split()) == [
        Unit("thine", 0, 0), Unit("own", 1, 1), Unit("self", 1, 1), Unit("be", 2, 2),
    ]  # fmt: skip


def test_two_words_of_the_text_that_the_quote_has_as_one() -> None:
    """They are one unit, from the first to the second; words that the quote has as they are stay."""
    assert units(["today"], "to day".split()) == [Unit("today", 0, 1)]
    assert units("to today".split(), "to day".split()) == [Unit("to", 0, 0), Unit("day", 1, 1)]


@given(WORDS, WORDS)
def test_nothing_is_lost(query: list[str], text: list[str]) -> None:
    """Units spell the text, letter by letter, and their indices cover it in order."""
    result = units(query, text)
    assert "".join(unit.word for unit in result) == "".join(text)
    indices = sorted({index for unit in result for index in range(unit.first, unit.last + 1)})
    assert indices == list(range(len(text)))
