"""Phrases of narration name somebody who can speak, or nobody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue.speakers.persons import can_speak, is_sound, person_in


@pytest.mark.parametrize(
    ("phrase", "person"),
    [
        ("old waiter", "old waiter"),
        ("captain lifted his hand", "captain"),
        ("little tailor looked round", "little tailor"),
        ("first police inspector", "first police inspector"),
        ("baker’s wife hung upon", "baker’s wife"),
        ("knife-grinder", "knife-grinder"),
        ("fox met him", "fox"),
        ("hoarse voice", ""),
        ("old man's voice", ""),
        ("door opened", ""),
        ("one day he", ""),
        ("moment the captain came", ""),
        ("letter", ""),
        ("others", ""),
        ("", ""),
    ],
)
def test_the_person_in_a_phrase(phrase: str, person: str) -> None:
    """It ends with the noun, and a phrase without a noun of persons, or that runs into a clause before it, has none."""
    assert person_in(phrase.split()) == person


@pytest.mark.parametrize("noun", "voice words cry letter sigh moment door answer whisper laughter paper river".split())
def test_things_are_no_persons(noun: str) -> None:
    """Also those that end as nouns of persons do."""
    assert not can_speak(noun)


WORDS = st.sampled_from("old little captain voice was he knife-grinder others door woman letter first".split())


@given(st.lists(WORDS, max_size=5))
def test_a_person_is_the_beginning_of_its_phrase(words: list[str]) -> None:
    """Its last word can speak, and none of its words breaks the phrase."""
    person = person_in(words).split()
    assert person == words[: len(person)]
    assert not person or (can_speak(person[-1]) and not is_sound(person[-1]) and "was" not in person)
