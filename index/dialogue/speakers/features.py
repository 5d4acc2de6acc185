"""What speaks for each candidate as the speaker of a speech: features for a conditional logit."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from typing import NamedTuple

from .evidence import NOBODY, Chances, Evidence
from .weights import WEIGHTS

__all__ = ["FEATURES", "Spoken", "spoken"]

FEATURES = tuple(WEIGHTS)
_NUMBER = {name: number for number, name in enumerate(FEATURES)}
# Paragraphs back in which names are looked for, and candidates weighed.
_REACH = 12
_MOST_CANDIDATES = 14
# Speeches around whose speakers are candidates.
_BEFORE, _AFTER = 4, 3
_ANSWERS = re.compile(r"(?:yes|no|yeah|nope|well|oh|ah|why|of course|certainly|indeed|not|but|and)\b", re.IGNORECASE)
# Speeches beside one, and what each is called by how many paragraphs apart it is.
_NEIGHBOURS = (
    (-1, (0, 1, 2), ("before same paragraph", "before next", "before near", "before far")),
    (1, (0, 1, 2), ("after same paragraph", "after next", "after near", "after far")),
    (-2, (2, 4), ("second next", "second near", "second far")),
    (2, (2, 4), ("second after next", "second after next", "second after far")),
)


class Spoken(NamedTuple):
    """One speech's candidates, NOBODY last, and for each the features that are not 0, as (number, value)."""

    candidates: list[int]
    features: list[list[tuple[int, float]]]


def spoken(work: Evidence, number: int, chances: Sequence[Chances]) -> Spoken:
    """The candidates for a speech, given how likely it is who spoke the others."""
    speech = work.speeches[number]
    recency = _recency(work, number, chances)
    near: dict[int, None] = {}
    for one in [
        work.tagged[number],
        work.narrator,
        *(who for who, _ in work.before[number]),
        *(who for who, _ in work.after[number]),
    ]:
        if one is not None:
            near.setdefault(one)
    for other in range(max(0, number - _BEFORE), min(len(work.speeches), number + _AFTER)):
        if work.speeches[other].scene == speech.scene:
            for one, chance in chances[other].items():
                if other != number and chance > 0.2 and one >= 0:
                    near.setdefault(one)
            if other != number:
                for one in work.addressed[other]:
                    near.setdefault(one)
    for one in recency:
        if len(near) >= _MOST_CANDIDATES:
            break
        near.setdefault(one)
    candidates = list(near)
    context = _Context(work, number, chances, recency, candidates)
    return Spoken([*candidates, NOBODY], [*map(context.of, candidates), context.nobody()])


def _recency(work: Evidence, number: int, chances: Sequence[Chances]) -> list[int]:
    """Who was named or spoke last, the latest first, in this scene and a few paragraphs around."""
    speech = work.speeches[number]
    found: dict[int, None] = {}
    for who, _ in reversed(work.before[number]):
        if who is not None:
            found.setdefault(who)
    other = number - 1
    for place in range(speech.first - 1, max(-1, speech.first - 1 - _REACH), -1):
        if work.told[place].scene != speech.scene:
            break
        while other >= 0 and work.speeches[other].first > place:
            other -= 1
        if other >= 0 and work.speeches[other].first == place:
            for one, chance in chances[other].items():
                if chance > 0.5 and one >= 0:
                    found.setdefault(one)
        for one in reversed(work.mentioned[place]):
            found.setdefault(one)
    for one in work.mentioned[speech.first]:
        found.setdefault(one)
    return list(found)


