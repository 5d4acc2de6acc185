"""Contractions are known by their letters."""

from __future__ import annotations

import pytest

from fabula.search.planning.contractions import contraction_of, is_also_a_word


@pytest.mark.parametrize(
    ("typed", "contraction"),
    [
        ("dont", "don't"), ("wasnt", "wasn't"), ("youre", "you're"), ("shouldve", "should've"), ("ive", "i've"),
        ("im", "i'm"), ("wont", "won't"), ("cant", "can't"), ("shant", "shan't"), ("mustnt", "mustn't"),
        ("theyll", "they'll"), ("thats", "that's"), ("youd", "you'd"), ("whos", "who's"), ("nobodys", "nobody's"),
        ("couldntve", "couldn't've"), ("oclock", "o'clock"), ("maam", "ma'am"), ("yall", "y'all"), ("oer", "o'er"),
        ("aint", "ain't"), ("well", "we'll"), ("shell", "she'll"), ("were", "we're"), ("its", "it's"),
    ],
)  # fmt: skip
def test_letters_of_contractions(typed: str, contraction: str) -> None:
    assert contraction_of(typed) == contraction


@pytest.mark.parametrize(
    "word", ["front", "went", "have", "the", "mere", "there", "want", "this", "us", "as", "nt", "t"]
)
def test_other_words_are_none(word: str) -> None:
    """The end of a word is no ending of a contraction by itself."""
    assert contraction_of(word) == ""


def test_words_of_every_day_are_doubtful() -> None:
    """ "Well" is one; "wont", which few texts have, is a contraction that may also stand as it is."""
    assert is_also_a_word("well") and is_also_a_word("were")
    assert not is_also_a_word("dont") and not is_also_a_word("wont")
