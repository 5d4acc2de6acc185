"""Words are counted as a regular expression finds them."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue.speakers.word_keys import counts_in

PIECES = (
    *("rose", "Rose", "rosé", "ros", "incomprehensibilities", "abcdefgh", "abcdefghi", "7", "r_", "шум", "x"),
    *(" ", " ", "’", "'", "—", "…", "«", "\u00a0", "\n", ".", "-", "\ud800"),
)
WORDS = ("rose", "rosé", "ros", "incomprehensibilities", "abcdefgh", "abcdefghi", "шум", "x", "ro-se", "º", "", "é")


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join), st.sets(st.sampled_from(WORDS)))
def test_words_are_counted(text: str, words: set[str]) -> None:
    """As they are written, by their first sixteen bytes; what holds marks is no word."""
    runs = [_cut(run) for run in re.findall(r"[\w\ud800]+", text)]
    expected = {word: runs.count(_cut(word)) for word in words if word.isalpha() and word != "º"}
    assert counts_in(text, words) == {word: count for word, count in expected.items() if count}


def _cut(word: str) -> bytes:
    return word.encode("utf-8", "surrogatepass")[:16]