class _Context:
    """What is the same for all candidates of one speech."""

    def __init__(
        self, work: Evidence, number: int, chances: Sequence[Chances], recency: list[int], candidates: list[int]
    ) -> None:
        self.work, self.number = work, number
        self.speech = speech = work.speeches[number]
        self.tagged, self.pronoun = work.tagged[number], work.pronouns[number]
        self.tag_kind = "tag name" if speech.tags else "lead verb" if speech.sure else "lead colon"
        self.many = len(candidates)
        speeches = work.speeches
        self.neighbours: list[tuple[str, Chances]] = []
        for step, limits, names in _NEIGHBOURS:
            other = number + step
            if 0 <= other < len(speeches) and speeches[other].scene == speech.scene:
                apart = speech.first - speeches[other].last if step < 0 else speeches[other].first - speech.last
                self.neighbours.append((names[bisect_left(limits, apart)], chances[other]))
        # How the speech before ends and this one begins tell whether somebody else speaks.
        self.manner: list[str] = []
        if number and speeches[number - 1].scene == speech.scene:
            ended = speeches[number - 1].text[-1][-1:]
            if ended == "?":
                self.manner.append("before asks")
            elif ended == "…" or speeches[number - 1].text[-1].endswith(("...", ". . .")):
                self.manner.append("before trails off")
            elif ended in "-—–":
                self.manner.append("before broken off")
            if _ANSWERS.match(speech.text[0]) is not None:
                self.manner.append("answers")
        self.recent: Chances = {}
        weight = 1.0
        for other in range(number - 1, max(-1, number - 11), -1):
            if speeches[other].scene != speech.scene:
                break
            for one, chance in chances[other].items():
                self.recent[one] = self.recent.get(one, 0.0) + weight * chance
            weight *= 0.8
        gender = self.pronoun if self.pronoun in ("M", "F") else self._beat_gender()
        self.gender = gender
        fitting = [one for one in recency if not gender or work.genders[one] in (gender, "")]
        self.rank = {one: place for place, one in enumerate(fitting)}
        place = speech.first - 1
        self.told_before = place >= 0 and work.told[place].scene == speech.scene and not work.told[place].spoken
        self.mentions_before = work.mentioned[place] if self.told_before else []
        self.subjects_before = work.subjects[place] if self.told_before else []
        place = speech.last + 1
        told_after = place < len(work.told) and work.told[place].scene == speech.scene and not work.told[place].spoken
        self.mentions_after = work.mentioned[place] if told_after else []
        self.subjects_after = work.subjects[place][:1] if told_after else []
        self.here = set(work.mentioned[speech.first]) | set(work.mentioned[speech.last])
        self.alone = not work.told[speech.first].subjects

    def _beat_gender(self) -> str:
        for _, gender in (*self.work.after[self.number][:1], *self.work.before[self.number][-1:]):
            if gender in ("M", "F"):
                return gender
        return ""

    def of(self, one: int) -> list[tuple[int, float]]:
        """The features of a candidate."""
        work, number = self.work, self.number
        on: list[tuple[str, float]] = []
        gender = work.genders[one]
        tagged, pronoun = self.tagged, self.pronoun
        if tagged is not None and pronoun != "I":
            if one != tagged:
                on.append(("tag name other", 1.0))
            elif one >= len(work.names.characters):
                on.append(("tag thing", 1.0))
            else:
                on.append((self.tag_kind, 1.0))
        if pronoun == "I":
            on.append(("tag first" if one == work.narrator else "tag first other", 1.0))
        elif one == work.narrator:
            on.append(("narrator", 1.0))
            if pronoun or tagged is not None:
                on.append(("not tag first", 1.0))
        if pronoun in ("M", "F") and one != work.narrator:
            on.append(
                ("pronoun unknown" if not gender else "pronoun fits" if gender == pronoun else "pronoun differs", 1.0)
            )
        before, after = work.before[number], work.after[number]
        if before:
            if before[-1][0] == one:
                on.append(("beat before", 1.0))
            elif any(who == one for who, _ in before):
                on.append(("beat other", 1.0))
        if after:
            if after[0][0] == one:
                on.append(("beat after", 1.0))
            elif any(who == one for who, _ in after):
                on.append(("beat other", 1.0))
        if tagged is None and not pronoun and self.gender and one != work.narrator:
            on.append(
                (
                    "beat pronoun differs" if gender and gender != self.gender else "beat pronoun fits",
                    1.0 if gender else 0.3,
                )
            )
        if one in self.here:
            on.append(("told here", 1.0))
        if self.told_before:
            if one in self.mentions_before:
                on.append(("told before", 1.0))
                if self.mentions_before[-1] == one:
                    on.append(("told before last", 1.0))
            if self.subjects_before:
                who, told_gender = self.subjects_before[-1]
                if who == one:
                    on.append(("told before subject", 1.0))
                    if pronoun in ("M", "F"):
                        on.append(("told before subject pronoun", 1.0))
                elif told_gender in ("M", "F") and gender:
                    on.append(
                        ("before told pronoun fits" if told_gender == gender else "before told pronoun differs", 1.0)
                    )
        if one in self.mentions_after:
            on.append(("told after", 1.0))
        if self.subjects_after and self.subjects_after[0][0] == one:
            on.append(("told after subject", 1.0))
        if one in work.addressed[number]:
            on.append(("address here", 1.0))
        elif one in work.within[number]:
            on.append(("named within", 1.0))
        speeches = work.speeches
        for step, name in ((-1, "address before"), (-2, "address before far"), (1, "address after")):
            other = number + step
            if (
                0 <= other < len(speeches)
                and speeches[other].scene == self.speech.scene
                and one in work.addressed[other]
            ):
                on.append((name, 1.0))
        for name, own in self.neighbours:
            chance = own.get(one, 0.0)
            if chance > 0.01:
                on.append((name, chance))
                if self.alone and name == "before next":
                    on.append(("before alone", chance))
                if pronoun in ("M", "F") and name == "before next":
                    on.append(("before pronoun", chance))
                if pronoun in ("M", "F") and name == "second next":
                    on.append(("second pronoun", chance))
                if name.startswith("before "):
                    on += [(feature, chance) for feature in self.manner]
                if one == work.narrator and name == "before next":
                    on.append(("narrator spoke before", chance))
        if (recent := self.recent.get(one, 0.0)) > 0.01:
            on.append(("recent", min(recent, 3.0)))
        rank = self.rank.get(one, 9)
        kind = "rank 0" if rank == 0 else "rank 1" if rank == 1 else "rank 2" if rank == 2 else "rank more"
        on.append((kind, 1.0))
        if pronoun in ("M", "F"):
            on.append((f"{kind} pronoun", 1.0))
        ever = work.ever[one]
        on.append(("share", ever / work.tags))
        on.append(("tagged ever", 1.0) if ever > 1 else ("never tagged", 1.0) if not ever else ("tagged ever", 0.5))
        if one >= len(work.names.characters) and one != work.narrator:
            on.append(("thing candidate", 1.0))
        return [(_NUMBER[name], value) for name, value in on]

    def nobody(self) -> list[tuple[int, float]]:
        """The features of its being none of the candidates."""
        on = [("nobody", 1.0), ("nobody many", self.many / 10)]
        if self.tagged is None and not self.pronoun:
            on.append(("nobody untagged", 1.0))
        if self.tagged is None and self.pronoun == "?":
            on.append(("nobody tagged thing", 1.0))
        if self.tagged is not None:
            on.append(("nobody tagged name", 1.0))
        elif self.pronoun in ("M", "F", "I"):
            on.append(("nobody tagged pronoun", 1.0))
        if self.alone:
            on.append(("nobody alone", 1.0))
        return [(_NUMBER[name], value) for name, value in on]
