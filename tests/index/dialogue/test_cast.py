"""Who says it: from the narration beside speech, and from what else there is."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue import Utterance, convention_of, utterances
from fabula.index.dialogue.cast import Cast, cast_of
from fabula.index.dialogue.speakers.tags import Mention, MentionKind, tag_before
from fabula.index.model import BlockKind, Gender, Paragraph

_PEOPLE = """
Anna Grey came in. Anna took off her coat. Mr. Tobias Finch looked up from his book, and Tobias smiled.

"Good evening," said Anna.

"Good evening," said Tobias.
"""


def _scene(text: str) -> tuple[str, list[Paragraph], tuple[Utterance, ...]]:
    text = text.strip()
    paragraphs = [
        Paragraph(*found.span(), BlockKind.PARAGRAPH) for found in re.finditer(r"\S(?:[^\n]|\n(?!\n))*", text)
    ]
    return text, paragraphs, utterances(text, paragraphs, convention_of([text]))


def _cast(*texts: str, language: str = "en") -> Cast:
    return cast_of([_scene(text) for text in texts], language)


def _speakers(*texts: str) -> list[str]:
    """The name of each utterance's speaker, "" where it is unknown."""
    cast = _cast(*texts)
    return [cast.characters[voice.speaker].name if voice.speaker >= 0 else "" for own in cast.voices for voice in own]


@pytest.mark.parametrize(
    "line",
    [
        '"The boat is gone," said Anna.',
        '"The boat is gone," Anna said quietly.',
        '"The boat," said Anna, "is gone."',
        '"The boat is gone," says Anna.',
        '"Is the boat gone?" Anna Grey asks.',
        '"The boat is gone," replied Miss Grey.',
        'Anna turned to Tobias and said, "The boat is gone."',
        'At last Anna said: "The boat is gone."',
        '"The boat is gone!" came the voice of Anna.',
        '"The boat is gone," was Anna\'s answer.',
    ],
)
def test_a_tag_names_the_speaker(line: str) -> None:
    """Before or after, in the past or the present, with the verb before or after the name."""
    name = _speakers(_PEOPLE + "\n" + line)[-1]
    assert name in ("Anna", "Anna Grey", "Miss Grey")


def test_whom_somebody_speaks_to_is_not_the_speaker() -> None:
    """A name after a preposition is no subject, and who is addressed by name listens."""
    assert _speakers(_PEOPLE + '\nAnna looked at Tobias and said, "Sit down."')[-1] == "Anna"
    assert _speakers(_PEOPLE + '\n"Sit down, Tobias."')[-1] != "Tobias"


def test_speakers_take_turns() -> None:
    """Between two people who were named, speech without a tag goes to and fro."""
    talk = "".join(f'\n"{line}"\n' for line in ("Did you row?", "I did not.", "Who did?", "Nobody."))
    assert _speakers(_PEOPLE + '\n"Where is the boat?" asked Anna.\n\n"It is gone," said Tobias.\n' + talk)[-4:] == [
        "Anna", "Tobias", "Anna", "Tobias",
    ]  # fmt: skip


def test_a_pronoun_is_somebody_of_its_gender() -> None:
    """Titles and pronouns beside a name tell who is "she"."""
    text = _PEOPLE + "\nAnna sat down; she was tired. Tobias looked at his book, and he yawned."
    assert _speakers(text + '\n\n"The boat is gone," she said at last.')[-1] == "Anna"
    assert _speakers(text + '\n\n"It is late," he said at last.')[-1] == "Tobias"


def test_characters_have_a_gender() -> None:
    """Told by titles and pronouns; unknown where there is neither."""
    text = _PEOPLE + "\nAnna sat down; she was tired. Tobias looked at his book, and he yawned."
    genders = {character.name: character.gender for character in _cast(text).characters}
    assert genders == {"Anna": Gender.FEMALE, "Tobias": Gender.MALE}


def test_pieces_of_one_speech_have_one_speaker() -> None:
    """The narration between them names the speaker of both."""
    assert _speakers(_PEOPLE + '\n"You," said Tobias. "You would have been late."')[-2:] == ["Tobias", "Tobias"]


@pytest.mark.parametrize(
    "told",
    [
        '"Where is it?" she asked Tobias, and Tobias answered, "It is gone for good."',
        '"It was here," said Anna; but Tobias only said "It is gone for good."',
        '"It was here," said Anna, so softly that Tobias said, in a hurt tone, "It is gone for good."',
        '"It was here," Anna replied. And Tobias added "It is gone for good."',
        '"It was here," said Anna to Tobias, who replied in a low voice, "It is gone for good."',
        '"It was here," said Anna. "It is gone," said Tobias.',
        'Then Tobias said: "It is gone for good?" and Anna ran away.',
        '"It is gone," said poor Tobias.',
    ],
)
def test_each_piece_is_whose_it_is_told_to_be(told: str) -> None:
    """Where narration names another before or after a later piece, he says that one."""
    assert _speakers(f"{_PEOPLE}\n{told}")[-1] == "Tobias"


@pytest.mark.parametrize(
    "lead",
    [
        "Anna heard Tobias say in a low voice,",
        "Anna was glad, but Tobias damped her joy by remarking,",
        "Anna looked at Tobias, who said",
        "And Tobias added",
    ],
)
def test_a_lead_has_the_subject_of_its_last_verb(lead: str) -> None:
    """Objects of "heard", antecedents of "who" and what follows a conjunction are subjects."""
    assert tag_before(lead) == (Mention(MentionKind.NAME, "Tobias"), True)


