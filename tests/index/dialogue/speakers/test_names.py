"""Names are found in narration, and neither titles nor words with a capital are taken for them."""

from __future__ import annotations

from collections import Counter

import pytest

from fabula.index.dialogue.speakers.names import Names, names_of
from fabula.index.dialogue.speakers.written_names import plain


def named(*narration: str, tagged: dict[str, int] | None = None) -> Names:
    return names_of(narration, Counter(tagged or {}))


def forms(names: Names) -> set[frozenset[str]]:
    return {frozenset(forms) for forms in names.characters.forms}


def test_a_title_of_address_alone_is_no_name() -> None:
    """Also where a tag has nothing else."""
    assert forms(named("They saw Mr and Mrs there.", tagged={"Mr": 3, "Madame": 2, "Lord": 1})) == set()


def test_only_an_abbreviation_has_a_stop_within_a_name() -> None:
    """A sentence may end with a title, and the next begin with a name."""
    names = named("It was hard for the Commander. Clarke went on. So did Clarke and Dr. Orr, and then Dr Orr alone.")
    assert forms(names) == {frozenset({"Clarke"}), frozenset({"Dr Orr"})}


def test_an_office_alone_is_its_only_bearer() -> None:
    """ "The Colonel" is Colonel Orr where there is no other, and no form of its own."""
    names = named("Then Colonel Orr came. We saw Colonel Orr go.", tagged={"Colonel": 4})
    assert forms(names) == {frozenset({"Colonel Orr"})}
    assert names.characters.of["Colonel"] == names.characters.of["Colonel Orr"]


def test_an_office_without_a_name_is_written_small() -> None:
    """ "Said the King": he is "the king", and a man."""
    names = named("The old King sat down.", tagged={"King": 4})
    assert forms(names) == {frozenset({"the king"})}
    assert names.characters.genders == ["M"]


def test_an_office_of_two_bearers_is_neither() -> None:
    """Neither of two doctors is "the Doctor" unless one is named far more often."""
    told = ["We met Doctor Orr.", "We met Doctor Vell."]
    of = named(*told, tagged={"Doctor": 4}).characters.of
    assert len({of["Doctor"], of["Doctor Orr"], of["Doctor Vell"]}) == 3
    of = named(*told, *told[1:] * 3, tagged={"Doctor": 4}).characters.of
    assert of["Doctor"] == of["Doctor Vell"] != of["Doctor Orr"]


def test_one_who_is_hardly_mentioned_is_not_whom_a_title_means() -> None:
    """A story may have its captain, and speak once of another."""
    of = named("We met Captain Orr.", tagged={"Captain": 40}).characters.of
    assert of["Captain"] == of["the captain"] != of["Captain Orr"]


def test_a_mother_may_be_called_so() -> None:
    """A word of kin is a name where tags have it often."""
    assert forms(named("", tagged={"Mother": 5, "Aunt": 1})) == {frozenset({"Mother"})}


@pytest.mark.parametrize("word", ["Voice", "Words", "Whisper", "Echo"])
def test_a_word_of_speech_is_no_name(word: str) -> None:
    """ "Said the Voice" names nobody."""
    assert forms(named(f"Then the {word} came. We heard the {word} again.", tagged={word: 4})) == set()


def test_a_word_that_only_begins_sentences_is_no_name() -> None:
    """ "Softly said the others" has a capital, and a small letter elsewhere."""
    told = ["Softly it began to rain. He spoke softly.", "She went softly down."]
    assert forms(named(*told, tagged={"Softly": 1})) == set()


def test_particles_belong_to_names() -> None:
    """A surname with "de" or "d'" is one with its title and without; the capital may stand behind a small letter."""
    assert plain("d’Orvell") == "D'Orvell"
    names = named(
        "Then M de Trell smiled. They saw Trell go, and Trell knew. So M de Trell left with M d’Orvell.",
        "And d’Orvell laughed. We saw d’Orvell there.",
    )
    assert forms(names) == {frozenset({"M de Trell", "Trell"}), frozenset({"M D'Orvell", "D'Orvell"})}
