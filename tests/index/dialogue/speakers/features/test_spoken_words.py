"""The words of speeches as numbers are those that a regular expression finds."""

from __future__ import annotations

from collections import Counter

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue.speakers.features.spoken_words import spoken_words
from .plain_features import plain_words

PIECES = (
    *("Sir", "sir", "ain't", "AIN’T", "o'", "rock'n'roll", "a'b", "'", "’", "--", "-", "—", "!", "?", "|", ".", " "),
    *("\n", "é", "É", "K", "\ud800", "incomprehensibilities", "incomprehensibility", "uncharacteristic", "7"),
)
pieces = st.sampled_from(PIECES)
texts = st.lists(st.lists(pieces, max_size=12).map("".join), max_size=8)


@given(texts)
def test_equal_words_have_equal_numbers(texts: list[str]) -> None:
    """Those of each text, in order; other words have others."""
    found = spoken_words(texts, 1_000)
    words = [plain_words(text) for text in texts]
    assert found.starts.tolist() == [sum(map(len, words[:place])) for place in range(len(words) + 1)]
    together = [word for of_text in words for word in of_text]
    numbers = dict(zip(together, found.words.tolist(), strict=True))
    assert [numbers[word] for word in together] == found.words.tolist()
    assert sorted(numbers.values()) == list(range(1, found.size))


@given(texts, st.integers(1, 4))
def test_the_commonest_words_have_numbers(texts: list[str], most: int) -> None:
    """In order of how often they are said; all others are 0."""
    counts = Counter(spoken_words(texts, most).words.tolist())
    said = sorted(Counter(word for text in texts for word in plain_words(text)).values(), reverse=True)
    assert [counts[number] for number in range(1, len(said[:most]) + 1)] == said[:most]
    assert counts[0] == sum(said[most:])
