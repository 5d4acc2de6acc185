"""The time for the speech of a paragraph grows with its length."""

from __future__ import annotations

import re
from itertools import product

import pytest

from fabula.index.dialogue import convention_of, utterances
from fabula.index.dialogue.cast import cast_of
from fabula.index.dialogue.speakers.speeches import is_one_sentence
from ...growth import grows_evenly
from .conftest import find as find_speech
from .conftest import paragraphs_of


def _names(count: int) -> list[str]:
    letters = "abcdefghijklmnop"
    return ["K" + "".join(letters[number >> 4 * place & 15] for place in range(4)) for number in range(count)]


@pytest.mark.parametrize(
    "unit", ["「a」", '"a" ', "'a' ", "“去吧。”他说。", '"Go," said {}. {} left. ', '"Go on, {}!" He told {}. ']
)
def test_many_quotes_in_one_paragraph_take_linear_time(unit: str) -> None:
    """Every speech looks at the narration near it, not at all of its paragraph: 150,000 quotes took hours."""

    def find(count: int) -> None:
        text = "".join(unit.replace("{}", name) for name in _names(count))
        found = utterances(text, paragraphs_of(text), convention_of([text]))
        cast_of([(text, paragraphs_of(text), found)], "en")

    assert grows_evenly(find, 1_200)


def test_a_row_of_stops_takes_linear_time() -> None:
    """Whether a sentence ends between two speeches is asked of each run of marks once."""

    def find(count: int) -> None:
        text = "“Go,” said Ann. " + ". " * count + "“No.”"
        cast_of([(text, paragraphs_of(text), find_speech(text))], "en")

    assert grows_evenly(find, 800)


def test_many_speeches_beside_many_names_take_linear_time() -> None:
    """Each of them asks whether the paragraph before it names a candidate."""

    def find(count: int) -> None:
        names = "".join(f"{name} left. " for name in _names(count))
        text = f"{names}\n\n" + "“Go.” She left. " * count + f"\n\n{names}"
        cast_of([(text, paragraphs_of(text), find_speech(text))], "en")

    assert grows_evenly(find, 800)


@pytest.mark.parametrize("length", range(7))
def test_sentences_are_those_of_the_plain_pattern(length: int) -> None:
    """A word after a full stop and a blank begins another sentence, with any marks around the blank."""
    for letters in product('. a,"', repeat=length):
        text = "".join(letters)
        assert is_one_sentence(text) == (re.search(r"[.!?]\W*\s\W*\w", text) is None)
