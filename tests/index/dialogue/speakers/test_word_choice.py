"""A choice among many words matches what the plain alternation of them does."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue.speakers.word_choice import any_of

WORDS = st.lists(st.text("ab'.|x", min_size=1, max_size=4), min_size=1, max_size=12)


@given(WORDS, st.text("ab'.|x ", max_size=12))
def test_the_longest_word_is_found(words: list[str], text: str) -> None:
    """As by an alternation that tries the longest words first."""
    plain = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    assert re.findall(any_of(words), text) == re.findall(plain, text)


def test_a_word_is_given_back_for_what_follows() -> None:
    """Where the longest does not go on as it should, a shorter one is tried."""
    assert re.match(rf"(?:{any_of(['say', 'says'])})s!", "says!") is not None
