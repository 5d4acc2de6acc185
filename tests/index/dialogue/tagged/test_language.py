"""What the words of a language tell by themselves."""

from __future__ import annotations

import pytest

from fabula.index.dialogue.tagged.language import given_name_gender


@pytest.mark.parametrize(
    ("name", "gender"), [("luca", "M"), ("inés", "F"), ("anna", "F"), ("pedro", "M"), ("joan", ""), ("a", ""), ("", "")]
)
def test_a_given_name_tells_a_gender(name: str, gender: str) -> None:
    """By itself, or else by its ending; an initial tells nothing."""
    gender_of = given_name_gender(frozenset({"luca"}), frozenset({"inés"}), female=("a",), male=("o",))
    assert gender_of(name) == gender
