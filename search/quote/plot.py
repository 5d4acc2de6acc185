"""What happens, to the story: the last resort for a memory that is no line at all.

A description shares few words with a story and in no order, so only rare words count, in any form: how many of them a
stretch of a scene holds, and how many the whole work. Works are ranked; each is shown by its best scene. The score of a
scene is the weight of the words that stand within `_NEAR` words of each other (Tao and Zhai, "An exploration of
proximity measures in information retrieval", 2007, found the span of the matched words to help most), and some of that
of all words in the work.
"""

from __future__ import annotations

from collections.abc import Sequence as Words
from dataclasses import dataclass, field
from math import log1p

from fabula.index.model import SceneKind
from fabula.search.engine.protocol import Candidate, Engine, Request
from fabula.search.matching.runs import Run
from fabula.search.matching.scene_terms import SceneView
from fabula.search.plan import Everything, Level, Or, PhraseClause, Plan, Tier
from fabula.search.results import Copy, MatchKind

__all__ = ["Guess", "guesses"]

# Scenes that are looked into, of those with most of the words.
_SCENES = 100
_NEAR = 60
# Copies of a scene that are named.
_NAMED = 20
# A word in more of the scenes than this says nothing of what happens.
_COMMON = 0.12
# One word says nothing of what happens.
_LEAST = 2
# What a word elsewhere in the work counts, against one in the stretch.
_ELSEWHERE = 0.2
# Words that a description is made of, and the story is not.
_ABOUT = frozenset(
    "story tale book novel scene chapter fic fanfic one where which who when about called titled".split()
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A work, by the scene that fits best. `share` is what it has of the description's weight, 0 to 1.

    runs  the description's words in the stretch that fits best, each by itself.
    """

    candidate: Candidate
    reading: SceneView
    runs: tuple[Run, ...]
    share: float
    copies: tuple[Copy, ...] = ()


@dataclass(slots=True)
class _Work:
    """What is known of a work so far: its best scene, and the weight of each of the words it has."""

    best: Candidate
    reading: SceneView
    near: float = 0.0
    runs: tuple[Run, ...] = ()
    held: dict[int, float] = field(default_factory=dict)


def guesses(query: Words[str], engine: Engine, most: int) -> list[Guess]:
    """Up to `most` works, best first, that `query` (folded words) may be about; none if it has no telling words."""
    telling = _telling(query, engine)
    if not telling or not most:
        return []
    sequences = tuple(sequence for sequence, _ in telling)
    weights = [weight for _, weight in telling]
    plan = Plan((Tier(MatchKind.WORDS, Or(sequences)),), scored=sequences)
    works: dict[str, _Work] = {}
    for candidate in engine.answer(plan, Request(_SCENES, collapse=True)).candidates:
        reading = engine.read(candidate)
        places = [list(map(int, reading.positions(sequence.alternatives[0], Level.STEM))) for sequence in sequences]
        near, first, last = _densest(places, weights)
        if sum(any(first <= place <= last for place in found) for found in places) < _LEAST:
            continue
        own = works.setdefault(reading.work.id, _Work(candidate, reading))
        own.held.update((word, weights[word]) for word, found in enumerate(places) if found)
        if near > own.near:
            own.best, own.reading, own.near = candidate, reading, near
            inside = sorted(place for found in places for place in found if first <= place <= last)
            own.runs = tuple(Run(place, place) for place in inside)
    total = sum(weights) * (1 + _ELSEWHERE)
    ranked = sorted(works.values(), key=lambda own: -_mass(own))
    found: list[Guess] = []
    told: set[str] = set()
    for own in ranked:
        # Other editions, whose own best scene may be another one.
        if own.reading.work.id not in told and len(found) < most:
            copies = _copies(own, engine)
            told.update(copy.work.id for copy in copies)
            found.append(Guess(own.best, own.reading, own.runs, _mass(own) / total, copies))
    return found


def _copies(own: _Work, engine: Engine) -> tuple[Copy, ...]:
    """Where the scene stands too."""
    readings = (engine.read(Candidate(*place, 0, 0.0)) for place in own.best.copies[:_NAMED])
    return tuple(Copy(reading.work, reading.scene_id, reading.read) for reading in readings)


def _mass(own: _Work) -> float:
    return own.near + _ELSEWHERE * sum(own.held.values())


def _telling(query: Words[str], engine: Engine) -> list[tuple[PhraseClause, float]]:
    """The query's words by their stems, each once, with what it says that a scene has it."""
    scenes = max(1, engine.count(Everything(), (SceneKind.STORY,)))
    found: dict[tuple[str, ...], tuple[PhraseClause, float]] = {}
    for word in query:
        if word in _ABOUT or len(word) < 2:
            continue
        sequence = PhraseClause((engine.stems_of(word),), Level.STEM, label=word)
        count = engine.count(sequence, (SceneKind.STORY,))
        if 0 < count <= max(1, _COMMON * scenes):
            found[sequence.alternatives[0]] = (sequence, log1p(scenes / count))
    return list(found.values())


def _densest(places: Words[Words[int]], weights: Words[float]) -> tuple[float, int, int]:
    """The greatest weight of distinct words within `_NEAR`, and the first and last place of that stretch."""
    events = sorted((place, word) for word, found in enumerate(places) for place in found)
    best, first, last = 0.0, 0, -1
    counts = [0] * len(weights)
    mass, low = 0.0, 0
    for place, word in events:
        if not counts[word]:
            mass += weights[word]
        counts[word] += 1
        while place - events[low][0] >= _NEAR:
            gone = events[low][1]
            counts[gone] -= 1
            if not counts[gone]:
                mass -= weights[gone]
            low += 1
        if mass > best + 1e-9:
            best, first, last = mass, events[low][0], place
    return best, first, last
