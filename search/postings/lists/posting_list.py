"""The positions of some terms in one segment: what every posting list answers."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from functools import partial

import numpy as np

from fabula.index.array_types import I64, U32, Mask
from fabula.index.sorted_arrays import in_order, sorted_unique
from fabula.search.plan import Level, ScopeFilter
from fabula.search.postings.segment_view import SegmentView
from fabula.search.postings.sorted_positions import Positions, gather_ranges
from fabula.search.postings.speech_coordinates import SpeechCoordinates
from fabula.search.postings.term_ranges import TermRanges, terms_in

# A term is common if it is at least one word in so many: some 200 terms of English (199 of 77 MB of novels).
_COMMON_ONE_IN = 2_000


def is_common(frequency: int, view: SegmentView) -> bool:
    return frequency * _COMMON_ONE_IN > view.end


class PostingList(ABC):
    """The positions in one segment of some words, or of all forms of some stems.

    frequency  number of positions, deleted scenes included.
    common     True if the terms are together at least one word in `_COMMON_ONE_IN`.

    All methods answer from one set of positions, the one that `positions` returns; subclasses differ only in how fast
    they answer which question. Methods may be called in any order and by several threads at once.
    A list counts its requests: what is asked for once is not cached, as a command-line search asks only once; what is
    asked for often is unpacked, or gets a term code (`TermCodes`). No answer depends on the count.
    Positions passed in are ascending, distinct, inside the segment, and uint32 or int64. Arrays that are returned may
    be cached and must not be changed.
    """

    __slots__ = tuple("_key _level _ranges _requests _scene_frequency _term_numbers _view common frequency".split())

    def __init__(self, view: SegmentView, ranges: TermRanges, level: Level, frequency: int) -> None:
        self._view = view
        self._ranges = ranges
        self._level = level
        self.frequency = frequency
        self.common = is_common(frequency, view)
        # Without the level: a word and a stem that have the same terms share what is cached.
        self._key = (view.number, ranges)
        self._requests = 0
        self._scene_frequency = -1
        self._term_numbers: list[int] | None = None

    @abstractmethod
    def contains_at(self, positions: Positions) -> Mask:
        """bool[len(positions)]: which of the positions are in the list."""

    @abstractmethod
    def contains(self, position: int) -> bool:
        """The same for one position: 0.3 µs, where `contains_at` takes 3 µs."""

    @abstractmethod
    def next_after(self, positions: I64, reach: int, queries: int = 0) -> I64:
        """int64[len(positions)]: the list's next position after each, if it is at most `reach` further.

        Otherwise the end of the segment (`SegmentView.end`), which no position reaches. It may be asked for, too.

        queries  how many positions are asked for in this call and in others like it, if that is more.
        """

    @abstractmethod
    def between(self, low: I64, high: I64) -> I64:
        """int64[...], ascending, distinct: the list's positions in any of the ranges low[i] to high[i], both included.

        All ranges are equally long, and ascend; they may overlap and reach beyond the segment.
        """

    @property
    def _is_decoded(self) -> bool:
        """True if its positions are in the cache: to search in them is quicker than anything else."""
        return self._view.cache.peek(self._key) is not None

    @property
    def is_fast(self) -> bool:
        """True if `contains_at` reads, or is about to read, one byte (a term code) per position."""
        return False

    @property
    def by_code(self) -> tuple[Sequence[int], Sequence[PostingList]]:
        """Term codes of the segment and other lists, whose positions together are those of this list."""
        return (), (self,)

    def positions(self) -> U32:
        """uint32[frequency], ascending."""
        return self._view.cache.get(self._key, self._decode)

    def _decode(self) -> U32:
        if not self._ranges:
            return np.empty(0, np.uint32)
        decoded = self._view.segment.positions_of(self._ranges)
        if len(self._ranges) > 1 or self._ranges[0][1] - self._ranges[0][0] > 1:
            # Each position holds one term, so there are no duplicates.
            return in_order(decoded)
        return decoded

    def positions_within(self, scope: ScopeFilter) -> U32:
        """uint32[...], ascending: the positions that lie in the scope; none where speech was not attributed."""
        speech = self._view.speech
        if speech is None:
            return np.empty(0, np.uint32)
        # Several tiers ask for the same words.
        return self._view.cache.get((*self._key, scope), partial(self._select, speech, scope))

    def _select(self, speech: SpeechCoordinates, scope: ScopeFilter) -> U32:
        positions = self.positions()
        return positions.compress(speech.in_scope(scope, positions))

    @abstractmethod
    def positions_in(self, scene: int) -> I64:
        """int64[...], ascending: the positions in one scene, counted from the scene's first word."""

    def in_scenes(self, scenes: I64) -> I64:
        """int64[...], ascending: the positions in any of the scenes (ascending)."""
        positions, starts = self.positions(), self._view.segment.scene_starts
        return gather_ranges(
            positions, positions.searchsorted(starts[scenes]), positions.searchsorted(starts[scenes + 1])
        )

    def counts(self) -> U32:
        """uint32[scenes]: number of positions in each scene."""
        return self._view.cache.get((*self._key, "counts"), self._count)

    def _count(self) -> U32:
        positions = self._view.cache.peek(self._key)
        if positions is None:
            # Not cached: of a common word only the counts are asked for again.
            positions = self._decode()
        # Look the scenes up in the positions, not the positions in the scenes: one search per scene.
        starts = self._view.segment.scene_starts
        return np.diff(np.searchsorted(positions, starts)).astype(np.uint32)

    def counts_in(self, scenes: I64) -> I64:
        """int64[len(scenes)]: number of positions in each of a few scenes."""
        if self.common:
            # The counts were needed to find the scenes, and are cached.
            return self.counts()[scenes].astype(np.int64)
        positions = self.positions()
        starts = self._view.segment.scene_starts
        return np.searchsorted(positions, starts[scenes + 1]) - np.searchsorted(positions, starts[scenes])

    def scenes(self) -> I64:
        """int64[...], ascending, distinct: the scenes with any position."""
        if self.common:
            return np.flatnonzero(self.scene_mask())
        scenes: I64 = self._view.segment.scenes_of(self.positions())
        return sorted_unique(scenes)

    def scene_mask(self) -> Mask:
        """bool[scenes]: which scenes have any position."""
        view = self._view
        if self.frequency < len(view) // 8:
            return view.scene_mask(self.positions())
        return view.cache.get((*self._key, "scene mask"), lambda: self.counts() > 0)

    @property
    def scene_frequency(self) -> int:
        """Number of living scenes with any position. One number is kept here, where an array goes to the cache."""
        if self._scene_frequency < 0:
            self._scene_frequency = int(np.count_nonzero(self.scene_mask() & self._view.alive))
        return self._scene_frequency

    @property
    def terms(self) -> list[int]:
        """The numbers in the segment of its terms, ascending."""
        return terms_in(self._ranges)

    @property
    def term_numbers(self) -> list[int]:
        """The numbers in the segment of its words, or of its stems."""
        if self._term_numbers is None:
            terms = terms_in(self._ranges)
            is_surface = self._level is Level.SURFACE
            self._term_numbers = terms if is_surface else self._view.segment.stems_of_terms(terms)
        return self._term_numbers

    def has_same_terms(self, other: PostingList) -> bool:
        """True if both have the same positions, as the word "of" and the stem "of", which has no other form."""
        return self._ranges == other._ranges
