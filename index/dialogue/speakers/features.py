"""Features of each candidate as the speaker of a speech, for a conditional logit.

Features are weighed in several passes. Those that are the same in each (`_SpeechFeatures`, static_features.py) are
found once: they are most of the work.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Sequence
from functools import cache
from typing import NamedTuple

from .evidence import NOBODY, Chances, Evidence
from .static_features import FEATURES, NUMBER, ON, Pair, nobody_features, static_features

__all__ = ["FEATURES", "CandidateFeatures", "Features"]

_RANKS = tuple((ON[rank], ON[f"{rank} pronoun"]) for rank in ("rank 0", "rank 1", "rank 2", "rank more"))
_RECENT, _NARRATED = NUMBER["recent"], NUMBER["narrator spoke before"]
# Names are looked for so many paragraphs back.
_REACH_PARAGRAPHS = 12
_MAX_CANDIDATES = 14
# The speakers of so many speeches before and after are candidates.
_SPEECHES_BEFORE, _SPEECHES_AFTER = 4, 3
# The speakers of so many speeches back count as recent, each with this share of the next one's weight.
_RECENT_SPEECHES, _RECENT_DECAY = 10, 0.8
# Speakers count as candidates, and as recent names, from these chances on; smaller ones weigh nothing.
_MIN_CANDIDATE_CHANCE, _MIN_RECENT_CHANCE, _MIN_CHANCE = 0.2, 0.5, 0.01
_MAX_RECENCY = 3.0
_ANSWERS = re.compile(r"(?:yes|no|yeah|nope|well|oh|ah|why|of course|certainly|indeed|not|but|and)\b", re.IGNORECASE)
# (step to a neighbouring speech, bounds of its distance in paragraphs, a feature for each distance).
_NEIGHBOURS = (
    (-1, (0, 1, 2), ("before same paragraph", "before next", "before near", "before far")),
    (1, (0, 1, 2), ("after same paragraph", "after next", "after near", "after far")),
    (-2, (2, 4), ("second next", "second near", "second far")),
    (2, (2, 4), ("second after next", "second after next", "second after far")),
)
# Features that the pronoun of a tag adds to some of them.
_PRONOUN_FEATURES = {"before next": "before pronoun", "second next": "second pronoun"}


class CandidateFeatures(NamedTuple):
    """The candidates for one speech, NOBODY last, and for each the features that are not 0."""

    candidates: list[int]
    features: list[list[Pair]]


class Features:
    """The features of all candidates for a work's speeches."""

    def __init__(self, work: Evidence) -> None:
        self._work = work
        self._speeches: list[_SpeechFeatures | None] = [None] * len(work.speeches)

    def of(self, number: int, chances: Sequence[Chances]) -> CandidateFeatures:
        """The candidates for a speech, given how likely it is who spoke the others."""
        speech = self._speeches[number]
        if speech is None:
            speech = self._speeches[number] = _SpeechFeatures(self._work, number)
        recent_names = speech.recent_names(chances)
        candidates = speech.candidates(chances, recent_names)
        features = speech.features(candidates, recent_names, chances)
        features.append(speech.nobody(len(candidates)))
        candidates.append(NOBODY)
        return CandidateFeatures(candidates, features)


