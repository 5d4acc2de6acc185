"""What speaks for each candidate as the speaker of a speech: features for a conditional logit.

Features are weighed in several passes. What is the same in each (`_Setting`, steady.py) is found once: that is most of
the work.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from .evidence import NOBODY, Chances, Evidence
from .static_features import FEATURES, NUMBER, ON, Pair, nobody_of, static_features

__all__ = ["FEATURES", "Features", "Spoken"]

_RANKS = tuple((ON[rank], ON[f"{rank} pronoun"]) for rank in ("rank 0", "rank 1", "rank 2", "rank more"))
_RECENT, _NARRATED = NUMBER["recent"], NUMBER["narrator spoke before"]
# Paragraphs back in which names are looked for, and candidates weighed.
_REACH = 12
_MOST_CANDIDATES = 14
# Speeches around whose speakers are candidates.
_BEFORE, _AFTER = 4, 3
# Speeches back whose speakers count as recent, each less by this than the one after it.
_RECENTLY, _FADING = 10, 0.8
_ANSWERS = re.compile(r"(?:yes|no|yeah|nope|well|oh|ah|why|of course|certainly|indeed|not|but|and)\b", re.IGNORECASE)
# Speeches beside one, and what each is called by how many paragraphs apart it is.
_NEIGHBOURS = (
    (-1, (0, 1, 2), ("before same paragraph", "before next", "before near", "before far")),
    (1, (0, 1, 2), ("after same paragraph", "after next", "after near", "after far")),
    (-2, (2, 4), ("second next", "second near", "second far")),
    (2, (2, 4), ("second after next", "second after next", "second after far")),
)
# What the pronoun of a tag adds to some of them.
_PRONOUNS = {"before next": "before pronoun", "second next": "second pronoun"}


class Spoken(NamedTuple):
    """One speech's candidates, NOBODY last, and for each the features that are not 0."""

    candidates: list[int]
    features: list[list[Pair]]


class Features:
    """The features of all candidates for a work's speeches."""

    def __init__(self, work: Evidence) -> None:
        self._work = work
        self._settings: list[_Setting | None] = [None] * len(work.speeches)

    def of(self, number: int, chances: Sequence[Chances]) -> Spoken:
        """The candidates for a speech, given how likely it is who spoke the others."""
        setting = self._settings[number]
        if setting is None:
            setting = self._settings[number] = _Setting(self._work, number)
        recency = setting.recency(chances)
        candidates = setting.candidates(chances, recency)
        features = setting.features(candidates, recency, chances)
        features.append(setting.nobody(len(candidates)))
        candidates.append(NOBODY)
        return Spoken(candidates, features)


