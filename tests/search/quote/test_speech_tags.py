"""The words of a line that only say who speaks."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.analysis import terms
from fabula.search.quote.speech_tags import speech_tags


def tag_of(line: str) -> str:
    found = terms(line)
    tags = speech_tags([term.text for term in found], [line[term.start].isupper() for term in found])
    return " ".join(found[index].text for index in sorted(tags))


@pytest.mark.parametrize(
    ("line", "tag"),
    [
        ("You must allow me to tell you, Mr Darcy said", "mr darcy said"),
        ("you must allow me to tell you mr darcy said", "mr darcy said"),
        ("you have been in Afghanistan he said", "he said"),
        ("Elementary, said Holmes, my dear Watson", "said holmes"),
        ("Come here, Watson, said Holmes quietly, I need you", "said holmes quietly"),
        ("Mary said I was wrong", "mary said"),
        ("God bless us, said Tiny Tim softly", "said tiny tim softly"),
        ("it was the best of times said the old man", "said the old man"),
        ("please sir i want some more she whispered to him", "she whispered to him"),
        ("venez ici, dit-il", "dit il"),
        ("Ich habe keine Zeit, sagte er", "sagte er"),
        ("Иди сюда, сказал он", "сказал он"),
        ("No vengas, dijo ella", "dijo ella"),
    ],
)
def test_a_tag_is_seen(line: str, tag: str) -> None:
    """At the end and in the middle, with names and pronouns, with capitals and without, in several languages."""
    assert tag_of(line) == tag


@pytest.mark.parametrize(
    "line", ["what she had said to me", "he said", "never has so much been said", "so much for what was said there", ""]
)
def test_other_saying_is_no_tag(line: str) -> None:
    """Nor is a line that has nothing else."""
    assert tag_of(line) == ""


@given(st.lists(st.sampled_from("he said the old Mr Holmes softly to him asked what".split()), max_size=12))
def test_some_words_are_always_left(words: list[str]) -> None:
    """Whatever the line."""
    line = " ".join(words)
    assert not words or len(tag_of(line).split()) < len(words)
