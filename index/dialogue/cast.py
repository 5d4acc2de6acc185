"""Who speaks in a work: its characters, and the speaker of each utterance with a confidence.

Two stages after Muzny et al. (2017), "A Two-stage Sieve Approach for Quote Attribution", EACL: first the names in the
narration beside a speech (speakers/tags.py), then all evidence at once (speakers/evidence.py), weighed by a
conditional logit as in He et al. (2013), "Identification of Speakers in Novels", ACL. Speakers are found in English
only.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fabula.index.dialogue.speakers.attribution import least_chance, speaker_chances
from fabula.index.dialogue.speakers.evidence import NOBODY, Evidence
from fabula.index.dialogue.speakers.speeches import speeches_of
from fabula.index.dialogue.speakers.verbs import ABBREVIATIONS
from fabula.index.model import Gender, Paragraph
from fabula.index.stated_names import NO_NAMES, StatedNames
from .stated_cast import with_stated_names
from .utterances import Utterance

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


def cast_of(
    scenes: Sequence[tuple[str, Sequence[Paragraph], Sequence[Utterance]]], language: str, names: StatedNames = NO_NAMES
) -> Cast:
    """The cast of a work, from all its scenes in order: the text of each, its paragraphs, and its utterances.

    language  BCP 47.
    names     what is stated of its characters. Attribution knows of it where it can; the cast has these names in any
              language.
    """
    return with_stated_names(_found_cast(scenes, language, names), names)


def _found_cast(
    scenes: Sequence[tuple[str, Sequence[Paragraph], Sequence[Utterance]]], language: str, names: StatedNames
) -> Cast:
    unknown = unknown_cast([len(utterances) for _, _, utterances in scenes])
    if language.partition("-")[0].lower() != "en":
        return unknown
    voices = [list(scene) for scene in unknown.voices]
    evidence = Evidence(*speeches_of(scenes), names)
    speech_counts: Counter[int] = Counter()
    speakers: list[tuple[int, float]] = []
    for number, chances in enumerate(speaker_chances(evidence)):
        speaker, chance = max(chances.items(), key=lambda item: item[1], default=(NOBODY, 0.0))
        is_known = speaker != NOBODY and chance >= least_chance(evidence, number)
        speakers.append((speaker if is_known else NOBODY, chance))
        speech_counts[speaker] += is_known
    order = [speaker for speaker, count in speech_counts.most_common() if count]
    index = {speaker: place for place, speaker in enumerate(order)}
    for speech, (speaker, chance) in zip(evidence.speeches, speakers, strict=True):
        for scene, number in speech.places:
            voices[scene][number] = Voice(index.get(speaker, _UNKNOWN), round(chance, 3) if speaker in index else 0.0)
    characters = []
    for speaker in order:
        name, *aliases = map(_written, evidence.forms(speaker))
        characters.append(
            Character(name, tuple(aliases), Gender(evidence.genders[speaker].lower()), speech_counts[speaker])
        )
    return Cast(tuple(characters), tuple(map(tuple, voices)))


def unknown_cast(lengths: Iterable[int]) -> Cast:
    """Nobody known to speak, in scenes with so many utterances each."""
    return Cast((), tuple((Voice(_UNKNOWN, 0.0),) * length for length in lengths))


def _written(name: str) -> str:
    """A name with the stop of its title."""
    title, space, rest = name.partition(" ")
    return f"{title}.{space}{rest}" if space and title in ABBREVIATIONS else name
