"""Parts of contractions are shown with their apostrophe."""

from __future__ import annotations

import doctest

import pytest

from fabula.search.highlight import joined_words
from fabula.search.highlight.joined_words import JoinedWords


def test_examples() -> None:
    """The examples in the docstrings run."""
    result = doctest.testmod(joined_words)
    assert result.attempted and not result.failed


@pytest.mark.parametrize(
    ("languages", "words", "text"),
    [
        (["en"], "cat s o clock", "cat’s o clock"),
        (["fr"], "qu il n a pas d or", "qu’il n’a pas d’or"),
        (["fr", "en-us"], "l homme s en va", "l’homme’s en va"),
        (["de"], "s war", "s war"),
        ([], "it s", "it s"),
        (["en"], "", ""),
    ],
)
def test_joined(languages: list[str], words: str, text: str) -> None:
    """By the languages of the texts; in others words stay apart."""
    assert JoinedWords.of(languages).text(words.split()) == text
