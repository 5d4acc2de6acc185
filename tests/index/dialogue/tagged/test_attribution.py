"""Who speaks where narration says it, in French, German, Spanish and Russian."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fabula.index.dialogue.languages import SPEAKER_LANGUAGES
from fabula.index.model import Gender
from ....growth import grows_evenly
from .conftest import cast_in

Speakers = Callable[[str, str], list[str]]

_OPENINGS = {
    "fr": "Anna entra. Paul leva les yeux, et Paul sourit. On vit que Anna tremblait.\n\n",
    "de": "Anna trat ein. Paul sah auf, und Paul lächelte. Man sah, daß Anna zitterte.\n\n",
    "es": "Ana entró. Pablo alzó los ojos, y Pablo sonrió. Se vio que Ana temblaba.\n\n",
    "ru": "Анна вошла. Иван поднял глаза, и Иван улыбнулся. Было видно, что Анна дрожит.\n\n",
}


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("« La barque est partie », dit Anna.", "Anna"),
        ("« La barque, dit Anna, est partie. »", "Anna"),
        ("« La barque est partie ! » s'écria Anna.", "Anna"),
        ("« La barque est partie », lui répondit doucement Anna.", "Anna"),
        ("« La barque est partie », gronda Anna.", "Anna"),
        ("« La barque est partie », dit d'une voix sourde le vieux comte.", "le vieux comte"),
        ("« La barque est partie », répondit le marchand.", "le marchand"),
        ("« La barque est partie », répondit M. de Lamare.", "M. de Lamare"),
        ("« La barque est partie », dit d'Artagnan.", "d'Artagnan"),
        ("Anna se tourna vers Paul et dit : « La barque est partie. »", "Anna"),
        ("Alors Anna dit à Paul : « La barque est partie. »", "Anna"),
        ("« La barque est partie », dit à son tour Anna.", "Anna"),
        ("Anna hocha la tête. « La barque est partie. »", "Anna"),
        ("Anna se mit à crier : « La barque est partie. »", "Anna"),
        ("« La barque est partie », dit une voix.", ""),
        ("« La barque est partie », dirent les hommes.", ""),
        ("« La barque est partie. » Anna répondit qu'il avait tort.", ""),
    ],
)
def test_french_tags(speakers: Speakers, line: str, speaker: str) -> None:
    """Behind speech the verb comes first; clitics stand before it, adverbs behind."""
    assert set(speakers("fr", _OPENINGS["fr"] + line)) == {speaker}


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("„Das Boot ist fort“, sagte Anna.", "Anna"),
        ("„Das Boot,“ sagte Anna, „ist fort.“", "Anna"),
        ("„Das Boot ist fort!“ rief leise Anna.", "Anna"),
        ("„Das Boot ist fort“, erwiderte der Alte.", "der Alte"),
        ("„Das Boot ist fort“, sagte mit leiser Stimme der Wirt.", "der Wirt"),
        ("„Das Boot ist fort“, sagte Frau von Briest.", "Frau von Briest"),
        ("Anna wandte sich zu Paul und sagte: „Das Boot ist fort.“", "Anna"),
        ("Da sagte Anna zu Paul: „Das Boot ist fort.“", "Anna"),
        ("„Das Boot ist fort“, sagte eine Stimme.", ""),
        ("„Das Boot ist fort“, riefen die Leute.", ""),
    ],
)
def test_german_tags(speakers: Speakers, line: str, speaker: str) -> None:
    """A noun with a capital is no name; behind an article it is what somebody is."""
    assert set(speakers("de", _OPENINGS["de"] + line)) == {speaker}


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("—La barca se ha ido —dijo Ana.", "Ana"),
        ("—La barca —dijo Ana—, se ha ido.", "Ana"),
        ("—La barca se ha ido —le respondió entonces Ana.", "Ana"),
        ("—La barca se ha ido —díjole Ana.", "Ana"),
        ("—La barca se ha ido —dijo en voz baja la anciana.", "la anciana"),
        ("—La barca se ha ido —respondió don Quijote.", "don Quijote"),
        ("—La barca se ha ido —dijo el cura.", "el cura"),
        ("Ana se volvió a Pablo y dijo:\n\n—La barca se ha ido.", "Ana"),
        ("—La barca se ha ido —dijo una voz.", ""),
        ("—La barca —dijo Ana. Miró al mar, y luego a las montañas, que ya no se veían—. Se ha ido.", "Ana"),
        ("—La barca se ha ido —dijo con voz triste.", ""),
    ],
)
def test_spanish_tags(speakers: Speakers, line: str, speaker: str) -> None:
    """Clitics stand before the verb or are part of it; without a subject nobody is named."""
    assert set(speakers("es", _OPENINGS["es"] + line)) == {speaker}


@pytest.mark.parametrize(
    ("line", "speaker"),
    [
        ("— Лодка ушла, — сказала Анна.", "Анна"),
        ("— Лодка, — сказала Анна, — ушла.", "Анна"),
        ("— Лодка ушла, — тихо сказала Анна.", "Анна"),
        ("— Лодка ушла, — сказала, улыбаясь, Анна.", "Анна"),
        ("— Лодка ушла, — сказала Ивану Анна.", "Анна"),
        ("— Лодка ушла, — отвечал старый князь.", "старый князь"),
        ("— Лодка ушла, — проговорил Акакий Акакиевич.", "Акакий Акакиевич"),
        ("— Лодка ушла, — сказал портной Петрович.", "Петрович"),
        ("«Лодка ушла», — сказала Анна.", "Анна"),
        ("Анна повернулась к Ивану и сказала: «Лодка ушла».", "Анна"),
        ("— Лодка ушла, — весело сказала ему на это Анна.", "Анна"),
        ("— Лодка ушла, — отвечала ему, обнимая его, Анна.", "Анна"),
        ("— Лодка ушла, — сказал голос.", ""),
        ("— Лодка ушла.\n\n— сказала Анна. — Ушла.", "Анна"),
    ],
)
def test_russian_tags(speakers: Speakers, line: str, speaker: str) -> None:
    """The subject is in the nominative, wherever it stands behind the verb."""
    assert set(speakers("ru", _OPENINGS["ru"] + line)) == {speaker}


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("fr", "« Bonsoir », dit Anna.\n\n« Bonsoir », dit Paul.\n\n« Il pleut », dit-elle.\n\n« Oui », fit-il."),
        ("de", "„Guten Abend“, sagte Anna.\n\n„Guten Abend“, sagte Paul.\n\n„Regen“, sagte sie.\n\n„Ja“, sagte er."),
        ("es", "—Buenas —dijo Ana.\n\n—Buenas —dijo Pablo.\n\n—Llueve —dijo ella.\n\n—Sí —dijo él."),
        ("ru", "— Вечер, — сказала Анна.\n\n— Вечер, — сказал Иван.\n\n— Дождь, — сказала она.\n\n— Да, — сказал он."),
    ],
)
def test_a_pronoun_is_who_was_named_close_by(speakers: Speakers, language: str, text: str) -> None:
    """The only one of its gender, and surely less than a name."""
    found = speakers(language, _OPENINGS[language] + text)
    assert found[2:] == found[:2] and len(set(found)) == 2
    _, _, third, _ = (voice for own in cast_in(language, _OPENINGS[language] + text).voices for voice in own)
    assert third.confidence < 0.9


@pytest.mark.parametrize(
    ("language", "line"),
    [
        ("fr", "Je marchais. Je vis la mer.\n\n« C'est loin ? » dis-je."),
        ("de", "Ich ging. Ich sah das Meer.\n\n„Ist es weit?“ sagte ich."),
        ("es", "Yo andaba. Yo vi el mar.\n\n—¿Está lejos? —dije."),
        ("ru", "Я шел. Я видел море.\n\n— Далеко? — сказал я."),
    ],
)
def test_a_narrator_is_i(speakers: Speakers, language: str, line: str) -> None:
    """In a story told in the first person, in every language."""
    assert speakers(language, "\n\n".join([line] * 3)) == ["I"] * 3


@pytest.mark.parametrize(
    ("language", "text", "name"),
    [
        ("fr", "« Oui », dit M. Morel.\n\n« Non », dit Paul Morel.\n\n« Si », dit Paul.", "Paul Morel"),
        ("de", "„Ja“, sagte Herr Berg.\n\n„Nein“, sagte Paul Berg.\n\n„Doch“, sagte Paul.", "Paul Berg"),
        ("es", "—Sí —dijo don Pablo.\n\n—No —dijo Pablo Gil.\n\n—Ya —dijo Pablo.", "Pablo Gil"),
        ("ru", "— Да, — сказал Иван.\n\n— Нет, — сказал Иван Ильич.\n\n— Да, — сказал Иван.", "Иван Ильич"),
    ],
)
def test_names_of_one_person_are_joined(speakers: Speakers, language: str, text: str, name: str) -> None:
    """A full name with its parts, a title with a surname."""
    cast = cast_in(language, text)
    assert len(cast.characters) == 1
    assert name in (cast.characters[0].name, *cast.characters[0].aliases)
    assert cast.characters[0].gender == Gender.MALE


@pytest.mark.parametrize("language", sorted(set(SPEAKER_LANGUAGES) - {"en"}))
@given(text=st.text(st.sampled_from("AБ anдит'-,.\n«»—„“!?:") | st.characters(), max_size=120))
def test_any_text_has_a_cast(language: str, text: str) -> None:
    """Every utterance has one voice, a known one names a character, and confidences are shares."""
    cast = cast_in(language, text)
    for voice in (voice for own in cast.voices for voice in own):
        assert -1 <= voice.speaker < len(cast.characters)
        assert 0 <= voice.confidence <= 1
        assert (voice.speaker == -1) == (voice.confidence == 0)


def test_who_is_answered_is_no_pronoun(speakers: Speakers) -> None:
    """Of two men one asks, and "he" who answers is the other; with a third nearby nobody is named."""
    start = "Paul entra. Jean leva les yeux, et Paul sourit. On vit que Jean tremblait.\n\n"
    start += "« Bonsoir », dit Paul.\n\n« Bonsoir », dit Jean.\n\n"
    assert speakers("fr", start + "« Tu viens ? » dit Paul.\n\n« Non », dit-il.")[-1] == "Jean"
    start += "« Et toi ? » dit Luc.\n\n« Moi ? » dit Jean.\n\n"
    assert speakers("fr", start + "« Tu viens ? » dit Paul.\n\n« Non », dit-il.")[-1] == ""


def test_two_who_answer_each_other_take_turns(speakers: Speakers) -> None:
    """Who spoke last but one goes on, up to where something is told in between."""
    talk = "« Tu viens ? » dit Anna.\n\n« Non », dit Paul.\n\n« Pourquoi ? »\n\n« Il pleut. »"
    assert speakers("fr", _OPENINGS["fr"] + talk) == ["Anna", "Paul", "Anna", "Paul"]
    assert speakers("fr", _OPENINGS["fr"] + talk + "\n\nIl y eut un silence.\n\n« Viens. »")[-1] == ""


def test_a_thing_speaks_once_by_chance(speakers: Speakers) -> None:
    """A noun that is not known to be a person is one if it speaks again."""
    echo = "« Oui », répondit le zouave.\n\n"
    assert speakers("fr", echo) == [""]
    assert speakers("fr", echo * 2) == ["le zouave"] * 2


def test_an_answer_below_guillemets_is_anothers(speakers: Speakers) -> None:
    """A dash begins it, while the marks go on over both."""
    assert speakers("fr", _OPENINGS["fr"] + "Anna dit : « Tu viens ?\n\n— Non, je reste. »") == ["Anna", ""]


_UNITS = {
    "fr": ("« Oui », dit Anna. ", "« Oui », dit-elle.\n\n", "« Oui » et ", "dit ", "d'", "le jeune ", "Anna, "),
    "de": ("„Ja“, sagte Anna. ", "„Ja“, sagte sie.\n\n", "sagte ", "der alte ", "von ", "Herr "),
    "es": ("—Sí —dijo Ana—. ", "—Sí —dijo ella.\n\n", "dijo ", "de la ", "don "),
    "ru": ("— Да, — сказал Иван. ", "— Да, — сказал он.\n\n", "сказал ", "старый ", "Иван "),
}


@pytest.mark.parametrize(("language", "unit"), [(language, unit) for language in _UNITS for unit in _UNITS[language]])
def test_repeated_words_take_linear_time(language: str, unit: str) -> None:
    """Narration beside speech is read up to a bound, whatever it repeats."""

    def find(count: int) -> None:
        cast_in(language, f"{_OPENINGS[language]}« Oui », dit Anna. {unit * count}")

    assert grows_evenly(find, 1_000)
