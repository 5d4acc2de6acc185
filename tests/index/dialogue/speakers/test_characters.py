"""Forms of names are joined into characters where no other character can be meant."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue.speakers.characters import Characters, join_forms

HE, SHE = Counter({"M": 3}), Counter({"F": 3})


def joined(characters: Characters) -> set[frozenset[str]]:
    return {frozenset(forms) for forms in characters.forms}


@pytest.mark.parametrize(
    ("counts", "expected"),
    [
        # A given name belongs to the only full name that has it.
        ({"Charlotte Bartlett": 2, "Charlotte": 5}, [{"Charlotte Bartlett", "Charlotte"}]),
        # A bare surname is the man's.
        ({"Mr Beebe": 4, "Mrs Beebe": 3, "Beebe": 2}, [{"Mr Beebe", "Beebe"}, {"Mrs Beebe"}]),
        # A mother and her daughter.
        ({"Mrs Honeychurch": 5, "Miss Honeychurch": 5}, [{"Mrs Honeychurch"}, {"Miss Honeychurch"}]),
        # Two brothers: "Mr. Knightley" is not the one who is "Mr. John Knightley".
        (
            {"Mr Knightley": 50, "Mr John Knightley": 10, "John Knightley": 4},
            [{"Mr Knightley"}, {"Mr John Knightley", "John Knightley"}],
        ),
        # Two full names share a given name, and neither is named three times as often.
        ({"Tom Orr": 4, "Tom Vell": 5, "Tom": 6}, [{"Tom Orr"}, {"Tom Vell"}, {"Tom"}]),
        # Two brothers may both be called by their surname, and stay two.
        (
            {"Mr Vell": 9, "Tom Vell": 5, "Major Vell": 3, "Mr Ben Vell": 2, "Ben Vell": 2, "Vell": 4},
            [{"Mr Vell", "Major Vell", "Vell", "Tom Vell"}, {"Mr Ben Vell", "Ben Vell"}],
        ),
        # One of them is.
        ({"Tom Orr": 2, "Tom Vell": 6, "Tom": 6}, [{"Tom Orr"}, {"Tom Vell", "Tom"}]),
    ],
)
def test_forms_of_one_character(counts: dict[str, int], expected: list[set[str]]) -> None:
    """The rules of Vala et al. by example."""
    assert joined(join_forms(counts, {})) == set(map(frozenset, expected))


def test_pronouns_keep_apart_who_has_another_gender() -> None:
    """A surname that is always followed by "she" is not the man's."""
    counts = {"Mr Orr": 5, "Orr": 5}
    assert joined(join_forms(counts, {"Orr": SHE})) == {frozenset({"Mr Orr"}), frozenset({"Orr"})}
    assert joined(join_forms(counts, {"Orr": HE})) == {frozenset({"Mr Orr", "Orr"})}


def test_a_title_with_a_surname_needs_the_gender() -> None:
    """Miss Bartlett is Charlotte Bartlett where pronouns say that Charlotte is a woman."""
    counts = {"Charlotte Bartlett": 2, "Miss Bartlett": 9}
    assert len(join_forms(counts, {}).forms) == 2
    assert len(join_forms(counts, {"Charlotte Bartlett": SHE}).forms) == 1


def test_the_gender_of_a_character() -> None:
    """A title tells it, else the pronouns after its forms do, if they agree."""
    characters = join_forms({"Mrs Vell": 4, "Ann": 3, "Kim": 2}, {"Ann": SHE, "Kim": Counter({"M": 2, "F": 2})})
    assert {forms[0]: gender for forms, gender in zip(characters.forms, characters.genders, strict=True)} == {
        "Mrs Vell": "F",
        "Ann": "F",
        "Kim": "",
    }


WORDS = st.sampled_from("Ann Ben Orr Vell".split())
FORMS = st.builds(
    lambda title, words: " ".join([*title, *words]),
    st.sampled_from([(), ("Mr",), ("Mrs",), ("Miss",), ("Sir",)]),
    st.lists(WORDS, min_size=1, max_size=2),
)


@given(st.dictionaries(FORMS, st.integers(1, 50), max_size=12))
def test_every_form_has_one_character(counts: dict[str, int]) -> None:
    """Characters share no form, none is lost, forms and characters are ordered by how often they are named."""
    characters = join_forms(counts, {})
    assert sorted(form for forms in characters.forms for form in forms) == sorted(counts)
    assert all(form in characters.forms[number] for form, number in characters.of.items())
    assert len(characters.of) == len(counts) and len(characters.genders) == len(characters.forms)
    totals = [sum(counts[form] for form in forms) for forms in characters.forms]
    assert totals == sorted(totals, reverse=True)
    for forms in characters.forms:
        assert [counts[form] for form in forms] == sorted((counts[form] for form in forms), reverse=True)


def test_two_titles_with_one_surname() -> None:
    """They are one man's unless the text has both all the time: a doctor and his cousin."""
    assert len(join_forms({"Doctor Orr": 40, "Mr Orr": 4}, {}).forms) == 1
    assert len(join_forms({"Doctor Orr": 40, "Mr Orr": 30}, {}).forms) == 2


def test_a_title_of_either_gender_needs_to_know_whose_it_is() -> None:
    """Professor Vell is not Jane Vell only because nothing tells that Jane is a woman."""
    assert len(join_forms({"Professor Vell": 9, "Jane Vell": 4}, {}).forms) == 2
    assert len(join_forms({"Professor Vell": 9, "Jane Vell": 4, "Vell": 2}, {"Jane Vell": SHE}).forms) == 2
    assert len(join_forms({"Professor Vell": 9, "Tom Vell": 4}, {"Professor Vell": HE, "Tom Vell": HE}).forms) == 1
