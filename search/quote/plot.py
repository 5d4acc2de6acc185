"""From what happens to the story: the last resort for a memory that is no line at all.

A description shares few words with a story and in no order, so only rare words count, in any form: how many of them a
stretch of a scene has, and how many the whole work. Works are ranked; each is shown by its best scene. The score of a
scene is the weight of the words within `_STRETCH_WORDS` and within `_EPISODE_WORDS` of each other (Tao and Zhai, "An
exploration of proximity measures in information retrieval", 2007, found that the span of the matched words helps most),
and part of the weight of all words in the work.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import chain
from math import log1p
from typing import NamedTuple

from fabula.index.budget import checked
from fabula.index.model import SceneKind
from fabula.search.engine.protocol import Candidate, Engine, Request
from fabula.search.match_kind import MatchKind
from fabula.search.matching.runs import Run
from fabula.search.matching.scene_terms import SceneView
from fabula.search.plan import Everything, Level, Or, PhraseClause, Plan, Tier
from fabula.search.results import Copy

# Scenes that are read, of those with most of the words.
_MAX_SCENES = 100
_STRETCH_WORDS = 60
# What happens takes longer to tell than to say: so many words are looked at as well. Of 51 descriptions of scenes 19
# are answered with theirs first, and 28 among five; with the shorter stretch alone 15 and 21.
_EPISODE_WORDS = 400
# Copies of a scene that are named.
_MAX_NAMED_COPIES = 20
# A word in a greater share of the scenes says nothing about what happens.
_MAX_SCENE_SHARE = 0.4
# Distinct words in a stretch: one says nothing about what happens, nor do two of which one is in many scenes.
_MIN_WORDS, _MIN_RARE_WORDS = 3, 2
# A word in a greater share of the scenes is not rare; a word in a single scene always is.
_MAX_RARE_SHARE = 1 / 8
# The weight of a word elsewhere in the work, against one in the stretch.
_ELSEWHERE_WEIGHT = 0.1
# Words of descriptions, not of stories.
_DESCRIPTION_WORDS = frozenset(
    "story tale book novel scene chapter fic fanfic one where which who when about called titled".split()
)


@dataclass(frozen=True, slots=True)
class Guess:
    """A work, by its best scene. `share` is how much of the description's weight it has, 0 to 1.

    runs  the description's words in the best stretch, each by itself.
    """

    candidate: Candidate
    view: SceneView
    runs: tuple[Run, ...]
    share: float
    copies: tuple[Copy, ...] = ()


@dataclass(slots=True)
class _Work:
    """A work so far: its best scene, the weight of its best stretches, and the weights of all words it has."""

    best: Candidate
    view: SceneView
    stretch_weight: float = 0.0
    runs: tuple[Run, ...] = ()
    word_weights: dict[int, float] = field(default_factory=dict)

    @property
    def weight(self) -> float:
        return self.stretch_weight + _ELSEWHERE_WEIGHT * sum(self.word_weights.values())


def guess_works(query: Sequence[str], engine: Engine, limit: int) -> list[Guess]:
    """Up to `limit` works, best first, that `query` (folded words) may describe; [] if it has no rare words."""
    telling = _telling_words(query, engine)
    if not telling or not limit:
        return []
    clauses = tuple(word.clause for word in telling)
    weights = [word.weight for word in telling]
    plan = Plan((Tier(MatchKind.WORDS, Or(clauses)),), scored=clauses)
    works: dict[str, _Work] = {}
    for candidate in checked(engine.answer(plan, Request(_MAX_SCENES, collapse=True)).candidates, every=1):
        view = engine.read(candidate)
        positions = [list(map(int, view.positions(clause.alternatives[0], Level.STEM))) for clause in clauses]
        stretch_weight, first, last = _densest(positions, weights, _STRETCH_WORDS)
        stretch_weight += _densest(positions, weights, _EPISODE_WORDS)[0]
        inside = [[position for position in own if first <= position <= last] for own in positions]
        present = [word for word, own in zip(telling, inside, strict=True) if own]
        if len(present) < _MIN_WORDS and sum(word.is_rare for word in present) < _MIN_RARE_WORDS:
            continue
        work = works.setdefault(view.work.id, _Work(candidate, view))
        work.word_weights.update((word, weights[word]) for word, own in enumerate(positions) if own)
        if stretch_weight > work.stretch_weight:
            work.best, work.view, work.stretch_weight = candidate, view, stretch_weight
            work.runs = tuple(Run(position, position) for position in sorted(chain.from_iterable(inside)))
    total = sum(weights) * (2 + _ELSEWHERE_WEIGHT)
    guesses: list[Guess] = []
    shown_as_copies: set[str] = set()
    for work in sorted(works.values(), key=lambda work: -work.weight):
        # Other editions are skipped, even if their own best scene is another one.
        if work.view.work.id not in shown_as_copies and len(guesses) < limit:
            copies = _copies(work, engine)
            shown_as_copies.update(copy.work.id for copy in copies)
            guesses.append(Guess(work.best, work.view, work.runs, work.weight / total, copies))
    return guesses


def _copies(work: _Work, engine: Engine) -> tuple[Copy, ...]:
    views = (engine.read(Candidate(*scene, 0, 0.0)) for scene in work.best.copies[:_MAX_NAMED_COPIES])
    return tuple(Copy(view.work, view.scene_id, view.read) for view in views)


class _TellingWord(NamedTuple):
    """A word of the description, in all its forms, and its weight in nats."""

    clause: PhraseClause
    weight: float
    is_rare: bool


def _telling_words(query: Sequence[str], engine: Engine) -> list[_TellingWord]:
    """The query's words that are not in too many scenes, each once."""
    scenes = max(1, engine.count(Everything(), (SceneKind.STORY,)))
    telling: dict[tuple[str, ...], _TellingWord] = {}
    for word in query:
        if word in _DESCRIPTION_WORDS or len(word) < 2:
            continue
        clause = PhraseClause((engine.stems_of(word),), Level.STEM, label=word)
        count = engine.count(clause, (SceneKind.STORY,))
        if 0 < count <= max(1, _MAX_SCENE_SHARE * scenes):
            is_rare = count <= max(1, _MAX_RARE_SHARE * scenes)
            telling[clause.alternatives[0]] = _TellingWord(clause, log1p(scenes / count), is_rare)
    return list(telling.values())


def _densest(positions: Sequence[Sequence[int]], weights: Sequence[float], width: int) -> tuple[float, int, int]:
    """The greatest weight of distinct words within `width`, and that stretch's first and last position."""
    occurrences = sorted((position, word) for word, own in enumerate(positions) for position in own)
    best, first, last = 0.0, 0, -1
    counts = [0] * len(weights)
    mass, low = 0.0, 0
    for position, word in occurrences:
        if not counts[word]:
            mass += weights[word]
        counts[word] += 1
        while position - occurrences[low][0] >= width:
            dropped = occurrences[low][1]
            counts[dropped] -= 1
            if not counts[dropped]:
                mass -= weights[dropped]
            low += 1
        if mass > best + 1e-9:
            best, first, last = mass, occurrences[low][0], position
    return best, first, last
