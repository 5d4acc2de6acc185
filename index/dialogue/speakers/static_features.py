"""Features that do not depend on who speaks the other speeches: tags, beats, mentions and forms of address."""

from __future__ import annotations

from collections.abc import Sequence

from .evidence import Evidence
from .speeches import Speech
from .weights import WEIGHTS

FEATURES = tuple(WEIGHTS)
NUMBER = {name: number for number, name in enumerate(FEATURES)}
# The pair of a feature that is simply there, made once.
ON = {name: (number, 1.0) for name, number in NUMBER.items()}

Pair = tuple[int, float]
"""A feature by its number, and its value."""


def static_features(work: Evidence, number: int, character: int, told_gender: str) -> tuple[Pair, ...]:
    """The features of a candidate for a speech.

    told_gender  the gender that a pronoun of the speech's tag or beside it tells; "" if none does.
    """
    speech = work.speeches[number]
    gender = work.genders[character]
    tagged, pronoun = work.tagged[number], work.pronouns[number]
    is_thing = character >= len(work.characters.forms)
    names: list[str] = []
    _add_tag(names, work, number, character, is_thing)
    _add_beat(names, work.before[number][::-1], character, "beat before")
    _add_beat(names, work.after[number], character, "beat after")
    if character in work.named[speech.first] or character in work.named[speech.last]:
        names.append("told here")
    _add_narration(names, work, number, character)
    _add_address(names, work, number, character)
    if is_thing and character != work.narrator:
        names.append("thing candidate")
    features = [ON[name] for name in names]
    if tagged is None and not pronoun and told_gender and character != work.narrator:
        name = "beat pronoun differs" if gender and gender != told_gender else "beat pronoun fits"
        features.append((NUMBER[name], 1.0 if gender else 0.3))
    count = work.tag_counts[character]
    features.append((NUMBER["share"], count / work.tag_total))
    features.append((NUMBER["tagged ever"], 1.0 if count > 1 else 0.5) if count else ON["never tagged"])
    return tuple(features)


def _add_tag(names: list[str], work: Evidence, number: int, character: int, is_thing: bool) -> None:
    """The tag names the candidate, or somebody else, or its pronoun tells a gender."""
    tagged, pronoun = work.tagged[number], work.pronouns[number]
    is_narrator = character == work.narrator
    if tagged is not None and pronoun != "I":
        is_tagged = character == tagged
        names.append(
            "tag name other" if not is_tagged else "tag thing" if is_thing else _tag_kind(work.speeches[number])
        )
    if pronoun == "I":
        names.append("tag first" if is_narrator else "tag first other")
    elif is_narrator:
        names.append("narrator")
        if pronoun or tagged is not None:
            names.append("not tag first")
    if pronoun in ("M", "F") and not is_narrator:
        gender = work.genders[character]
        names.append("pronoun unknown" if not gender else "pronoun fits" if gender == pronoun else "pronoun differs")


def _add_beat(names: list[str], subjects: Sequence[tuple[int | None, str]], character: int, name: str) -> None:
    """The candidate acts beside the speech. `subjects` of its paragraph, the nearest first."""
    if subjects and subjects[0][0] == character:
        names.append(name)
    elif any(subject == character for subject, _ in subjects):
        names.append("beat other")


def _add_narration(names: list[str], work: Evidence, number: int, character: int) -> None:
    """The paragraphs of narration around the speech mention the candidate."""
    speech = work.speeches[number]
    has_gender = work.pronouns[number] in ("M", "F")
    named, subjects = _narration_beside(work, speech.scene, speech.first - 1)
    if character in named:
        names.append("told before")
        if next(iter(named)) == character:
            names.append("told before last")
    if subjects:
        subject, told_gender = subjects[-1]
        gender = work.genders[character]
        if subject == character:
            names.append("told before subject")
            if has_gender:
                names.append("told before subject pronoun")
        elif told_gender in ("M", "F") and gender:
            names.append("before told pronoun fits" if told_gender == gender else "before told pronoun differs")
    named, subjects = _narration_beside(work, speech.scene, speech.last + 1)
    if character in named:
        names.append("told after")
    if subjects and subjects[0][0] == character:
        names.append("told after subject")


def _narration_beside(work: Evidence, scene: int, place: int) -> tuple[dict[int, None], list[tuple[int | None, str]]]:
    """The characters, the last first, and the subjects of a paragraph, if it is in the scene and all narration."""
    if 0 <= place < len(work.narration):
        paragraph = work.narration[place]
        if paragraph.scene == scene and not paragraph.has_speech:
            # Not the list of all mentions: each of a thousand speeches beside them would go through all.
            return work.named[place], work.subjects[place]
    return {}, []


def _add_address(names: list[str], work: Evidence, number: int, character: int) -> None:
    """The speech or its neighbours name the candidate."""
    if character in work.addressed[number]:
        names.append("address here")
    elif character in work.named_within[number]:
        names.append("named within")
    first, end = work.scenes[number]
    for step, name in ((-1, "address before"), (-2, "address before far"), (1, "address after")):
        if first <= number + step < end and character in work.addressed[number + step]:
            names.append(name)


def nobody_features(work: Evidence, number: int) -> list[Pair]:
    """The features of its being no candidate, but for how many candidates there are."""
    tagged, pronoun = work.tagged[number], work.pronouns[number]
    names = ["nobody"]
    if tagged is None and not pronoun:
        names.append("nobody untagged")
    if tagged is None and pronoun == "?":
        names.append("nobody tagged thing")
    if tagged is not None:
        names.append("nobody tagged name")
    elif pronoun in ("M", "F", "I"):
        names.append("nobody tagged pronoun")
    if not work.narration[work.speeches[number].first].subjects:
        names.append("nobody alone")
    return [ON[name] for name in names]


def _tag_kind(speech: Speech) -> str:
    return "tag name" if speech.tags else "lead verb" if speech.sure else "lead colon"