class _Setting:
    """What stands around one speech, whoever speaks the others. Kept small: there is one for each speech of a work."""

    __slots__ = ("_alone", "_first", "_gender", "_neighbours", "_nobody", "_number", "_pronoun", "_steady", "_work")

    def __init__(self, work: Evidence, number: int) -> None:
        self._work, self._number = work, number
        self._pronoun = work.pronouns[number] in ("M", "F")
        self._gender = work.pronouns[number] if self._pronoun else self._beat_gender()
        self._alone = not work.told[work.speeches[number].first].subjects
        self._first = [
            one
            for one in (
                work.tagged[number],
                work.narrator,
                *(who for who, _ in work.before[number]),
                *(who for who, _ in work.after[number]),
            )
            if one is not None
        ]
        self._neighbours = self._beside()
        self._steady: dict[int, tuple[Pair, ...]] = {}
        self._nobody = nobody_of(work, number)

    def _beat_gender(self) -> str:
        for _, gender in (*self._work.after[self._number][:1], *self._work.before[self._number][-1:]):
            if gender in ("M", "F"):
                return gender
        return ""

    def _beside(self) -> list[tuple[int, tuple[int, ...], bool]]:
        """The speeches beside it: the number of each; what its speaker's being a candidate counts as; and whether it
        counts once more if that is the narrator."""
        speeches, number = self._work.speeches, self._number
        speech = speeches[number]
        first, end = self._work.scenes[number]
        found = []
        for step, limits, names in _NEIGHBOURS:
            other = number + step
            if first <= other < end:
                apart = speech.first - speeches[other].last if step < 0 else speeches[other].first - speech.last
                name = names[bisect_left(limits, apart)]
                manner = _manner(speeches[other].text[-1][-5:], speech.text[0]) if step == -1 else ()
                found.append((other, _counts(name, self._alone, self._pronoun, manner), name == "before next"))
        return found

    def recency(self, chances: Sequence[Chances]) -> dict[int, None]:
        """Who was named or spoke last, the latest first, in this scene and a few paragraphs around."""
        work, number = self._work, self._number
        begins, named = work.begins, work.named
        found: dict[int, None] = {}
        for who, _ in reversed(work.before[number]):
            if who is not None:
                found.setdefault(who)
        place = work.speeches[number].first
        for back in range(place - 1, max(work.opens[place], place - _REACH) - 1, -1):
            other = begins[back]
            if other >= 0:
                for one, chance in chances[other].items():
                    if chance > 0.5 and one >= 0:
                        found.setdefault(one)
            if named[back]:
                found.update(named[back])
        for one in work.mentioned[place]:
            found.setdefault(one)
        return found

    def candidates(self, chances: Sequence[Chances], recency: Iterable[int]) -> list[int]:
        near = dict.fromkeys(self._first)
        number, addressed = self._number, self._work.addressed
        first, end = self._work.scenes[number]
        for other in range(max(first, number - _BEFORE), min(end, number + _AFTER)):
            if other != number:
                for one, chance in chances[other].items():
                    if chance > 0.2 and one >= 0:
                        near.setdefault(one)
                for one in addressed[other]:
                    near.setdefault(one)
        for one in recency:
            if len(near) >= _MOST_CANDIDATES:
                break
            near.setdefault(one)
        return list(near)

    def features(
        self, candidates: Sequence[int], recency: Iterable[int], chances: Sequence[Chances]
    ) -> list[list[Pair]]:
        """Of each candidate: what is always there, and what the speakers of other speeches make of it."""
        number, genders, gender, narrator = self._number, self._work.genders, self._gender, self._work.narrator
        rank: dict[int, int] = {}
        for one in recency:
            if not gender or genders[one] == gender or not genders[one]:
                rank[one] = len(rank)
                if len(rank) == len(_RANKS) - 1:
                    break
        recent: Chances = {}
        weight = 1.0
        for other in range(number - 1, max(self._work.scenes[number][0], number - _RECENTLY) - 1, -1):
            for one, chance in chances[other].items():
                recent[one] = recent.get(one, 0.0) + weight * chance
            weight *= _FADING
        neighbours = [(chances[other], counts, narrated) for other, counts, narrated in self._neighbours]
        found = []
        for one in candidates:
            steady = self._steady.get(one)
            if steady is None:
                steady = self._steady[one] = static_features(self._work, number, one, self._gender)
            on = list(steady)
            for known, counts, narrated in neighbours:
                chance = known.get(one, 0.0)
                if chance > 0.01:
                    on += [(feature, chance) for feature in counts]
                    if narrated and one == narrator:
                        on.append((_NARRATED, chance))
            lately = recent.get(one, 0.0)
            if lately > 0.01:
                on.append((_RECENT, min(lately, 3.0)))
            plainly, of_pronoun = _RANKS[rank.get(one, -1)]
            on.append(plainly)
            if self._pronoun:
                on.append(of_pronoun)
            found.append(on)
        return found

    def nobody(self, many: int) -> list[Pair]:
        """The features of its being none of so many candidates."""
        return [*self._nobody, (NUMBER["nobody many"], many / 10)]


def _manner(ended: str, begun: str) -> tuple[str, ...]:
    """How the speech before ends and this one begins, which tell whether somebody else speaks."""
    if ended.endswith("?"):
        found = "before asks"
    elif ended.endswith(("…", "...", ". . .")):
        found = "before trails off"
    elif ended[-1:] in "-—–":
        found = "before broken off"
    else:
        return ("answers",) if _ANSWERS.match(begun) is not None else ()
    return (found, "answers") if _ANSWERS.match(begun) is not None else (found,)


@cache
def _counts(name: str, alone: bool, pronoun: bool, manner: tuple[str, ...]) -> tuple[int, ...]:
    """What a neighbour's being a candidate counts as: features by number."""
    on = [name]
    if alone and name == "before next":
        on.append("before alone")
    if pronoun and name in _PRONOUNS:
        on.append(_PRONOUNS[name])
    if name.startswith("before "):
        on += manner
    return tuple(NUMBER[each] for each in on)
