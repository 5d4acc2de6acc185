"""A word is lost if neither it nor its letters, with those beside them, are in what was read."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.word_audit.comparison import LostWords, lost_words
from ...growth import grows_evenly

PROSE = "Once the tide had turned, the nine year old girl took possession of the boat that her father had built."


def lost(text: str, *held: str) -> list[str]:
    return [quote.words for quote in lost_words(text, held).quotes]


@pytest.mark.parametrize(
    ("text", "held"),
    [
        ("O nce the tide had turned", "Once the tide had turned"),
        ("took posses-\nsion of the boat", "took possession of the boat"),
        ("a nine-year-\nold girl took", "a nine-yearold girl took"),
        ("turnedThe girl", "turned The girl"),
        ("the boat2 that her father", "the boat that her father 2"),
        ("B R I D G E S", "BRIDGES"),
        ("one two three", "three one two"),
        ("Ça alors, l'Été", "ca alors l ete"),
        ("我来了，我看见了", "我看见了我来了"),
    ],
    ids=["drop capital", "line end", "second hyphen", "glued", "note mark", "spaced", "moved", "folded", "Chinese"],
)
def test_reading_joins_parts_and_moves(text: str, held: str) -> None:
    """None of that is a loss."""
    assert lost_words(text, [held]).words == 0


@pytest.mark.parametrize(
    ("text", "held", "words"),
    [
        ("‘But of course,’ she said.", "of course,’ she said.", ["But"]),
        ("He said <<REBIRTH>> and left.", "He said and left.", ["REBIRTH"]),
        ("The end. The end.", "The end.", ["The end"]),
        ("the cat saw the dog and the cat ran", "the cat saw the dog and the ran", ["cat"]),
        ("他说：猫来了。", "他说：来了。", ["猫"]),
        ("one two three four five", "", ["one two three four five"]),
    ],
)
def test_losses_are_quoted(text: str, held: str, words: list[str]) -> None:
    """In the spelling of the file; of a word that occurs more often, the occurrence whose neighbours differ."""
    assert lost(text, held) == words


def test_a_quote_has_words_around() -> None:
    """Four on each side, as they stand in the file."""
    held = PROSE.replace("girl ", "")
    (quote,) = lost_words(PROSE, [held]).quotes
    assert str(quote) == "the nine year old [girl] took possession of the"
    assert lost_words(PROSE, [held]) == LostWords(1, 20, (quote,))


def test_as_many_quotes_as_asked_for() -> None:
    """The first runs of lost words; long ones are cut."""
    many = " ".join(f"lost{n} kept" for n in range(9))
    result = lost_words(many, ["kept " * 9], max_quotes=2)
    assert (result.words, [quote.words for quote in result.quotes]) == (9, ["lost0", "lost1"])
    (quote,) = lost_words("gone " * 50, []).quotes
    assert len(quote.words.split()) == 12


WORDS = st.lists(st.text("abcdefgh", min_size=1, max_size=7), min_size=1, max_size=60)


@given(WORDS, st.randoms(use_true_random=False))
def test_joined_and_parted_at_random(words: list[str], rng: random.Random) -> None:
    """Other spaces between the same letters lose nothing."""
    held, letters = "", "".join(words)
    for letter in letters:
        held += letter + (" " if rng.random() < 0.3 else "")
    # A word parted on both sides may be found nowhere whole, but its letters follow each other.
    assert lost_words(" ".join(words), [held]).words == 0


@given(st.integers(0, 199), st.integers(1, 5))
def test_any_word_that_is_dropped_is_found(first: int, count: int) -> None:
    """Of a text without repeated words, exactly those."""
    words = [f"w{number}x" for number in range(200)]
    held = words[:first] + words[first + count :]
    dropped = words[first : first + count]
    result = lost_words(" ".join(words), [" ".join(held)])
    assert result.words == len(dropped) and " ".join(quote.words for quote in result.quotes) == " ".join(dropped)


@pytest.mark.slow
def test_time_is_linear() -> None:
    """Also where every word is missing."""
    assert grows_evenly(lambda size: lost_words("abc " * size + "def " * size, ["abcdef " * size]), 20_000)
    assert grows_evenly(lambda size: lost_words(" ".join(map(str, range(size))), ["x"]), 40_000)
