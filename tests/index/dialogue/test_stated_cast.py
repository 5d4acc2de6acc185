"""What an archivist states of characters: in attribution, and in the cast of any language."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue import convention_of, utterances
from fabula.index.dialogue.cast import Cast, Character, Voice, cast_of
from fabula.index.dialogue.stated_cast import with_stated_names
from fabula.index.model import BlockKind, Gender, Paragraph
from fabula.index.stated_names import NO_NAMES, StatedName, StatedNames

_STORY = """
Anna Grey came in. Anna took off her coat. Mr. Tobias Finch looked up from his book, and Tobias smiled. The
Heron was what they called Anna at sea. They feared the Heron.

"Good evening," said Anna.

"Good evening," said Tobias.

"Is the boat gone?" asked Heron.

"It is," said Tobias.
"""


def _cast(text: str, *stated: StatedName, language: str = "en") -> Cast:
    text = text.strip()
    paragraphs = [
        Paragraph(*found.span(), BlockKind.PARAGRAPH) for found in re.finditer(r"\S(?:[^\n]|\n(?!\n))*", text)
    ]
    scene = (text, paragraphs, utterances(text, paragraphs, convention_of([text])))
    return cast_of([scene], language, StatedNames(stated))


def _speakers(cast: Cast) -> list[str]:
    return [cast.characters[voice.speaker].name if voice.speaker >= 0 else "" for own in cast.voices for voice in own]


def test_forms_that_are_stated_to_be_one_speak_as_one() -> None:
    """Under the stated name, with all others as aliases."""
    cast = _cast(_STORY, StatedName("Captain Grey", ("Anna", "Heron", "Anna Grey")))
    assert _speakers(cast) == ["Captain Grey", "Tobias", "Captain Grey", "Tobias"]
    captain = next(each for each in cast.characters if each.name == "Captain Grey")
    assert captain.speeches == 2 and {"Anna", "Heron"} <= set(captain.aliases)


def test_a_name_alone_renames_the_character_that_has_it() -> None:
    """Any of its names will do."""
    cast = _cast(_STORY, StatedName("Anna Grey"))
    assert "Anna Grey" in _speakers(cast) and "Anna" not in _speakers(cast)


def test_a_stated_gender_is_known_to_pronouns() -> None:
    """ "said he" is then somebody else, or nobody known."""
    text = """
Robin went down to the harbour. Then Robin met Tobias Finch, and Tobias stood still. Robin and Tobias sat down.

"The boat is gone," said Robin.

"Are you certain of it?" she asked.

