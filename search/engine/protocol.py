"""Evaluates plans: one protocol over every kind of store; opening.py picks the engine."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple, Protocol

import numpy as np

from fabula.index.array_types import I64, Mask
from fabula.index.codec.speech import CastMember
from fabula.index.model import SceneKind
from fabula.index.store.snapshot import Snapshot
from fabula.index.work_fields import WORK_FIELDS
from fabula.search.matching.scene_terms import SceneView
from fabula.search.plan import EVERYWHERE, Expansion, Level, Narrowing, Part, Pattern, Plan
from fabula.search.postings.segment_view import SegmentView
from fabula.search.postings.sorted_positions import Positions
from fabula.search.postings.vocabulary import Vocabulary
from fabula.search.results import FacetCount, Sort

if TYPE_CHECKING:
    from .ranking.ranked_scenes import RankedScenes

# The fields that can be counted over the works of the scenes found.
FACETS = tuple(field.name for field in WORK_FIELDS.values() if field.is_facet)


@dataclass(frozen=True, slots=True)
class Request:
    """The part of an answer that is wanted: `limit` candidates from `offset` on, in the order of `sort`.

    collapse  show a scene that several works have once, with the others behind it; `offset` then counts those shown.
    """

    limit: int
    offset: int = 0
    sort: Sort = Sort.RELEVANCE
    facets: tuple[str, ...] = ()
    collapse: bool = False


class Candidate(NamedTuple):
    """A scene found, the index of its tier in the plan, and its BM25 score.

    segment, number  where the engine keeps the scene, for `Engine.read`.
    copies           the same of the scenes that are collapsed into it, best first.
    """

    segment: int
    number: int
    tier: int
    score: float
    copies: tuple[tuple[int, int], ...] = ()


class Passage(NamedTuple):
    """Words `first` to `last`, both included, of a scene.

    mass  the weight of the quote's words that are there, in nats.
    """

    segment: int
    number: int
    first: int
    last: int
    mass: float


class Effort(NamedTuple):
    """Bounds on the work of finding a remembered line.

    votes     occurrences of words, over all segments, that say where the line may be. Words beyond them are so common
              that they only count in the windows found.
    windows   places that are compared with the line word by word.
    passages  of those, how many are read and aligned with its spelling.
    misspelt  words that the library does not have, for which words spelt like them are looked up: each takes 5 ms.
    """

    votes: int
    windows: int
    passages: int
    misspelt: int


# Of a line of eight words in 15 million, about 50 ms.
FULL_EFFORT = Effort(votes=450_000, windows=192, passages=24, misspelt=4)


class CandidatePassages(NamedTuple):
    """Passages that may be a quote, best first.

    weights  of each word of the quote, in nats: the rarer the more.
    size     the number of words in the library.
    """

    weights: tuple[float, ...]
    passages: tuple[Passage, ...]
    size: int


@dataclass(frozen=True, slots=True)
class Answer:
    """A page of scenes.

    total      number of scenes, exact; by_tier: those of each tier.
    collapsed  how many of `total` are shown behind others only.
    """

    total: int
    by_tier: tuple[int, ...]
    candidates: tuple[Candidate, ...]
    facets: Mapping[str, tuple[FacetCount, ...]] = field(default_factory=dict)
    collapsed: int = 0


class SpeechCoverage(NamedTuple):
    """The number of works in which speakers were found, and of all works."""

    attributed: int
    works: int


class LibrarySize(NamedTuple):
    """The number of words (the gaps between scenes count as words) and of scenes, deleted ones included."""

    words: int
    scenes: int


class SelectedScenes(NamedTuple):
    """Some of the scenes of a segment: bool[scenes of the segment]."""

    view: SegmentView
    scenes: Mask


class SegmentMatches(NamedTuple):
    """The matches in one segment, by position.

    firsts, lasts  uint32 or int64, [matches] each: the first and the last word of each match. Both ascend, and no match
                   has a word of another. A phrase is one match from its first word to its last, whatever is between.
    """

    view: SegmentView
    firsts: Positions
    lasts: Positions

    def bounds(self) -> I64:
        """int64[scenes + 1]: the index of the first match of each scene; the last is the number of matches."""
        # One search for each scene, not for each match: 3 ms instead of 18 for 770,000.
        starts = self.view.segment.scene_starts.astype(self.firsts.dtype)
        return self.firsts.searchsorted(starts).astype(np.int64)


class Engine(Protocol):
    """Evaluates plans over one generation of a store. May be shared by threads."""

    def over(self, snapshot: Snapshot) -> Engine:
        """An engine over the same commit with other works deleted, which shares with this one what it can."""
        ...

    @property
    def speech_coverage(self) -> SpeechCoverage: ...

    def works_without_speakers(self) -> int:
        """The number of works with scenes in languages in which speakers are not found."""
        ...

    def casts(self) -> Mapping[str, Sequence[CastMember]]:
        """The characters of each work that has any, by its id."""
        ...

    def cast(self, work_id: str) -> tuple[CastMember, ...]:
        """The characters of one work, those who speak most first; () if there is no such work."""
        ...

    def remembering(self) -> AbstractContextManager[None]:
        """In this block, in this thread, what was found for a part of a plan is kept, and not looked for again.

        For one answer: what is found for the plan is asked for again to explain why it is nothing.
        """
        ...

    def answer(self, plan: Plan, request: Request) -> Answer:
        """The scenes that the plan's tiers match, by tier, then score, then work and reading order."""
        ...

    def ranked(self, plan: Plan, request: Request) -> RankedScenes:
        """All that `answer` gives the pages of: the limit and the offset of the request do not count."""
        ...

    def read(self, candidate: Candidate) -> SceneView:
        """The scene of a candidate."""
        ...

    def read_scene(self, scene_id: str) -> SceneView:
        """The scene with this id. Raises NotFound."""
        ...

    def selected(self, within: Narrowing = EVERYWHERE) -> Sequence[SelectedScenes]:
        """The scenes that `within` allows, by segment in the order of the commit; those of deleted works never are."""
        ...

    def matches(self, part: Part, kinds: tuple[SceneKind, ...]) -> Sequence[SegmentMatches]:
        """All that `part` marks in scenes of these kinds, by segment in the order of the commit."""
        ...

    @property
    def vocabulary(self) -> Vocabulary:
        """The folded words of all segments, deleted scenes included; made when it is first asked for."""
        ...

    def count(self, part: Part, kinds: tuple[SceneKind, ...]) -> int:
        """How many scenes of these kinds `part` matches."""
        ...

    @property
    def size(self) -> LibrarySize: ...

    def frequency(self, alternatives: tuple[str, ...], level: Level) -> int:
        """How often any of the words (or forms of the stems) occurs, deleted scenes included; known without looking."""
        ...

    def rarity(self, alternatives: tuple[str, ...], level: Level) -> float:
        """How rare a word is, in nats: the logarithm of one over the share of all words that is any alternative."""
        ...

    def stems_of(self, word: str) -> tuple[str, ...]:
        """The stems of the folded `word` in the library, at least one; the stemmer's own if the word is not there."""
        ...

    def has_word(self, word: str) -> bool:
        """True if the folded `word` stands anywhere in the library."""
        ...

    def scenes_with(self, words: tuple[str, ...]) -> int:
        """The number of scenes, notes included, that have the folded words in a row."""
        ...

    def spellings_of(self, field: str, value: str) -> tuple[str, ...]:
        """Other values of a work's field that count as this one: see `author_names`."""
        ...

    def words_like(self, pattern: Pattern) -> Expansion:
        """The folded words of the library that fit a wildcard or a misspelt word, up to a bound."""
        ...

    def has_expanded(self, pattern: Pattern) -> bool:
        """True if `words_like` has its answer at hand."""
        ...

    def forms_of(self, stems: tuple[str, ...]) -> frozenset[str]:
        """The folded words of the library that have any of these stems."""
        ...

    def passages(
        self, words: Sequence[tuple[str, ...]], limit: int, within: Narrowing = EVERYWHERE, effort: Effort = FULL_EFFORT
    ) -> CandidatePassages:
        """Up to `limit` passages that have most of a quote's words, given as stems, roughly in order.

        All of them lie in scenes that `within` allows; only words in its scope count.
        """
        ...

    def nearest(self, word: str, limit: int) -> tuple[str, ...]:
        """Up to `limit` words of the library that are spelt like the folded `word`, best first."""
        ...
