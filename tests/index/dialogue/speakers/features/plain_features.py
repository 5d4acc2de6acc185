"""The features of candidates for a speech, one candidate after the other: what the arrays of Fabula have to equal."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Sequence
from itertools import chain

from fabula.index.dialogue.speakers.evidence import NOBODY, Evidence

PlainChances = Sequence[dict[int, float]]
_ANSWERS = re.compile(r"(?i)(?:yes|no|yeah|nope|well|oh|ah|why|of course|certainly|indeed|not|but|and)\b")


def plain_candidates(work: Evidence, number: int, chances: PlainChances) -> list[int]:
    """At most fourteen by their recent names, and all who are beside the speech or likely to speak near it."""
    first, end = work.scenes[number]
    beside = [character for character, _ in (*work.before[number], *work.after[number]) if character != NOBODY]
    candidates = dict.fromkeys(who for who in (work.tagged[number], work.narrator, *beside) if who is not None)
    for other in range(max(first, number - 4), min(end, number + 3)):
        if other != number:
            likely = [who for who, chance in chances[other].items() if chance > 0.2 and who != NOBODY]
            candidates.update(dict.fromkeys([*likely, *work.addressed[other]]))
    for character in plain_recent_names(work, number, chances):
        if len(candidates) < 14:
            candidates[character] = None
    return sorted(candidates)


def plain_recent_names(work: Evidence, number: int, chances: PlainChances) -> list[int]:
    """The characters named or speaking last, the latest first, in this scene and twelve paragraphs back."""
    recent = dict.fromkeys(who for who, _ in reversed(work.before[number]) if who != NOBODY)
    place = work.speeches[number].first
    for back in range(place - 1, max(work.scene_opens[place], place - 12) - 1, -1):
        other = work.last_speech[back]
        if other >= 0:
            recent.update(dict.fromkeys(who for who, chance in chances[other].items() if chance > 0.5 and who >= 0))
        recent.update(dict.fromkeys(work.named[back]))
    return list(recent | dict.fromkeys(work.named_first[place]))


def plain_features(work: Evidence, number: int, character: int, chances: PlainChances) -> dict[str, float]:
    """The features of a candidate that are not 0."""
    names = chain(
        _tag(work, number, character),
        _beats(work, number, character),
        _narration(work, number, character),
        _address(work, number, character),
        _rank(work, number, character, chances),
    )
    features = Counter(dict[str, float]())
    for name in names:
        features[name] += 1.0
    _add_counts(features, work, number, character)
    _add_neighbours(features, work, number, character, chances)
    return {name: value for name, value in features.items() if value}


def _tag(work: Evidence, number: int, character: int) -> list[str]:
    tagged, pronoun, gender = work.tagged[number], work.pronouns[number], work.genders[character]
    speech, names = work.speeches[number], []
    is_narrator, is_thing = character == work.narrator, character >= len(work.characters.forms)
    if tagged is not None and pronoun != "I":
        kind = "tag name" if speech.tags else "lead verb" if speech.sure else "lead colon"
        names.append("tag name other" if character != tagged else "tag thing" if is_thing else kind)
    if pronoun == "I":
        names.append("tag first" if is_narrator else "tag first other")
    elif is_narrator:
        names += ["narrator", "not tag first"] if pronoun or tagged is not None else ["narrator"]
    if pronoun in ("M", "F") and not is_narrator:
        names.append("pronoun unknown" if not gender else "pronoun fits" if gender == pronoun else "pronoun differs")
    return [*names, "thing candidate"] if is_thing and not is_narrator else names


def _beats(work: Evidence, number: int, character: int) -> list[str]:
    names = []
    for subjects, name in ((work.before[number][::-1], "beat before"), (work.after[number], "beat after")):
        if subjects and subjects[0][0] == character:
            names.append(name)
        elif any(subject == character for subject, _ in subjects):
            names.append("beat other")
    return names


def _narration(work: Evidence, number: int, character: int) -> list[str]:
    speech, gender, has_gender = work.speeches[number], work.genders[character], work.pronouns[number] in ("M", "F")
    names = ["told here"] if character in (*work.named[speech.first], *work.named[speech.last]) else []
    named, subjects = _narration_at(work, speech.scene, speech.first - 1)
    if character in named:
        names += ["told before", "told before last"] if named[0] == character else ["told before"]
    if subjects and subjects[-1][0] == character:
        names += ["told before subject", "told before subject pronoun"] if has_gender else ["told before subject"]
    elif subjects and subjects[-1][1] in ("M", "F") and gender:
        names.append(f"before told pronoun {'fits' if subjects[-1][1] == gender else 'differs'}")
    named, subjects = _narration_at(work, speech.scene, speech.last + 1)
    if character in named:
        names.append("told after")
    return [*names, "told after subject"] if subjects and subjects[0][0] == character else names


def _narration_at(work: Evidence, scene: int, place: int) -> tuple[list[int], list[tuple[int, str]]]:
    if 0 <= place < len(work.narration):
        paragraph = work.narration[place]
        if paragraph.scene == scene and not paragraph.has_speech:
            return work.named[place], work.subjects[place]
    return [], []


def _address(work: Evidence, number: int, character: int) -> list[str]:
    names = []
    if character in work.addressed[number]:
        names.append("address here")
    elif character in work.named_within[number]:
        names.append("named within")
    first, end = work.scenes[number]
    for step, name in ((-1, "address before"), (-2, "address before far"), (1, "address after")):
        if first <= number + step < end and character in work.addressed[number + step]:
            names.append(name)
    return names


def _told_gender(work: Evidence, number: int) -> str:
    beats = (*work.after[number][:1], *work.before[number][-1:])
    told = [gender for gender in (work.pronouns[number], *(gender for _, gender in beats)) if gender in ("M", "F")]
    return told[0] if told else ""


def _rank(work: Evidence, number: int, character: int, chances: PlainChances) -> list[str]:
    told = _told_gender(work, number)
    names = plain_recent_names(work, number, chances)
    fitting = [name for name in names if not told or work.genders[name] in (told, "")][:3]
    rank = f"rank {fitting.index(character) if character in fitting else 'more'}"
    return [rank, f"{rank} pronoun"] if work.pronouns[number] in ("M", "F") else [rank]


def _add_counts(features: Counter[str], work: Evidence, number: int, character: int) -> None:
    told, gender, count = _told_gender(work, number), work.genders[character], work.tag_counts[character]
    if work.tagged[number] is None and not work.pronouns[number] and told and character != work.narrator:
        features["beat pronoun differs" if gender not in (told, "") else "beat pronoun fits"] += 1.0 if gender else 0.3
    features["share"] = count / work.tag_total
    features["tagged ever" if count else "never tagged"] = 0.5 if count == 1 else 1.0


def _add_neighbours(features: Counter[str], work: Evidence, number: int, character: int, chances: PlainChances) -> None:
    first, end = work.scenes[number]
    back = range(number - 1, max(first, number - 10) - 1, -1)
    recent = sum(0.8**place * chances[other].get(character, 0.0) for place, other in enumerate(back))
    features["recent"] = min(recent, 3.0)
    for step, bounds, names in (
        (-1, (0, 1, 2), ("before same paragraph", "before next", "before near", "before far")),
        (1, (0, 1, 2), ("after same paragraph", "after next", "after near", "after far")),
        (-2, (2, 4), ("second next", "second near", "second far")),
        (2, (2, 4), ("second after next", "second after next", "second after far")),
    ):
        if first <= number + step < end:
            earlier, later = sorted((number, number + step))
            name = names[bisect_left(bounds, work.speeches[later].first - work.speeches[earlier].last)]
            for each in (name, *_with(work, number, character, name)):
                features[each] += chances[number + step].get(character, 0.0)


def _with(work: Evidence, number: int, character: int, name: str) -> list[str]:
    """The features that go with one of the speech before."""
    with_pronoun = {"before next": ["before pronoun"], "second next": ["second pronoun"]}
    names = with_pronoun.get(name, []) if work.pronouns[number] in ("M", "F") else []
    if name == "before next":
        is_alone = not work.narration[work.speeches[number].first].subjects
        names = [*names, *["before alone"] * is_alone, *["narrator spoke before"] * (character == work.narrator)]
    if name.startswith("before "):
        ending = work.speeches[number - 1].texts[-1][-5:]
        if ending.endswith("?"):
            names = [*names, "before asks"]
        elif ending.endswith(("…", "...", ". . .")):
            names = [*names, "before trails off"]
        elif ending[-1] in "-—–":
            names = [*names, "before broken off"]
        names = [*names, *["answers"] * (_ANSWERS.match(work.speeches[number].texts[0]) is not None)]
    return names


def plain_nobody(work: Evidence, number: int, candidates: int) -> dict[str, float]:
    """The features of its being none of so many candidates."""
    tagged, pronoun = work.tagged[number], work.pronouns[number]
    names = ["nobody", *["nobody alone"] * (not work.narration[work.speeches[number].first].subjects)]
    if tagged is not None:
        names.append("nobody tagged name")
    elif pronoun:
        names.append("nobody tagged thing" if pronoun == "?" else "nobody tagged pronoun")
    else:
        names.append("nobody untagged")
    return {**dict.fromkeys(names, 1.0), **({"nobody many": candidates / 10} if candidates else {})}
