"""Words are runs of letters and digits, folded; letters are counted over bytes."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.word_audit.words import Folding, count_letters, words_of


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“Don’t,” she said—twice.", ["don", "t", "she", "said", "twice"]),
        ("Café CAFÉ cafe\u0301", ["cafe", "cafe", "cafe"]),
        ("pos\u00adses\u200bsion ﬁne", ["possession", "fine"]),
        ("猫が3匹 cats", ["猫", "か", "3", "匹", "cats"]),
        ("Ёлка, ёлка", ["елка", "елка"]),
        ("_word_ *** 1,000", ["word", "1", "000"]),
        ("word²", ["word2"]),
    ],
)
def test_words(text: str, words: list[str]) -> None:
    """Accents, case, ligatures and what is invisible make no difference; an ideograph is a word."""
    assert words_of(text, Folding()) == words


@pytest.mark.parametrize(
    ("text", "letters"),
    [("She lit, 3.", 7), ("“Été—naïve…”\u00a0", 8), ("猫が来た", 4), ("\u3000\u3000猫", 1), ("", 0), ("Бег 😀", 4)],
)
def test_letters(text: str, letters: int) -> None:
    """One for each letter and digit of any script; an emoji counts as one."""
    assert count_letters(text) == letters


@given(st.lists(st.text("abcdé猫ж")), st.randoms(use_true_random=False))
def test_letters_do_not_depend_on_spaces(pieces: list[str], random: object) -> None:
    """Joining and parting words, and dashes and quote marks between them, keep the number."""
    plain, spaced = "".join(pieces), " — “".join(pieces)
    assert count_letters(plain) == count_letters(spaced) == len(plain)