"I am certain," said Tobias, and he rubbed his chin.
"""
    before, after = _cast(text), _cast(text, StatedName("Robin", gender=Gender.FEMALE))
    robin = next(each for each in after.characters if each.name == "Robin")
    assert robin.gender is Gender.FEMALE
    sure = after.voices[0][1].confidence
    assert sure >= before.voices[0][1].confidence


def test_two_stated_characters_are_never_joined() -> None:
    """Anna and Anna Grey are two, if somebody says so: mother and daughter."""
    assert len(_cast(_STORY).characters) == 3
    cast = _cast(_STORY + '\n"Mother!" cried Anna Grey.', StatedName("Anna Grey"), StatedName("Anna"))
    names = [each.name for each in cast.characters]
    assert {"Anna", "Anna Grey"} <= set(names)


def test_the_narrator_can_be_named() -> None:
    """The first person is then the character of that name."""
    text = "\n\n".join(f'I went out, and I saw Anna {number} times. "Is it day?" I asked.' for number in range(9))
    assert "I" in _speakers(_cast(text))
    cast = _cast(text, StatedName("Nick", ("I",)))
    assert set(_speakers(cast)) - {""} == {"Nick"}
    # Whom the text names too is one with the narrator, who can still be asked for.
    cast = _cast(f"{text}\n\nNick was there. They saw Nick.", StatedName("Nick", ("I",)))
    assert set(_speakers(cast)) - {""} == {"Nick"} and cast.characters[0].aliases == ("I",)


def test_other_languages_get_the_names_as_well() -> None:
    """Whatever finds a cast, its characters are merged, renamed and ordered by their speeches."""
    found = Cast(
        (
            Character("Вася", (), Gender.UNKNOWN, 3),
            Character("Anna", ("Anna Arkadjewna",), Gender.UNKNOWN, 2),
            Character("Аня", (), Gender.FEMALE, 2),
        ),
        ((Voice(0, 0.9), Voice(1, 0.9), Voice(2, 0.8), Voice(-1, 0.0)),),
    )
    cast = with_stated_names(found, StatedNames([StatedName("Anna Karenina", ("аня", "ANNA"))]))
    assert cast.characters == (
        Character("Anna Karenina", ("Anna", "Anna Arkadjewna", "Аня"), Gender.FEMALE, 4),
        Character("Вася", (), Gender.UNKNOWN, 3),
    )
    assert cast.voices == ((Voice(1, 0.9), Voice(0, 0.9), Voice(0, 0.8), Voice(-1, 0.0)),)


_names = st.sampled_from(["Ann", "ann b.", "Ben", "the waiter", "I", "Чук"])
_stated = st.lists(st.builds(StatedName, _names, st.lists(_names, max_size=3).map(tuple), st.sampled_from(Gender)))


@given(st.lists(st.tuples(_names, st.integers(0, 9)), max_size=5), st.lists(st.integers(-1, 4), max_size=9), _stated)
def test_no_speech_is_lost_whatever_is_stated(
    characters: list[tuple[str, int]], speakers: list[int], stated: list[StatedName]
) -> None:
    """Each voice keeps a character that has the name it had, and the speeches of all stay the same in sum."""
    cast = Cast(
        tuple(Character(name, (), Gender.UNKNOWN, count) for name, count in characters),
        (tuple(Voice(speaker if speaker < len(characters) else -1, 0.5) for speaker in speakers),),
    )
    names = StatedNames(stated)
    result = with_stated_names(cast, names)
    assert sum(each.speeches for each in result.characters) == sum(each.speeches for each in cast.characters)
    for before, after in zip(cast.voices[0], result.voices[0], strict=True):
        assert (before.speaker < 0) == (after.speaker < 0)
        if before.speaker >= 0:
            name, number = characters[before.speaker][0], names.of(characters[before.speaker][0])
            expected = name if number is None else names.characters[number].name
            assert result.characters[after.speaker].name == expected


def test_of_two_statements_the_more_special_counts() -> None:
    """They come from general to special; those for one name are one."""
    names = StatedNames(
        [StatedName("Clarke", ("Princess",), Gender.MALE), StatedName("Clarke", ("Sky",), Gender.FEMALE)]
    )
    assert names.characters == (StatedName("Clarke", ("Princess", "Sky"), Gender.FEMALE),)
    names = StatedNames([StatedName("Clarke", ("Princess",)), StatedName("Lexa", ("Princess",))])
    assert names.of("princess") == 1


def test_a_digest_names_what_is_stated() -> None:
    """Equal statements have equal ones, and none has 0."""
    one, same, other = (StatedNames([StatedName("Ann", (also,))]) for also in ("A", "A", "B"))
    assert one.digest == same.digest != other.digest
    assert NO_NAMES.digest == 0


_GERMAN = """
Anna Grau trat ein. Anna legte den Mantel ab. Herr Finke blickte auf. Auf See hieß sie Lotte.

„Guten Abend“, sagte Anna.

„Guten Abend“, sagte Finke.

„Ist das Boot fort?“, fragte Lotte.

„Es ist fort“, sagte Anna Grau.
"""


def test_names_of_other_languages_are_joined_before_anything_is_told() -> None:
    """In German as in English: forms that are one, and those that are not."""
    assert _speakers(_cast(_GERMAN, language="de"))[0] == _speakers(_cast(_GERMAN, language="de"))[3]
    one = _cast(_GERMAN, StatedName("Kapitän", ("Anna", "Lotte")), language="de")
    assert _speakers(one) == ["Kapitän", "Finke", "Kapitän", "Kapitän"]
    two = _cast(_GERMAN, StatedName("Anna"), StatedName("Anna Grau"), language="de")
    assert _speakers(two)[0] == "Anna" and _speakers(two)[3] == "Anna Grau"


def test_a_gender_stated_in_german_is_known_to_pronouns() -> None:
    """ "sagte sie" is then her whom the text gives no gender."""
    text = """
Kim ging zum Hafen. Kim traf Herrn Finke, und Finke schwieg. Kim setzte sich. Kim sah Finke an.

„Das Boot ist fort“, sagte Kim.

„Bist du sicher?“, fragte Finke.

Kim nickte. „Ganz sicher“, sagte sie.
"""
    cast = _cast(text, StatedName("Kim", gender=Gender.FEMALE), language="de")
    kim = next(each for each in cast.characters if each.name == "Kim")
    assert kim.gender is Gender.FEMALE and _speakers(cast)[2] == "Kim"
    man = _cast(text, StatedName("Kim", gender=Gender.MALE), language="de")
    assert _speakers(man)[2] != "Kim"
