"""Who speaks in a work: its characters, and the speaker of each utterance with a confidence.

Two stages after Muzny et al. (2017), "A Two-stage Sieve Approach for Quote Attribution", EACL: what narration names
beside a speech (speakers/tags.py), then all that points to somebody at once (speakers/evidence.py), weighed by a
conditional logit as in He et al. (2013), "Identification of Speakers in Novels", ACL. Speakers are sought in English;
speech in other languages has none.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from fabula.index.dialogue.speakers.attribution import chances_of, least_chance
from fabula.index.dialogue.speakers.evidence import NOBODY, Evidence
from fabula.index.dialogue.speakers.speeches import speeches_of
from fabula.index.dialogue.speakers.verbs import ABBREVIATIONS
from fabula.index.model import Gender, Paragraph

from .utterances import Utterance

__all__ = ["Cast", "Character", "Voice", "cast_of", "unknown_cast"]

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
    """Whose an utterance is: an index into the characters, -1 if that is not known; `confidence` from 0 to 1."""

    speaker: int
    confidence: float


class Cast(NamedTuple):
    """The characters who speak, by speeches; and the voices of each scene, one for each of its utterances."""

    characters: tuple[Character, ...]
    voices: tuple[tuple[Voice, ...], ...]


def cast_of(scenes: Sequence[tuple[str, Sequence[Paragraph], Sequence[Utterance]]], language: str) -> Cast:
    """The cast of a work, from all its scenes in order: the text of each, its paragraphs, and what is said in it.

    language  BCP 47.
    """
    nobody = unknown_cast([len(said) for _, _, said in scenes])
    if language.partition("-")[0].lower() != "en":
        return nobody
    voices = [list(own) for own in nobody.voices]
    speeches, told = speeches_of(scenes)
    evidence = Evidence(speeches, told)
    spoken: Counter[int] = Counter()
    found: list[tuple[int, float]] = []
    for number, chances in enumerate(chances_of(evidence)):
        who, chance = max(chances.items(), key=lambda item: item[1], default=(NOBODY, 0.0))
        known = who != NOBODY and chance >= least_chance(evidence, number)
        found.append((who, chance) if known else (NOBODY, chance))
        spoken[who] += known
    order = [who for who, count in spoken.most_common() if count]
    index = {who: place for place, who in enumerate(order)}
    for speech, (who, chance) in zip(speeches, found, strict=True):
        for scene, number in speech.places:
            voices[scene][number] = Voice(index.get(who, _UNKNOWN), round(chance, 3) if who in index else 0.0)
    characters = []
    for who in order:
        forms = [_written(form) for form in evidence.forms(who)]
        characters.append(Character(forms[0], tuple(forms[1:]), Gender(evidence.genders[who].lower()), spoken[who]))
    return Cast(tuple(characters), tuple(map(tuple, voices)))


def unknown_cast(lengths: Iterable[int]) -> Cast:
    """Nobody known to speak, in scenes with so many utterances each."""
    return Cast((), tuple((Voice(_UNKNOWN, 0.0),) * length for length in lengths))


def _written(name: str) -> str:
    """A name with the stop of its title."""
    title, space, rest = name.partition(" ")
    return f"{title}.{space}{rest}" if space and title in ABBREVIATIONS else name
