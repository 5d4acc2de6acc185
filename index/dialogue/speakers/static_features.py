"""Features that are the same whoever speaks the other speeches: tags, beats, names and forms of address around."""

from __future__ import annotations

from .evidence import Evidence
from .speeches import Speech
from .weights import WEIGHTS

__all__ = ["FEATURES", "NUMBER", "ON", "Pair", "nobody_of", "static_features"]

FEATURES = tuple(WEIGHTS)
NUMBER = {name: number for number, name in enumerate(FEATURES)}
# The pair of each that is simply there, made once.
ON = {name: (number, 1.0) for name, number in NUMBER.items()}

Pair = tuple[int, float]
"""A feature by its number, and its value."""


def static_features(work: Evidence, number: int, one: int, told: str) -> tuple[Pair, ...]:
    """The features of a candidate. `told` is the gender that a pronoun of its tag or beside it tells, if any."""
    speech = work.speeches[number]
    on: list[str] = []
    gender = work.genders[one]
    tagged, pronoun = work.tagged[number], work.pronouns[number]
    gendered = pronoun in ("M", "F")
    thing = one >= len(work.names.characters)
    if tagged is not None and pronoun != "I":
        on.append("tag name other" if one != tagged else "tag thing" if thing else _tag_kind(speech))
    if pronoun == "I":
        on.append("tag first" if one == work.narrator else "tag first other")
    elif one == work.narrator:
        on.append("narrator")
        if pronoun or tagged is not None:
            on.append("not tag first")
    if gendered and one != work.narrator:
        on.append("pronoun unknown" if not gender else "pronoun fits" if gender == pronoun else "pronoun differs")
    before, after = work.before[number], work.after[number]
    if before:
        if before[-1][0] == one:
            on.append("beat before")
        elif any(who == one for who, _ in before):
            on.append("beat other")
    if after:
        if after[0][0] == one:
            on.append("beat after")
        elif any(who == one for who, _ in after):
            on.append("beat other")
    if one in work.named[speech.first] or one in work.named[speech.last]:
        on.append("told here")
    mentions, subjects = _told(work, speech.scene, speech.first - 1)
    if one in mentions:
        on.append("told before")
        if mentions[-1] == one:
            on.append("told before last")
    if subjects:
        who, told_gender = subjects[-1]
        if who == one:
            on.append("told before subject")
            if gendered:
                on.append("told before subject pronoun")
        elif told_gender in ("M", "F") and gender:
            on.append("before told pronoun fits" if told_gender == gender else "before told pronoun differs")
    mentions, subjects = _told(work, speech.scene, speech.last + 1)
    if one in mentions:
        on.append("told after")
    if subjects and subjects[0][0] == one:
        on.append("told after subject")
    if one in work.addressed[number]:
        on.append("address here")
    elif one in work.within[number]:
        on.append("named within")
    first, end = work.scenes[number]
    for step, name in ((-1, "address before"), (-2, "address before far"), (1, "address after")):
        if first <= number + step < end and one in work.addressed[number + step]:
            on.append(name)
    if thing and one != work.narrator:
        on.append("thing candidate")
    found = [ON[name] for name in on]
    if tagged is None and not pronoun and told and one != work.narrator:
        name = "beat pronoun differs" if gender and gender != told else "beat pronoun fits"
        found.append((NUMBER[name], 1.0 if gender else 0.3))
    ever = work.ever[one]
    found.append((NUMBER["share"], ever / work.tags))
    found.append((NUMBER["tagged ever"], 1.0 if ever > 1 else 0.5) if ever else ON["never tagged"])
    return tuple(found)


def _told(work: Evidence, scene: int, place: int) -> tuple[list[int], list[tuple[int | None, str]]]:
    """Who is named in a paragraph beside the speech, and its subjects, if it is of the same scene and all told."""
    if 0 <= place < len(work.told) and work.told[place].scene == scene and not work.told[place].spoken:
        return work.mentioned[place], work.subjects[place]
    return [], []


def nobody_of(work: Evidence, number: int) -> list[Pair]:
    """The features of its being no candidate, but for how many there are."""
    tagged, pronoun = work.tagged[number], work.pronouns[number]
    on = ["nobody"]
    if tagged is None and not pronoun:
        on.append("nobody untagged")
    if tagged is None and pronoun == "?":
        on.append("nobody tagged thing")
    if tagged is not None:
        on.append("nobody tagged name")
    elif pronoun in ("M", "F", "I"):
        on.append("nobody tagged pronoun")
    if not work.told[work.speeches[number].first].subjects:
        on.append("nobody alone")
    return [ON[name] for name in on]


def _tag_kind(speech: Speech) -> str:
    return "tag name" if speech.tags else "lead verb" if speech.sure else "lead colon"
