"""The features of candidates for a speech, one candidate after the other: what the arrays of Fabula have to equal."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from itertools import chain
from math import log, sqrt

from fabula.index.dialogue.speakers.evidence import NOBODY, Evidence

PlainChances = Sequence[dict[int, float]]


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
    _add_recency(features, work, number, character, chances)
    features["wording"] = plain_wording(work, number, character, chances)
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


def _add_recency(features: Counter[str], work: Evidence, number: int, character: int, chances: PlainChances) -> None:
    back = range(number - 1, max(work.scenes[number][0], number - 10) - 1, -1)
    recent = sum(0.8**place * chances[other].get(character, 0.0) for place, other in enumerate(back))
    features["recent"] = min(recent, 3.0)


def plain_wording(work: Evidence, number: int, character: int, chances: PlainChances) -> float:
    """How well the words of a speech fit those that the character surely says elsewhere."""
    words = [_words(speech.texts) for speech in work.speeches]
    everything = Counter(chain.from_iterable(words))
    total = everything.total() + 0.5 * (len(everything) + 1)
    speakers = [_sure_speaker(work, other, chances) for other in range(len(words))]
    said = [other for other, speaker in enumerate(speakers) if speaker == character]
    if not words[number] or not any(words[other] for other in said):
        return 0.0
    own = Counter(chain.from_iterable(words[other] for other in said if other != number))
    fit = 0.0
    for word in words[number]:
        prior = 2000 * (everything[word] + 0.5) / total
        fit += log((own[word] + prior) / prior) - log((own.total() + 2000) / 2000)
    return max(-3.0, min(3.0, fit / sqrt(len(words[number]))))


def _words(texts: Sequence[str]) -> list[str]:
    return plain_words(" ".join(texts))


def plain_words(text: str) -> list[str]:
    """The words and marks of a text, the two kinds of apostrophes and of dashes as one; words by their beginnings."""
    found = re.findall(r"[a-zA-Z]+(?:['’][a-zA-Z]+)*|--|—|!|\?", text)
    return [word.lower().replace("’", "'").replace("--", "—")[:16] for word in found]


def _sure_speaker(work: Evidence, number: int, chances: PlainChances) -> int:
    tagged = work.tagged[number]
    likeliest = max(chances[number].items(), key=lambda item: item[1], default=(NOBODY, 0.0))
    return tagged if tagged is not None else likeliest[0] if likeliest[1] >= 0.9 else NOBODY


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