def test_two_subjects_of_one_verb_are_not_parted() -> None:
    """Who stands after "and" without a comma, or after "nobody but", begins no clause of his own."""
    assert _speakers(_PEOPLE + '\nAnna took her bag and Tobias\'s hat and said, "I go."')[-1] == "Anna"


def test_a_narrator_is_i() -> None:
    """In a story told in the first person "I said" names its narrator."""
    text = "".join(
        f'\nI walked on. I saw the sea. Tobias followed.\n\n"Is it far?" I asked.\n\n"{number} miles," said Tobias.\n'
        for number in range(6)
    )
    assert _speakers(text) == ["I", "Tobias"] * 6


def test_names_of_one_character_are_joined() -> None:
    """A full name, its parts, and a title with the surname are one; a mother and her daughter are two."""
    text = """
Charlotte Bartlett sat down. She sighed.
Charlotte took off her hat, and Charlotte Bartlett shook her head.

"It is late," said Charlotte.

Then Mrs. Honeychurch rose. She yawned.

"Very late," said Mrs. Honeychurch.

"I shall go," said Miss Bartlett. Lucy Honeychurch laughed, and she ran out.

"Good night," said Lucy.

"Good night," said Charlotte Bartlett.
"""
    cast = _cast(text)
    forms = [{own.name, *own.aliases} for own in cast.characters]
    assert {"Charlotte", "Miss Bartlett", "Charlotte Bartlett"} in forms
    assert any("Mrs. Honeychurch" in own and "Lucy" not in own for own in forms)


def test_titles_tell_two_of_a_family_apart() -> None:
    """Who is "Mr. John Knightley" is not who is "Mr. Knightley"."""
    text = """
Mr. Knightley sat by the fire. Mr. John Knightley stood at the window. He turned.

"It snows," said Mr. John Knightley.

"It does," said Mr. Knightley.
"""
    assert _speakers(text) == ["Mr. John Knightley", "Mr. Knightley"]


def test_the_bare_surname_is_not_the_brothers() -> None:
    """Where "Mr. John Knightley" is often said beside "Mr. Knightley", "Knightley" joins the two no more."""
    text = """
Mr. Knightley sat by the fire. Mr. John Knightley stood at the window. He turned. John Knightley was cold.

"It snows," said Mr. John Knightley.

"It does," said Mr. Knightley. Then Mr. Knightley rose, and so did John Knightley.

"My dear Knightley," said Mr. Weston. He saw that Knightley smiled; and Knightley bowed.

"Good night," said John Knightley.
"""
    speakers = _speakers(text)
    assert speakers[0] == speakers[3] and "John" in speakers[0]
    assert speakers[1:3] == ["Mr. Knightley", "Mr. Weston"]


def test_somebody_without_a_name_is_nobody_else() -> None:
    """Who is only described is a character by that description, or unknown; never one of those who have names."""
    text = _PEOPLE + '\nThe waiter bowed.\n\n"Your soup," said the waiter.\n\n"And yours, madam," said the waiter.'
    assert set(_speakers(text)[-2:]) <= {"the waiter", ""}


def test_nobody_is_named_without_grounds() -> None:
    """Speech in a scene that names nobody has no speaker, with no confidence."""
    cast = _cast('It rained.\n\n"It rains."\n\n"It does."')
    assert [voice for own in cast.voices for voice in own] == [(-1, 0.0), (-1, 0.0)]
    assert cast.characters == ()


def test_other_languages_have_no_speakers() -> None:
    """Where the words that tags are made of are not known, nobody speaks."""
    cast = _cast(_PEOPLE, language="it")
    assert cast.characters == ()
    assert all(voice.speaker == -1 for own in cast.voices for voice in own)


def test_counts_are_of_speeches() -> None:
    """A character's speeches are the turns that are theirs; the most talkative comes first."""
    cast = _cast(_PEOPLE + '\n"You," said Tobias. "You would have been late."')
    assert [(own.name, own.speeches) for own in cast.characters] == [("Tobias", 2), ("Anna", 1)]


@given(st.lists(st.text(st.sampled_from("AB ann\"'.,\n\u201c\u201d-MrsI"), max_size=80), max_size=4))
def test_any_text_has_a_cast(texts: list[str]) -> None:
    """Every utterance has one voice, a known one names a character, and confidences are shares."""
    scenes = [_scene(text) for text in texts]
    cast = cast_of(scenes, "en")
    assert [len(own) for own in cast.voices] == [len(said) for _, _, said in scenes]
    for own in cast.voices:
        for voice in own:
            assert -1 <= voice.speaker < len(cast.characters)
            assert 0 <= voice.confidence <= 1
            assert (voice.speaker == -1) == (voice.confidence == 0)


@pytest.mark.parametrize(
    "text", ["Ab " * 60_000, "Mr. " * 60_000, "said " * 60_000, "A" * 300_000, "the old " * 40_000]
)
def test_nasty_text_takes_no_time(text: str) -> None:
    """Long runs of capitals, titles or verbs are read in time that grows with their length alone."""
    cast = _cast(f'"Yes," said Anna. {text} "No," said Tobias.')
    assert len(cast.voices) == 1


def test_a_king_in_small_letters_is_none_who_is_hardly_mentioned() -> None:
    """ "The king" is one character with "the King", and not the King Orr of whom somebody tells once."""
    talk = "".join(f'\n"{number} miles," said the {king}.\n' for number, king in enumerate(["king", "King"] * 11))
    assert set(_speakers(f"They spoke of King Orr.\n{talk}")) - {""} == {"the king"}