class _SpeechFeatures:
    """Facts around one speech, whoever speaks the others. Kept small: there is one for each speech of a work."""

    __slots__ = (
        "_gender", "_has_pronoun", "_is_alone", "_named_here", "_neighbours", "_nobody", "_number", "_static", "_work",
    )  # fmt: skip

    def __init__(self, work: Evidence, number: int) -> None:
        self._work, self._number = work, number
        self._has_pronoun = work.pronouns[number] in ("M", "F")
        self._gender = work.pronouns[number] if self._has_pronoun else self._beat_gender()
        self._is_alone = not work.narration[work.speeches[number].first].subjects
        subjects = (*work.before[number], *work.after[number])
        named = (work.tagged[number], work.narrator, *(character for character, _ in subjects))
        self._named_here = [character for character in named if character is not None]
        self._neighbours = self._neighbour_features()
        self._static: dict[int, tuple[Pair, ...]] = {}
        self._nobody = nobody_features(work, number)

    def _beat_gender(self) -> str:
        for _, gender in (*self._work.after[self._number][:1], *self._work.before[self._number][-1:]):
            if gender in ("M", "F"):
                return gender
        return ""

    def _neighbour_features(self) -> list[tuple[int, tuple[int, ...], bool]]:
        """For each speech beside it: its number, the features that its speaker has as a candidate, and whether the
        narrator has one more."""
        speeches, number = self._work.speeches, self._number
        speech = speeches[number]
        first, end = self._work.scenes[number]
        neighbours = []
        for step, bounds, names in _NEIGHBOURS:
            other = number + step
            if first <= other < end:
                apart = speech.first - speeches[other].last if step < 0 else speeches[other].first - speech.last
                name = names[bisect_left(bounds, apart)]
                manner = _manner(speeches[other].texts[-1][-5:], speech.texts[0]) if step == -1 else ()
                features = _neighbour_numbers(name, self._is_alone, self._has_pronoun, manner)
                neighbours.append((other, features, name == "before next"))
        return neighbours

    def recent_names(self, chances: Sequence[Chances]) -> dict[int, None]:
        """The characters named or speaking last, the latest first, in this scene and a few paragraphs back."""
        work, number = self._work, self._number
        recent: dict[int, None] = {}
        for character, _ in reversed(work.before[number]):
            if character is not None:
                recent.setdefault(character)
        place = work.speeches[number].first
        for back in range(place - 1, max(work.scene_opens[place], place - _REACH_PARAGRAPHS) - 1, -1):
            other = work.last_speech[back]
            if other >= 0:
                for character, chance in chances[other].items():
                    if chance > _MIN_RECENT_CHANCE and character >= 0:
                        recent.setdefault(character)
            recent.update(dict.fromkeys(work.named_last[back]))
        for character in work.named_first[place]:
            recent.setdefault(character)
        return recent

    def candidates(self, chances: Sequence[Chances], recent_names: Iterable[int]) -> list[int]:
        candidates = dict.fromkeys(self._named_here)
        number, addressed = self._number, self._work.addressed
        first, end = self._work.scenes[number]
        for other in range(max(first, number - _SPEECHES_BEFORE), min(end, number + _SPEECHES_AFTER)):
            if other != number:
                for character, chance in chances[other].items():
                    if chance > _MIN_CANDIDATE_CHANCE and character >= 0:
                        candidates.setdefault(character)
                for character in addressed[other]:
                    candidates.setdefault(character)
        for character in recent_names:
            if len(candidates) >= _MAX_CANDIDATES:
                break
            candidates.setdefault(character)
        return list(candidates)

    def features(
        self, candidates: Sequence[int], recent_names: Iterable[int], chances: Sequence[Chances]
    ) -> list[list[Pair]]:
        """For each candidate: its static features, and those that depend on the speakers of other speeches."""
        work, number, gender, narrator = self._work, self._number, self._gender, self._work.narrator
        ranks: dict[int, int] = {}
        for character in recent_names:
            if not gender or work.genders[character] == gender or not work.genders[character]:
                ranks[character] = len(ranks)
                if len(ranks) == len(_RANKS) - 1:
                    break
        recency: Chances = {}
        weight = 1.0
        for other in range(number - 1, max(work.scenes[number][0], number - _RECENT_SPEECHES) - 1, -1):
            for character, chance in chances[other].items():
                recency[character] = recency.get(character, 0.0) + weight * chance
            weight *= _RECENT_DECAY
        neighbours = [(chances[other], numbers, narrated) for other, numbers, narrated in self._neighbours]
        rows = []
        for character in candidates:
            static = self._static.get(character)
            if static is None:
                static = self._static[character] = static_features(work, number, character, gender)
            row = list(static)
            for speakers, numbers, narrated in neighbours:
                chance = speakers.get(character, 0.0)
                if chance > _MIN_CHANCE:
                    row += [(feature, chance) for feature in numbers]
                    if narrated and character == narrator:
                        row.append((_NARRATED, chance))
            recent = recency.get(character, 0.0)
            if recent > _MIN_CHANCE:
                row.append((_RECENT, min(recent, _MAX_RECENCY)))
            rank, rank_with_pronoun = _RANKS[ranks.get(character, -1)]
            row.append(rank)
            if self._has_pronoun:
                row.append(rank_with_pronoun)
            rows.append(row)
        return rows

    def nobody(self, candidates: int) -> list[Pair]:
        """The features of its being none of so many candidates."""
        return [*self._nobody, (NUMBER["nobody many"], candidates / 10)]


def _manner(ending: str, beginning: str) -> tuple[str, ...]:
    """How the speech before ends and this one begins, which tell whether somebody else speaks."""
    answers = ("answers",) if _ANSWERS.match(beginning) is not None else ()
    if ending.endswith("?"):
        return ("before asks", *answers)
    if ending.endswith(("…", "...", ". . .")):
        return ("before trails off", *answers)
    return ("before broken off", *answers) if ending[-1:] in "-—–" else answers


@cache
def _neighbour_numbers(name: str, alone: bool, pronoun: bool, manner: tuple[str, ...]) -> tuple[int, ...]:
    """The numbers of the features that the speaker of a neighbouring speech has as a candidate."""
    names = [name]
    if alone and name == "before next":
        names.append("before alone")
    if pronoun and name in _PRONOUN_FEATURES:
        names.append(_PRONOUN_FEATURES[name])
    if name.startswith("before "):
        names += manner
    return tuple(NUMBER[each] for each in names)
