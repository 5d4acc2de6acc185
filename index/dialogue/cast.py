"""Who speaks in a work: its characters, and the speaker of each utterance with a confidence.

Two stages after Muzny et al. (2017), "A Two-stage Sieve Approach for Quote Attribution", EACL: first the names in the
narration beside a speech (speakers/tags.py), then all evidence at once (speakers/evidence.py), weighed by a
conditional logit as in He et al. (2013), "Identification of Speakers in Novels", ACL. So it is in English; in other
languages (languages.py) only what narration says is known (tagged/attribution.py).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fabula.index.dialogue.speakers.attribution import likeliest_speakers
from fabula.index.dialogue.speakers.evidence import NOBODY, Evidence
from fabula.index.dialogue.speakers.speeches import Scenes, speeches_of
from fabula.index.dialogue.speakers.verbs import ABBREVIATIONS
from fabula.index.model import Gender
from fabula.index.stated_names import NO_NAMES, StatedNames
from .languages import primary_subtag, tags_of
from .stated_cast import with_stated_names

_UNKNOWN = -1


class Character(NamedTuple):
    """Somebody who speaks.

    name      the form that the work uses most; "I" for a first-person narrator, "the waiter" for one without a name.
    aliases   other forms, commonest first.
    speeches  how many are theirs.
    """

    name: str
    aliases: tuple[str, ...]
    gender: Gender
    speeches: int


class Voice(NamedTuple):
    """The speaker of an utterance: an index into the characters, -1 if unknown; `confidence` from 0 to 1."""

    speaker: int
    confidence: float


class Cast(NamedTuple):
    """The characters who speak, by speeches; and the voices of each scene, one for each of its utterances."""

    characters: tuple[Character, ...]
    voices: tuple[tuple[Voice, ...], ...]


def cast_of(scenes: Scenes, language: str, names: StatedNames = NO_NAMES) -> Cast:
    """The cast of a work, from all its scenes in order: the text of each, its paragraphs, and its utterances.

    language  BCP 47.
    names     what is stated of its characters. Attribution knows of it where it can; the cast has these names in any
              language.
    """
    return with_stated_names(_found_cast(scenes, language, names), names)


def _found_cast(scenes: Scenes, language: str, names: StatedNames) -> Cast:
    unknown = unknown_cast([len(utterances) for _, _, utterances in scenes])
    if primary_subtag(language) == "en":
        return _english_cast(scenes, names, unknown)
    words = tags_of(language)
    if words is None:
        return unknown
    from .tagged.attribution import attribution_of  # not where all is English

    people, speeches = attribution_of(scenes, words, names)
    attributed = [(speech.places, speech.person, speech.confidence) for speech in speeches]
    return _cast(unknown, attributed, [person.forms for person in people], [person.gender for person in people])


def _english_cast(scenes: Scenes, names: StatedNames, unknown: Cast) -> Cast:
    evidence = Evidence(*speeches_of(scenes), names)
    speakers, chances = likeliest_speakers(evidence)
    attributed = [
        (speech.places, None if speaker == NOBODY else speaker, chance)
        for speech, speaker, chance in zip(evidence.speeches, speakers.tolist(), chances.tolist(), strict=True)
    ]
    forms = [[_written(form) for form in evidence.forms(number)] for number in range(len(evidence.genders))]
    return _cast(unknown, attributed, forms, evidence.genders)


def _cast(
    unknown: Cast,
    attributed: Sequence[tuple[Sequence[tuple[int, int]], int | None, float]],
    forms: Sequence[Sequence[str]],
    genders: Sequence[str],
) -> Cast:
    """The cast of a work whose speeches, each as its places, its speaker and the chance of that, were attributed.

    forms, genders  the names of each speaker, the commonest first; "M", "F" or "".
    """
    voices = [list(scene) for scene in unknown.voices]
    speech_counts = Counter(speaker for _, speaker, _ in attributed if speaker is not None)
    order = [speaker for speaker, _ in speech_counts.most_common()]
    index = {speaker: place for place, speaker in enumerate(order)}
    for places, speaker, chance in attributed:
        if speaker is not None:
            voice = Voice(index[speaker], round(chance, 3))
            for scene, number in places:
                voices[scene][number] = voice
    characters = []
    for speaker in order:
        name, *aliases = forms[speaker]
        characters.append(Character(name, tuple(aliases), Gender(genders[speaker].lower()), speech_counts[speaker]))
    return Cast(tuple(characters), tuple(map(tuple, voices)))


def unknown_cast(lengths: Iterable[int]) -> Cast:
    """Nobody known to speak, in scenes with so many utterances each."""
    return Cast((), tuple((Voice(_UNKNOWN, 0.0),) * length for length in lengths))


def _written(name: str) -> str:
    """A name with the stop of its title."""
    title, space, rest = name.partition(" ")
    return f"{title}.{space}{rest}" if space and title in ABBREVIATIONS else name
